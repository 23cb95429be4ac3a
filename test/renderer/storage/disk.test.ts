import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type MemoryPages, startMemoryPages } from '#test/support/chromium.ts';
import { callsOf, control, kept, shownRecord, waitForClip, waitForRecord } from '#test/support/review-page.ts';

let pages: MemoryPages;
let page: Page;

beforeAll(async () => {
  pages = await startMemoryPages();
});
afterAll(() => pages.close());
afterEach(() => page.close());

const banner = (state: string) => page.locator(`[role="alert"][data-disk="${state}"]`);
const note = () => page.locator('#verdict-note');

async function begin(language = 'en'): Promise<void> {
  page = await pages.open({ language });
  await waitForRecord(page, 'demo-001');
  await waitForClip(page);
}

async function diskBecomes(state: 'ok' | 'low' | 'full'): Promise<void> {
  for (const call of ['review.submit', 'review.saveDraft']) {
    await control(page, 'fail', call, state === 'full' ? 'disk-full' : null);
  }
  await control(page, 'setStorage', { disk: state });
}

describe('a page on a full disk', () => {
  it('keeps what was entered, stays on the item, and gives the verdict when there is space', async () => {
    await begin();
    await page.keyboard.press('2');
    await page.keyboard.press('1');
    await page.keyboard.press('n');
    await page.keyboard.type('The streamer quotes somebody else');
    await diskBecomes('full');
    await page.keyboard.press('Control+Enter');
    await banner('full').waitFor();
    await expect.poll(() => callsOf(page, 'review.submit')).toBe(1);
    expect(await shownRecord(page)).toBe('demo-001');
    expect(await note().inputValue()).toBe('The streamer quotes somebody else');
    expect((await kept(page)).results).toHaveLength(0);

    await diskBecomes('ok');
    await banner('full').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+Enter');
    await waitForRecord(page, 'demo-002');
    const [given] = (await kept(page)).results;
    expect(given).toMatchObject({ choices: { note: 'The streamer quotes somebody else' } });
  });

  it('writes the draft that the disk refused, as soon as it takes something', async () => {
    await begin();
    await diskBecomes('full');
    await page.keyboard.press('n');
    await page.keyboard.type('Begun');
    await expect.poll(() => callsOf(page, 'review.saveDraft')).toBeGreaterThan(0);
    expect(Object.values((await kept(page)).drafts)).toHaveLength(0);
    await diskBecomes('low');
    await expect.poll(async () => Object.values((await kept(page)).drafts)[0]?.choices.note).toBe('Begun');
  });

  it.each([
    ['en', 'The device’s disk is full.', 'Try now'],
    ['es', 'El disco del dispositivo está lleno.', 'Probar ahora'],
  ])('says what to do, and can be asked to try at once by keyboard (%s)', async (language, words, button) => {
    await begin(language);
    await control(page, 'setStorage', { disk: 'full' });
    await banner('full').getByText(words).waitFor();
    await page.getByRole('button', { name: button }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => callsOf(page, 'storage.check')).toBe(1);
    await page.keyboard.press('g');
    await page.keyboard.press('q');
    await page.locator('[data-batch-id]').first().waitFor();
    expect(await banner('full').count()).toBe(1);
  });
});

describe('a page after a damaged database', () => {
  it.each([
    ['en', '12 verdicts were saved from it', 'I have read this'],
    ['es', 'se salvaron 12 veredictos', 'Lo he leído'],
  ])('tells what was saved and what was not, until somebody has read it (%s)', async (language, words, button) => {
    await begin(language);
    const damage = { file: 'lupa.db.damaged-2026-05-02', saved_results: 12, unreadable_results: 1 };
    await control(page, 'setStorage', { damage });
    await page.locator('[data-damage]').getByText(words).waitFor();
    expect(await page.locator('[data-damage]').textContent()).toContain('lupa.db.damaged-2026-05-02');
    await page.getByRole('button', { name: button }).focus();
    await page.keyboard.press('Enter');
    await page.locator('[data-damage]').waitFor({ state: 'detached' });
    expect(await callsOf(page, 'storage.damageRead')).toBe(1);
  });
});
