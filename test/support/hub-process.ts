import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../server/main.ts', import.meta.url));

/** A hub in a process of its own, started as `npm run hub` starts it. */
export interface HubProcess {
  readonly url: string;
  readonly process: ChildProcess;
  /** Everything it has printed so far. */
  output(): string;
  /** Sends a signal and waits for the end; gives the exit code, null when it was killed. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** The outcome of a hub that would not start. */
export interface FailedStart {
  readonly code: number | null;
  readonly output: string;
}

/** Starts a hub process and waits until it is ready, or has ended. */
export async function startHubProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<HubProcess | FailedStart> {
  const { DATABASE_URL: _url, ...inherited } = process.env;
  const child = spawn(process.execPath, [program, '--port', '0', ...args], {
    env: { ...inherited, LUPA_LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const ready = new Promise<void>((resolve) => {
    const hear = (chunk: Buffer): void => {
      output += chunk.toString();
      if (output.includes('hub ready')) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
  });
  const early = await Promise.race([ready, ended]);
  if (early !== undefined) return { code: early[0], output };
  const url = /listening on (\S+)/.exec(output)?.[1];
  if (url === undefined) throw new Error(`no address in: ${output}`);
  return {
    url,
    process: child,
    output: () => output,
    end: async (signal) => {
      child.kill(signal);
      return (await ended)[0];
    },
  };
}
