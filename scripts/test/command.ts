import { spawn } from 'node:child_process';
import { REPOSITORY } from '#scripts/setup/paths.ts';

/** What a finished command printed (both streams, in order of arrival) and its exit code (null when killed). */
export type Finished = { readonly code: number | null; readonly output: string };

/**
 * Runs a command in the repository's folder.
 * @param show pass what it prints on at once instead of collecting it
 */
export function runCommand(
  command: string,
  args: readonly string[],
  options: { readonly show?: boolean; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Finished> {
  const child = spawn(command, args, {
    cwd: REPOSITORY,
    env: { ...process.env, ...options.env },
    stdio: options.show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 127, output: `${command} does not start: ${error.message}` }));
    child.on('close', (code) => resolve({ code, output }));
  });
}
