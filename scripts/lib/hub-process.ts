import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { REPOSITORY } from '../setup/paths.ts';

/** A hub that runs as a process of its own. */
export interface HubProcess {
  readonly url: string;
  /** One-time code of the first supervisor; null when the hub has one already. */
  readonly supervisorCode: string | null;
  /** Ends it in the orderly way. */
  stop(): Promise<void>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

/** How a hub process is to run. */
export interface HubProcessOptions {
  readonly dataFolder: string;
  readonly packs: readonly string[];
  readonly databaseUrl: string;
  /** Port to listen on; a free one when absent. */
  readonly port?: number;
  /** Hears every line that the hub says on its standard output. */
  readonly onLine: (line: string) => void;
}

const LISTENING = /^hub listening on (\S+)$/;
const SUPERVISOR = /one-time code (\S+)/;

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

/**
 * Starts the hub as anybody would (`server/main.ts`), imports the packs and waits until it is ready.
 * @throws Error with the hub's last words when it ends instead
 */
export async function startHubProcess(options: HubProcessOptions): Promise<HubProcess> {
  const args = [
    join(REPOSITORY, 'server', 'main.ts'),
    '--port',
    String(options.port ?? 0),
    '--data',
    options.dataFolder,
  ];
  for (const pack of options.packs) args.push('--import', pack);
  const child = spawn(process.execPath, args, {
    cwd: REPOSITORY,
    env: { ...process.env, DATABASE_URL: options.databaseUrl, LUPA_LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let lastWords = '';
  child.stderr.on('data', (data: Buffer) => {
    lastWords = (lastWords + data.toString('utf8')).slice(-4_000);
  });
  let url = '';
  let supervisorCode: string | null = null;
  for await (const line of createInterface({ input: child.stdout })) {
    url = LISTENING.exec(line)?.[1] ?? url;
    supervisorCode = SUPERVISOR.exec(line)?.[1] ?? supervisorCode;
    if (line === 'hub ready') {
      child.stdout.resume();
      return { url, supervisorCode, stop: () => end(child, 'SIGTERM'), kill: () => end(child, 'SIGKILL') };
    }
    options.onLine(line);
  }
  throw new Error(`the hub ended before it was ready: ${lastWords.trim()}`);
}
