import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type MemoryPages, startMemoryPages } from '#test/support/chromium.ts';
import { callsOf, control, kept, waitForClip, waitForNotice, waitForRecord } from '#test/support/review-page.ts';

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

const verdicts = async () => (await kept(page)).results.filter((result) => result.type === 'verdict');

describe('deciding by keyboard', () => {
  it('upholds with one key, stores the policy that was read, and shows the next item', async () => {
    await open();
    await page.keyboard.press('a');
    await waitForRecord(page, 'demo-002');
    const [first] = await verdicts();
    expect(first).toMatchObject({
      kind: 'uphold',
      record_id: 'demo-001',
      clip_ordinal: 0,
      policy_read: { policy_id: 'dangerous-acts', version: '2026-04', language: 'en' },
    });
  });

  it('opens only the fields a kind needs, lets digits choose, and submits with Enter', async () => {
    await open();
    await page.keyboard.press('1');
    await page.locator('[data-form="wrong_action"]').waitFor();
    expect(await page.locator('[data-field="corrected_violation_type"]').count()).toBe(0);
    await page.keyboard.press('2');
    await page.keyboard.press('Shift+Digit4');
    await page.keyboard.press('Enter');
    await waitForRecord(page, 'demo-002');
    expect((await verdicts())[0]).toMatchObject({
      kind: 'wrong_action',
      choices: { corrected_action: 'warn', corrected_severity: 4, corrected_violation_type: null },
    });
  });

  it('says which field is missing and saves nothing', async () => {
    await open();
    await page.keyboard.press('2');
    await page.keyboard.press('Enter');
    await waitForNotice(page, 'review.fieldMissing');
    await page.locator('[data-field="corrected_violation_type"][data-missing]').waitFor();
    expect(await callsOf(page, 'review.submit')).toBe(0);
  });

  it('never decides while a note is typed; Mod+Enter submits from the field', async () => {
    await open();
    await page.keyboard.press('4');
    await page.locator('#verdict-note:focus').waitFor();
    await page.keyboard.type('a x 1 2 s e n f');
    await page.keyboard.press('Enter');
    expect(await callsOf(page, 'review.submit')).toBe(0);
    await page.keyboard.press('Control+Enter');
    await waitForRecord(page, 'demo-002');
    expect((await verdicts())[0]).toMatchObject({ kind: 'policy_gap', choices: { note: 'a x 1 2 s e n f\n' } });
    await page.keyboard.press('a');
    await waitForRecord(page, 'demo-003');
    expect(await page.locator('#verdict-note').inputValue()).toBe('');
  });

  it('decides once while a key is held', async () => {
    await open();
    await page.keyboard.down('a');
    for (let repeat = 0; repeat < 12; repeat += 1) await page.keyboard.down('a');
    await page.keyboard.up('a');
    await waitForRecord(page, 'demo-002');
    expect(await verdicts()).toHaveLength(1);
  });

  it('decides once when Enter is held on a focused button', async () => {
    await open();
    await page.locator('[data-command="decision.accept"]').focus();
    await page.keyboard.down('Enter');
    for (let repeat = 0; repeat < 12; repeat += 1) await page.keyboard.down('Enter');
    await page.keyboard.up('Enter');
    await waitForRecord(page, 'demo-002');
    expect(await verdicts()).toHaveLength(1);
  });

  it('takes no second decision while one is being saved', async () => {
    await open();
    await control(page, 'slow', 'review.submit', 300);
    await page.keyboard.press('a');
    await page.keyboard.press('a');
    await page.keyboard.press('s');
    await page.keyboard.press('Backspace');
    await waitForRecord(page, 'demo-002');
    expect(await verdicts()).toHaveLength(1);
    expect(await callsOf(page, 'review.skip')).toBe(0);
    expect(await callsOf(page, 'review.undo')).toBe(0);
  });

  it('stays on the item and says why when the verdict could not be saved', async () => {
    await open();
    await control(page, 'fail', 'review.submit', 'disk-full');
    await page.keyboard.press('a');
    await waitForNotice(page, 'error.disk-full');
    await waitForRecord(page, 'demo-001');
    await control(page, 'fail', 'review.submit', null);
    await page.keyboard.press('a');
    await waitForRecord(page, 'demo-002');
    expect(await verdicts()).toHaveLength(1);
  });

  it('decides nothing while the palette or another dialog is open', async () => {
    await open();
    for (const opener of ['Control+k', '?', 'Control+,', 'F9']) {
      await page.keyboard.press(opener);
      await page.locator('[role="dialog"]').waitFor();
      await page.keyboard.press('a');
      await page.keyboard.press('x');
      await page.keyboard.press('Escape');
      await page.locator('[role="dialog"]').waitFor({ state: 'detached' });
    }
    expect(await callsOf(page, 'review.submit')).toBe(0);
    expect(await page.locator('[data-verdict-bar]').getAttribute('data-form')).toBe('');
  });

  it('does not decide again with Space after a mouse press on a verdict', async () => {
    await open();
    await page.locator('[data-command="decision.accept"]').click();
    await waitForRecord(page, 'demo-002');
    await waitForClip(page);
    await page.keyboard.press('Space');
    expect(await verdicts()).toHaveLength(1);
  });
});

describe('taking back', () => {
  it('undoes to the same item with its choices, and redoes', async () => {
    await open();
    await page.keyboard.press('1');
    await page.keyboard.press('3');
    await page.keyboard.press('Enter');
    await waitForRecord(page, 'demo-002');
    await page.keyboard.press('Backspace');
    await waitForRecord(page, 'demo-001');
    await page.locator('[data-form="wrong_action"]').waitFor();
    expect(await page.locator('[data-field="corrected_action"] [data-chosen]').innerText()).toContain('Mute');
    expect((await kept(page)).results.map(({ type }) => type)).toEqual(['verdict', 'withdrawal']);
    await page.keyboard.press('Control+Shift+z');
    await waitForRecord(page, 'demo-002');
    expect((await kept(page)).results.map(({ type }) => type)).toEqual(['verdict', 'withdrawal', 'verdict']);
  });

  it('walks back through several verdicts, one a press', async () => {
    await open();
    for (const next of ['demo-002', 'demo-003', 'demo-004']) {
      await page.keyboard.press('a');
      await waitForRecord(page, next);
    }
    for (const before of ['demo-003', 'demo-002', 'demo-001']) {
      await page.keyboard.press('Backspace');
      await waitForRecord(page, before);
      await waitForNotice(page, 'review.takenBack');
    }
    await page.keyboard.press('Backspace');
    await waitForNotice(page, 'error.nothing-to-undo');
  });

  it('skips, and comes back to what was skipped at the end', async () => {
    await open();
    await page.keyboard.press('s');
    await waitForRecord(page, 'demo-002');
    expect((await kept(page)).skipped).toHaveLength(1);
    expect(await verdicts()).toHaveLength(0);
  });
});

describe('the pace', () => {
  it('is measured once for every decision', async () => {
    await open();
    for (const next of ['demo-002', 'demo-003', 'demo-004']) {
      await page.keyboard.press('a');
      await waitForRecord(page, next);
    }
    await page.waitForFunction(() => window.lupaPace?.length === 3);
    const samples = await page.evaluate(() => window.lupaPace?.map((each) => each.key_to_next_frame_ms) ?? []);
    expect(samples.every((each) => each > 0)).toBe(true);
    expect(pages.problems).toEqual([]);
  });
});
