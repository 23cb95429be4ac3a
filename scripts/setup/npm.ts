import { spawnSync } from 'node:child_process';
import { npmReason } from './bootstrap.mjs';
import { SetupProblem } from './problem.ts';

/**
 * Runs npm and returns what it printed.
 * @throws SetupProblem that begins with `purpose` and carries npm's own reason.
 */
export function npm(args: readonly string[], cwd: string, purpose: string): string {
  const result = spawnSync('npm', args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  });
  if (result.status === 0) return result.stdout;
  const reason = result.error?.message ?? npmReason(result.stderr);
  throw new SetupProblem(
    `${purpose} failed: ${reason}. Check that npm reaches its registry (npm ping), then run the command again.`,
  );
}
