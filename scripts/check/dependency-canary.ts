import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise } from './dependencies.ts';

/** Files that break one rule each, on purpose; `rule` is the name in .dependency-cruiser.cjs. */
export const PLANTED: readonly { readonly rule: string; readonly file: string; readonly source: string }[] = [
  { rule: 'no-cycles', file: 'domain/chicken.ts', source: "import './egg.ts';" },
  { rule: 'no-cycles', file: 'domain/egg.ts', source: "import './chicken.ts';" },
  { rule: 'resolvable', file: 'domain/lost.ts', source: "import './nowhere.ts';" },
  { rule: 'contract-imports', file: 'contract/a.ts', source: "import '#domain/egg.ts';" },
  { rule: 'domain-imports', file: 'domain/a.ts', source: "import { readFileSync } from 'node:fs'; readFileSync('x');" },
  {
    rule: 'core-imports',
    file: 'electron/core/a.ts',
    source: "import type { M } from '#main/a.ts'; export type N = M;",
  },
  { rule: 'electron-imports', file: 'electron/core/b.ts', source: "import { app } from 'electron'; app.quit();" },
  { rule: 'shell-imports', file: 'electron/main/a.ts', source: "import '#renderer/a.ts'; export type M = string;" },
  { rule: 'preload-imports', file: 'electron/preload/a.ts', source: "import '#domain/egg.ts';" },
  { rule: 'sqlite-imports', file: 'electron/core/c.ts', source: "import D from 'better-sqlite3'; new D(':memory:');" },
  { rule: 'renderer-imports', file: 'renderer/a.ts', source: "import '#core/c.ts';" },
  { rule: 'renderer-no-node', file: 'renderer/b.ts', source: "import { join } from 'node:path'; join('a');" },
  { rule: 'features-apart', file: 'renderer/features/review/a.ts', source: "import '../sync/a.ts';" },
  { rule: 'features-apart', file: 'renderer/features/sync/a.ts', source: 'export const a = 1;' },
  { rule: 'server-imports', file: 'server/a.ts', source: "import '#core/c.ts';" },
  { rule: 'nothing-imports-test', file: 'server/b.ts', source: "import '#test/support/a.ts';" },
  { rule: 'nothing-imports-test', file: 'test/support/a.ts', source: 'export const a = 1;' },
  { rule: 'no-undeclared-packages', file: 'server/c.ts', source: "import 'acorn';" },
  { rule: 'shipped-code-uses-shipped-packages', file: 'server/d.ts', source: "import 'fast-check';" },
];

/**
 * Runs the rules over a temporary tree that breaks each of them.
 * @returns the rules that were broken and not reported: any name here means the check is blind
 */
export function unreportedRules(repository: string, manifest: string): string[] {
  const root = mkdtempSync(join(tmpdir(), 'lupa-canary-'));
  try {
    writeFileSync(join(root, 'package.json'), manifest);
    symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'), 'junction');
    for (const { file, source } of PLANTED) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), `${source}\n`);
    }
    const { violations } = cruise(root, join(repository, '.dependency-cruiser.cjs'));
    const reported = new Set(violations.map((each) => each.rule));
    return [...new Set(PLANTED.map((each) => each.rule))].filter((rule) => !reported.has(rule));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
