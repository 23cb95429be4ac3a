import type { Page } from 'playwright-core';
import type { VerdictKind } from '#contract/verdicts.ts';
import { until } from '#scripts/lib/until.ts';
import type { ItemPlan, Look } from './plan.ts';

/** Keys of resources/default-keymap.json, as Playwright spells them. Nothing in the tour is clicked. */
export const keys = {
  undo: 'Backspace',
  redo: 'Control+Shift+Z',
  skip: 's',
  previous: 'PageUp',
  next: 'PageDown',
  language: 'Control+Shift+L',
  syncNow: 'Control+s',
  submit: 'Enter',
  submitFromField: 'Control+Enter',
  note: 'n',
  leave: 'Escape',
  export: 'Control+e',
} as const;

const kindKeys: Readonly<Record<VerdictKind, string>> = {
  uphold: 'a',
  overturn: 'x',
  wrong_action: '1',
  wrong_violation_type: '2',
  insufficient_evidence: '3',
  policy_gap: '4',
  escalate: 'e',
};

const lookKeys: Readonly<Record<Exclude<Look, 'skip_and_return'>, readonly string[]>> = {
  play: ['k', 'k', '.', ','],
  seek: ['l', 'ArrowLeft', 'j', 'Home'],
  other_language: ['h', 'h'],
  both_languages: ['d', 'd'],
  flag: ['f'],
  shield: ['v', 'v', 'v'],
};

/** Presses keys one after the other. */
export async function press(page: Page, ...names: readonly string[]): Promise<void> {
  for (const name of names) await page.keyboard.press(name);
}

/** Looks at the item in one of the ways of the plan. */
export function look(page: Page, way: Exclude<Look, 'skip_and_return'>): Promise<void> {
  return press(page, ...lookKeys[way]);
}

const formOf = (page: Page, kind: VerdictKind): Promise<boolean> =>
  page.evaluate((kind) => document.querySelector('[data-verdict-bar]')?.getAttribute('data-form') === kind, kind);

interface OpenForm {
  /** How many options the form's choice has; null when it has none. */
  readonly options: number | null;
  readonly asksSeverity: boolean;
}

function readForm(page: Page): Promise<OpenForm> {
  return page.evaluate(() => {
    const choice = document.querySelector('[data-field="corrected_action"], [data-field="corrected_violation_type"]');
    return {
      options: choice === null ? null : choice.querySelectorAll('input').length,
      asksSeverity: document.querySelector('[data-field="corrected_severity"]') !== null,
    };
  });
}

/** Opens the form of a kind, if it is not open. */
export async function openForm(page: Page, kind: Exclude<VerdictKind, 'uphold'>): Promise<void> {
  if (!(await formOf(page, kind))) await press(page, kindKeys[kind]);
  await until(`the form of ${kind} is open`, () => formOf(page, kind), 10_000);
}

/**
 * Opens the form of a kind and fills it as the plan says, up to but without the key that gives the verdict.
 * @returns the key that gives it, or null when the form cannot be filled on this device (no violation type is known)
 */
export async function fillForm(
  page: Page,
  kind: Exclude<VerdictKind, 'uphold'>,
  plan: ItemPlan,
): Promise<string | null> {
  await openForm(page, kind);
  const form = await readForm(page);
  if (form.options === 0) {
    await press(page, keys.leave);
    return null;
  }
  if (form.options !== null) await press(page, String(1 + (plan.severity % Math.min(form.options, 9))));
  if (form.asksSeverity) await press(page, `Shift+Digit${plan.severity}`);
  if (kind === 'insufficient_evidence') return keys.submit;
  await press(page, keys.note);
  await page.locator('#verdict-note:focus').waitFor();
  await press(page, 'Control+a');
  await page.keyboard.type(plan.note);
  return keys.submitFromField;
}

/**
 * Leads up to a verdict.
 * @returns the one key that gives it
 */
export async function leadUpTo(page: Page, plan: ItemPlan): Promise<string> {
  if (plan.kind === 'uphold') return kindKeys.uphold;
  const key = await fillForm(page, plan.kind, plan);
  return key ?? (await fillForm(page, 'escalate', plan)) ?? kindKeys.uphold;
}
