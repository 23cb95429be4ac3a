import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { STATE_FOLDER } from '#scripts/setup/paths.ts';
import { runCommand } from './command.ts';
import { type Outcome, type VitestReport, countVitest } from './outcome.ts';
import type { Kind } from './selection.ts';

/** Runs the tests of one kind and counts them from vitest's own report. */
export async function runKind(kind: Kind, filters: readonly string[], display: string): Promise<Outcome> {
  mkdirSync(STATE_FOLDER, { recursive: true });
  const report = join(STATE_FOLDER, `vitest-${kind}-${process.pid}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  // A filter need not match in every kind that it could; without one, a kind with no tests is a mistake.
  const args = ['run', `--project=${kind}`, ...reporters, ...filters];
  if (filters.length > 0) args.push('--passWithNoTests');
  const { code } = await runCommand('vitest', args, { show: true, env: { DISPLAY: display } });
  const content = existsSync(report) ? (JSON.parse(readFileSync(report, 'utf8')) as VitestReport) : null;
  rmSync(report, { force: true });
  return countVitest(content, code);
}
