import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const program = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A page that has read axe. */
interface AxeWindow {
  readonly axe: { run(context: unknown, options: unknown): Promise<AxeResults> };
}

/** What of a page is looked at, and by which rules; all of it by all of them where nothing is said. */
interface Look {
  readonly within?: string;
  readonly onlyRules?: readonly string[];
  readonly withoutRules?: readonly string[];
}

/**
 * What axe finds wrong in a page: the rule and the elements. The page reads axe once, however often it is looked at: reading takes longer than looking.
 * The palette's list is left out: it is moved through by the arrows of the field above it, which keeps the focus; the rule does not know that pattern.
 */
export async function violationsOf(page: Page, look: Look = {}): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(program);
  const context = {
    exclude: [['[role="menu"]']],
    ...(look.within !== undefined && { include: [[look.within]] }),
  };
  const options = {
    resultTypes: ['violations'],
    rules: Object.fromEntries((look.withoutRules ?? []).map((rule) => [rule, { enabled: false }])),
    ...(look.onlyRules !== undefined && { runOnly: { type: 'rule', values: [...look.onlyRules] } }),
  };
  return page.evaluate(
    async ([where, how]) => {
      const { axe } = window as unknown as AxeWindow;
      const { violations } = await axe.run(where, how);
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
    },
    [context, options] as const,
  );
}
