import type { Page } from 'playwright-core';
import type { VerdictKind } from '#contract/verdicts.ts';
import { until } from '#scripts/lib/until.ts';
import type { CommandId } from '#renderer/commands/registry.ts';
import { keyOf } from './keymap.ts';
import type { ItemPlan, Look } from './plan.ts';

/** The keys of the keymap in force, as Playwright spells them. Nothing in the tour is clicked. */
export const keys = {
  get undo() {
    return keyOf('decision.undo');
  },
  get redo() {
    return keyOf('decision.redo');
  },
  get skip() {
    return keyOf('decision.skip');
  },
  get previous() {
    return keyOf('queue.prev');
  },
  get next() {
    return keyOf('queue.next');
  },
  get language() {
    return keyOf('app.language');
  },
  get syncNow() {
    return keyOf('app.syncNow');
  },
  get submit() {
    return keyOf('decision.submit');
  },
  get submitFromField() {
    return keyOf('decision.submitFromField');
  },
  get note() {
    return keyOf('note.focus');
  },
  get export() {
    return keyOf('app.export');
  },
  get bothLanguages() {
    return keyOf('view.dualLanguage');
  },
  /** Leaves fields, forms and dialogs, whatever the keymap. */
  leave: 'Escape',
};

const kindCommands = {
  uphold: 'decision.accept',
  overturn: 'decision.reject',
  wrong_action: 'decision.wrongAction',
  wrong_violation_type: 'decision.wrongViolationType',
  insufficient_evidence: 'decision.insufficientEvidence',
  policy_gap: 'decision.policyGap',
  escalate: 'decision.escalate',
} as const satisfies Record<VerdictKind, CommandId>;

const kindKey = (kind: VerdictKind): string => keyOf(kindCommands[kind]);

const lookCommands: Readonly<Record<Exclude<Look, 'skip_and_return'>, readonly CommandId[]>> = {
  play: ['player.playPause', 'player.playPause', 'player.frameNext', 'player.framePrev'],
  seek: ['player.fwd10', 'player.back2', 'player.back10', 'player.start'],
  other_language: ['policy.language', 'policy.language'],
  both_languages: ['view.dualLanguage', 'view.dualLanguage'],
  flag: ['decision.flag'],
  shield: ['shield.cycle', 'shield.cycle', 'shield.cycle'],
};

/** How long the hands rest after each key. Milliseconds. */
let beat_ms = 0;

/** Makes the hands slow enough to be watched, or as fast as they can. */
export function setBeat(milliseconds: number): void {
  beat_ms = milliseconds;
}

/** Presses keys one after the other; a name may hold several, with spaces between them. */
export async function press(page: Page, ...names: readonly string[]): Promise<void> {
  for (const name of names.flatMap((each) => each.split(' '))) {
    await page.keyboard.press(name);
    if (beat_ms > 0) await page.waitForTimeout(beat_ms);
  }
}

/** Types a text as the hands would: faster than single keys. */
async function write(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text, { delay: beat_ms / 10 });
}

/** Looks at the item in one of the ways of the plan. */
export function look(page: Page, way: Exclude<Look, 'skip_and_return'>): Promise<void> {
  return press(page, ...lookCommands[way].map(keyOf));
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

const places = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;
const numbered = (place: number): (typeof places)[number] => places[place - 1] ?? 1;

/** Opens the form of a kind, if it is not open. */
export async function openForm(page: Page, kind: Exclude<VerdictKind, 'uphold'>): Promise<void> {
  if (!(await formOf(page, kind))) await press(page, kindKey(kind));
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
  if (form.options !== null) {
    await press(page, keyOf(`label.choose.${numbered(1 + (plan.severity % Math.min(form.options, 9)))}`));
  }
  if (form.asksSeverity) await press(page, keyOf(`severity.set.${plan.severity}`));
  if (kind === 'insufficient_evidence') return keys.submit;
  await press(page, keys.note);
  await page.locator('#verdict-note:focus').waitFor();
  await press(page, 'Control+a');
  await write(page, plan.note);
  return keys.submitFromField;
}

/**
 * Leads up to a verdict.
 * @returns the one key that gives it
 */
export async function leadUpTo(page: Page, plan: ItemPlan): Promise<string> {
  if (plan.kind === 'uphold') return kindKey('uphold');
  const key = await fillForm(page, plan.kind, plan);
  return key ?? (await fillForm(page, 'escalate', plan)) ?? kindKey('uphold');
}
