import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { type Credential, type FromCore, fromCore, type ToCore, type WireResult } from '#contract/core-link.ts';
import { targets } from '#scripts/build/targets.ts';
import { REPOSITORY } from '#scripts/setup/paths.ts';
import { MADE_KEYS } from '#scripts/lib/made-key.ts';

/** A core in a process of its own, that can be killed at any moment. */
export interface ForkedCore {
  /** @throws CoreGone when it ends before it has answered; everything that it had said until then has been read */
  call(group: string, name: string, input: unknown): Promise<WireResult>;
  /** SIGKILL; resolves when the process has ended. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** So much of what it complained of is told when it ends, in characters. */
const LAST_WORDS = 2_000;

/** The core ended, by a kill or by itself. */
export class CoreGone extends Error {}

/**
 * Builds the core as it is shipped, into one file, because that starts several times faster; answers where it is. Each process builds one of its own,
 * gone when it ends: a core that starts while another trial builds would read half a file.
 */
export async function buildCore(): Promise<string> {
  const out = join(REPOSITORY, 'out', 'test-core', String(process.pid));
  process.once('exit', () => rmSync(out, { recursive: true, force: true }));
  const target = targets(REPOSITORY, out).find((each) => each.name === 'core');
  if (target === undefined) throw new Error('the build knows no core');
  await build(target.config);
  return join(out, 'app', 'core', 'index.cjs');
}

/** A forked process that has read its program and waits to be started: most of a start's time is over. */
export type WarmCore = (dataDir: string, credential: Credential | null) => Promise<ForkedCore>;

/**
 * Forks a core.
 * @param entry its program: what `buildCore` made, or electron/core/entry.ts
 * @param under a command to run it under, such as strace with its options; it must hand on open files
 */
export function warmCore(entry: string, under: readonly string[] = []): WarmCore {
  const [command, ...options] = [...under, process.execPath];
  const stdio = ['ignore', 'ignore', 'pipe', 'ipc'] as const;
  const child = fork(entry, {
    stdio: [...stdio],
    ...(command !== undefined && { execPath: command }),
    execArgv: options,
  });
  return (dataDir, credential) => start(child, dataDir, credential);
}

async function start(child: ChildProcess, dataDir: string, credential: Credential | null): Promise<ForkedCore> {
  const waiting = new Map<number, (result: WireResult) => void>();
  const ended = once(child, 'exit');
  let lastWords = '';
  child.stderr?.on('data', (data: Buffer) => {
    lastWords = (lastWords + data.toString('utf8')).slice(-LAST_WORDS);
  });
  const gone = once(child, 'disconnect').then(async (): Promise<never> => {
    await ended;
    const how = child.signalCode ?? `exit code ${child.exitCode ?? 'unknown'}`;
    throw new CoreGone(`the core ended: ${how}: ${lastWords}`);
  });
  gone.catch(() => undefined);
  let next = 1;
  const send = (message: ToCore) => {
    if (child.connected) child.send(message, () => undefined);
  };
  const started = new Promise<void>((resolve, reject) => {
    child.on('message', (raw) => {
      const message: FromCore = fromCore.parse(raw);
      if (message.type === 'started') resolve();
      if (message.type === 'start_failed') reject(new Error(`${message.error.detail}: ${lastWords}`));
      if (message.type === 'answer') waiting.get(message.call_id)?.(message.result);
    });
  });
  send({ type: 'start', data_dir: dataDir, app_version: '0', credential, keys: MADE_KEYS });
  await Promise.race([started, gone]);
  return {
    call(group, name, input) {
      const call_id = next++;
      const answer = new Promise<WireResult>((resolve) => waiting.set(call_id, resolve));
      send({ type: 'call', call_id, group, name, input });
      return Promise.race([answer, gone]);
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      send({ type: 'stop' });
      await ended;
    },
  };
}
