import { spawnSync } from 'node:child_process';
import { npmReason } from './bootstrap.mjs';
import { SetupProblem } from './problem.ts';

/** How an npm command ended: what it printed, or why it failed in npm's own words. */
export type NpmResult =
  | { readonly ok: true; readonly output: string }
  | { readonly ok: false; readonly reason: string };

/** Runs npm in a folder and waits for its end. */
export function tryNpm(args: readonly string[], cwd: string): NpmResult {
  const result = spawnSync('npm', args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  });
  if (result.status === 0) return { ok: true, output: result.stdout };
  return { ok: false, reason: result.error?.message ?? npmReason(result.stderr) };
}

/**
 * Runs npm and returns what it printed.
 * @throws SetupProblem that begins with `purpose` and carries npm's own reason
 */
export function npm(args: readonly string[], cwd: string, purpose: string): string {
  const result = tryNpm(args, cwd);
  if (result.ok) return result.output;
  throw new SetupProblem(
    `${purpose} failed: ${result.reason}. ` +
      'Check that npm reaches its registry (npm ping), then run the command again.',
  );
}
