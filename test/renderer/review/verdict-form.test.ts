import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { violationsOf } from '#test/support/axe.ts';
import { type MemoryPages, startMemoryPages } from '#test/support/chromium.ts';
import { callsOf, goToRecord, kept, waitForClip, waitForNotice, waitForRecord } from '#test/support/review-page.ts';

let pages: MemoryPages;
let page: Page;

beforeAll(async () => {
  pages = await startMemoryPages();
});
afterAll(() => pages.close());
afterEach(() => page.close());

async function open(options: Readonly<Record<string, string>> = {}): Promise<void> {
  page = await pages.open(options);
  await waitForRecord(page, 'demo-001');
  await waitForClip(page);
}

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

const verdicts = async () => (await kept(page)).results.filter((result) => result.type === 'verdict');
const undoWords = () => page.locator('[data-verdict-bar] [data-command="decision.undo"]').innerText();
const shownText = (selector: string) => page.locator(selector).innerText();

async function openScored(): Promise<void> {
  await press('g', 'q');
  await page.locator('[data-batch-id]').first().waitFor();
  await page.locator('[data-batch-id]').last().click();
  await waitForRecord(page, 'demo-005');
}

describe('what went wrong and why', () => {
  it('is proposed with the kind, changed by one key, and kept with the verdict', async () => {
    await open();
    await press('x');
    expect(await page.locator('#verdict-error-class').inputValue()).toBe('false_positive');
    await press('Shift+E', 'Shift+C', 'Shift+C');
    expect(await page.locator('#verdict-error-class').inputValue()).toBe('false_negative');
    expect(await page.locator('#verdict-root-cause').inputValue()).toBe('policy_ambiguity');
    await press('Enter');
    await waitForRecord(page, 'demo-002');
    expect((await verdicts())[0]).toMatchObject({
      kind: 'overturn',
      choices: { error_class: 'false_negative', root_cause: 'policy_ambiguity' },
    });
  });

  it('costs an uphold nothing: one key, and neither class nor cause', async () => {
    await open();
    await press('a');
    await waitForRecord(page, 'demo-002');
    expect((await verdicts())[0]).toMatchObject({ choices: { error_class: null, root_cause: null }, score: null });
    expect(await page.locator('#verdict-error-class').isDisabled()).toBe(true);
  });

  it('takes the proposal of the new kind when the kind is changed, and can be chosen in the list', async () => {
    await open();
    await press('x', '1');
    expect(await page.locator('#verdict-error-class').inputValue()).toBe('wrong_selection');
    await page.locator('#verdict-error-class').focus();
    await page.locator('#verdict-error-class').selectOption('technical_error');
    await press('Escape');
    await page.locator('[data-form="wrong_action"]').waitFor();
    await press('1', 'Enter');
    await waitForRecord(page, 'demo-002');
    expect((await verdicts())[0]).toMatchObject({ choices: { error_class: 'technical_error' } });
  });
});

describe('a scorecard', () => {
  it('is answered by digits, one criterion after the other, and goes with the verdict', async () => {
    await open();
    await openScored();
    await press('a');
    await page.locator('[data-criterion="right-policy"]').waitFor();
    await waitForNotice(page, 'scorecard.needed');
    expect(await callsOf(page, 'review.submit')).toBe(0);
    await press('1', '2', '3');
    await waitForNotice(page, 'scorecard.done');
    expect(await page.locator('[data-scorecard-score]').getAttribute('data-scorecard-score')).toBe('60');
    await press('Enter');
    await waitForRecord(page, 'demo-006');
    expect((await verdicts())[0]).toMatchObject({
      kind: 'uphold',
      score: 0.6,
      choices: { scorecard: { 'right-policy': 'yes', 'fits-harm': 'no', 'in-time': 'na' } },
    });
  });

  it('says 0 when a critical criterion failed, and is clean for readers in both languages', async () => {
    await open({ language: 'es' });
    await openScored();
    await press('Shift+S');
    await page.locator('[data-criterion="right-policy"]').waitFor();
    expect(await shownText('[data-criterion] legend')).toContain('¿Se aplicó la política correcta?');
    expect(await violationsOf(page)).toEqual([]);
    await press('2', '1');
    expect(await page.locator('[data-scorecard-score]').getAttribute('data-scorecard-score')).toBe('0');
    await press('Escape');
    await page.locator('[data-criterion]').waitFor({ state: 'detached' });
    expect(await callsOf(page, 'review.submit')).toBe(0);
  });

  it('is not asked for where the batch has none', async () => {
    await open();
    await press('Shift+S');
    await waitForNotice(page, 'scorecard.none');
  });
});

describe('the last ten verdicts', () => {
  it('are reached by a key, opened with their form, saved over, and the place is kept', async () => {
    await open();
    await press('x', 'Enter');
    await waitForRecord(page, 'demo-002');
    await press('a');
    await waitForRecord(page, 'demo-003');
    await press('Shift+V');
    await page.locator('[data-recent-item]:focus').waitFor();
    await press('ArrowRight', 'Enter');
    await waitForRecord(page, 'demo-001');
    await page.locator('[data-form="overturn"]').waitFor();
    await press('3', 'Enter');
    await waitForRecord(page, 'demo-003');
    const [first, , third] = await verdicts();
    expect(third).toMatchObject({ kind: 'insufficient_evidence', record_id: 'demo-001', supersedes: first?.id });
    expect(await page.locator('[data-recent-item]').count()).toBe(2);
  });

  it('are left again with Esc, nothing changed', async () => {
    await open();
    await press('a');
    await waitForRecord(page, 'demo-002');
    await press('Shift+V', 'Enter');
    await waitForRecord(page, 'demo-001');
    await press('Escape');
    await waitForRecord(page, 'demo-002');
    expect(await verdicts()).toHaveLength(1);
  });
});

describe('undo and redo', () => {
  it('say in words what they will do, several steps deep, in both languages', async () => {
    await open();
    await press('a');
    await waitForRecord(page, 'demo-002');
    await press('x', 'Enter');
    await waitForRecord(page, 'demo-003');
    expect(await undoWords()).toContain('Undo: overturn, record 2');
    await press('Backspace');
    await waitForRecord(page, 'demo-002');
    await page.getByText('Undo: uphold, record 1').waitFor();
    await page.getByText('Redo: overturn, record 2').waitFor();
    await press('Backspace');
    await waitForRecord(page, 'demo-001');
    await page.getByText('Redo: uphold, record 1').waitFor();
    await press('Control+Shift+L');
    await page.getByText('Rehacer: confirmar, registro 1').waitFor();
    await press('Control+Shift+z');
    await page.getByText('Deshacer: confirmar, registro 1').waitFor();
    await page.getByText('Rehacer: revocar, registro 2').waitFor();
  });

  it('check 9: undo takes back after the next item came, after a restart of the page, and after the upload', async () => {
    await open({ keep: '1' });
    for (const next of ['demo-002', 'demo-003', 'demo-004']) {
      await press('a');
      await waitForRecord(page, next);
    }
    await press('Backspace');
    await waitForRecord(page, 'demo-003');
    await page.reload();
    await waitForRecord(page, 'demo-003');
    await page.getByText('Undo: uphold, record 2').waitFor();
    await press('Backspace');
    await waitForRecord(page, 'demo-002');
    await press('Control+s');
    await waitForNotice(page, 'sync.nowReachable');
    await page.getByText('Undo: uphold, record 1').waitFor();
    await press('Backspace');
    await waitForRecord(page, 'demo-001');
    const { results, uploaded } = await kept(page);
    expect(results.map(({ type }) => type)).toEqual([...Array(3).fill('verdict'), ...Array(3).fill('withdrawal')]);
    expect(uploaded).toBe(5);
  });
});

describe('other records of the same subject', () => {
  it('stand beside the record; opening one keeps the place', async () => {
    await open();
    await page.locator('[data-history-item]').waitFor();
    await press('Shift+H');
    await page.locator('[data-history-item]:focus').waitFor();
    await press('Enter');
    await waitForRecord(page, 'demo-016');
    await waitForNotice(page, 'review.looking');
    await press('g', 'b');
    await waitForRecord(page, 'demo-001');
  });

  it('are listed for every batch they are in, and those with a scorecard cannot be decided with others', async () => {
    await open();
    await goToRecord(page, 'demo-005');
    await page.locator('[data-history-item]').first().waitFor();
    expect(await page.locator('[data-history-item]').count()).toBe(2);
    await press('Shift+B');
    await page.locator('[data-together]').waitFor();
    expect(await page.locator('[data-together] input[type="checkbox"]').count()).toBe(1);
  });

  it('can be decided together where their context is shown, by one command that one undo takes back', async () => {
    await open();
    await page.locator('[data-history-item]').waitFor();
    await press('Shift+B');
    await page.locator('[data-together]').waitFor();
    expect(await page.locator('[data-together-kind="uphold"]').isDisabled()).toBe(true);
    await page.locator('[data-together] input[type="checkbox"]').focus();
    await press('Space');
    await page.getByText('1 record chosen.').waitFor();
    expect(await shownText('[data-together] li')).not.toBe('');
    expect(await violationsOf(page)).toEqual([]);
    await page.locator('[data-together-kind="uphold"]').press('Enter');
    await waitForNotice(page, 'review.givenTogether');
    await waitForRecord(page, 'demo-001');
    expect((await verdicts())[0]).toMatchObject({ record_id: 'demo-016', kind: 'uphold' });
    await press('Backspace');
    await waitForRecord(page, 'demo-016');
    expect((await kept(page)).results.map(({ type }) => type)).toEqual(['verdict', 'withdrawal']);
  });
});

describe('counts and dates', () => {
  it.each([
    ['en', '1 other record of this subject', 'Undo: uphold, record 1'],
    ['es', '1 registro más de esta persona', 'Deshacer: confirmar, registro 1'],
  ] as const)('check 20: are right in words of this form (%s)', async (language, history, undo) => {
    await open({ language });
    await page.getByText(history, { exact: true }).waitFor();
    const date = await shownText('[data-history-item] span span');
    expect(date).toMatch(language === 'en' ? /^[A-Z][a-z]{2} \d{1,2}, \d{4}$/ : /^\d{1,2} [a-z]{3,4} \d{4}$/);
    await press('a');
    await waitForRecord(page, 'demo-002');
    await page.getByText(undo).waitFor();
    expect(pages.problems).toEqual([]);
  });
});
