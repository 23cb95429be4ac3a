import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cruise } from '#scripts/check/dependencies.ts';
import { unreportedRules } from '#scripts/check/dependency-canary.ts';
import { checkTexts } from '#scripts/check/text.ts';
import { REPOSITORY } from '#scripts/setup/paths.ts';
import { runCommand } from './command.ts';

/** A check answers with nothing when all is well, otherwise with what a person needs to see. */
export type Check = { readonly name: string; readonly run: () => Promise<string | null> };

/** A check that reads fewer modules than this has looked at the wrong place: the tree is larger. */
const FEWEST_MODULES = 60;

function tool(name: string, command: string, ...args: string[]): Check {
  return {
    name,
    run: async () => {
      const { code, output } = await runCommand(command, args);
      return code === 0 ? null : output.trimEnd() || `${command} ended with ${code}`;
    },
  };
}

function checkDependencies(): string | null {
  const { modules, violations } = cruise(REPOSITORY, join(REPOSITORY, '.dependency-cruiser.cjs'));
  if (modules < FEWEST_MODULES) return `only ${modules} modules were read; the check is blind`;
  return violations.map((each) => `${each.rule}: ${each.from} -> ${each.to}`).join('\n') || null;
}

function checkCanary(): string | null {
  const silent = unreportedRules(REPOSITORY, readFileSync(join(REPOSITORY, 'package.json'), 'utf8'));
  return silent.length === 0 ? null : `planted violations were not reported: ${silent.join(', ')}`;
}

function checkText(): string | null {
  const found = checkTexts(REPOSITORY).map((each) => `${each.file}:${each.line}: ${each.text} (${each.why})`);
  return found.join('\n') || null;
}

/** Everything that is checked without running the product, quickest first. */
export const CHECKS: readonly Check[] = [
  tool('format', 'biome', 'format', '--colors=off', '.'),
  { name: 'text', run: () => Promise.resolve(checkText()) },
  tool('types', 'tsc', '--noEmit', '-p', 'tsconfig.json'),
  tool('pure-types', 'tsc', '--noEmit', '-p', 'tsconfig.pure.json'),
  tool('lint', 'oxlint', '--type-aware', '--deny-warnings', '--report-unused-disable-directives'),
  { name: 'dependencies', run: () => Promise.resolve(checkDependencies()) },
  { name: 'canary', run: () => Promise.resolve(checkCanary()) },
  tool('dead-code', 'knip', '--no-progress', '--no-config-hints'),
  tool('build', process.execPath, 'scripts/build/main.ts'),
];
