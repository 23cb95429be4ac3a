import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '#scripts/setup/paths.ts';

/** The folders that the dependency rules are about. */
const CHECKED = ['contract', 'domain', 'electron', 'renderer', 'server', 'scripts', 'test'] as const;

export type Violation = { readonly rule: string; readonly from: string; readonly to: string };
export type Cruise = { readonly modules: number; readonly violations: readonly Violation[] };

type Summary = {
  readonly totalCruised: number;
  readonly violations: readonly {
    readonly rule: { readonly name: string };
    readonly from: string;
    readonly to: string;
  }[];
};

const LAUNCHER = join(REPOSITORY, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');

/**
 * Runs the dependency rules over the source folders below `root`.
 * @throws Error when the tool itself fails, which is not the same as finding violations
 */
export function cruise(root: string, config: string): Cruise {
  const folders = CHECKED.filter((name) => existsSync(join(root, name)));
  const args = [LAUNCHER, '--config', config, '--output-type', 'json', ...folders];
  const result = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  if (!result.stdout.startsWith('{')) throw new Error(`dependency-cruiser failed: ${result.stderr || result.stdout}`);
  const { summary } = JSON.parse(result.stdout) as { summary: Summary };
  const violations = summary.violations.map((each) => ({ rule: each.rule.name, from: each.from, to: each.to }));
  return { modules: summary.totalCruised, violations };
}
