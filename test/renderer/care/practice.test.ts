import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type MemoryPages, startMemoryPages } from '#test/support/chromium.ts';
import { callsOf, kept, waitForRecord } from '#test/support/review-page.ts';

let pages: MemoryPages;
let page: Page;

beforeAll(async () => {
  pages = await startMemoryPages();
});
afterAll(() => pages.close());
afterEach(() => page.close());

async function startPractice(language: string): Promise<void> {
  page = await pages.open({ language });
  await waitForRecord(page, 'demo-001');
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await page.locator('[data-screen="care"] [data-command="care.practice"]').click();
  await waitForRecord(page, 'practice-1');
}

describe.each([
  ['en', 'Practice · clip 1 of 5', 'Practice is done'],
  ['es', 'Práctica · clip 1 de 5', 'Práctica terminada'],
])('the practice queue (%s)', (language, banner, done) => {
  it('plays five harmless clips, is marked as practice, keeps and sends nothing, and ends with keys and shield', async () => {
    await startPractice(language);
    await page.locator('[data-practice="1"]', { hasText: banner }).waitFor();
    await page.locator('[data-player-state="ready"]').waitFor();
    const before = (await kept(page)).events.length;
    await page.keyboard.press('a');
    await waitForRecord(page, 'practice-2');
    await page.keyboard.press('Backspace');
    await waitForRecord(page, 'practice-1');
    for (const next of [2, 3, 4, 5]) {
      await page.keyboard.press('a');
      await waitForRecord(page, `practice-${next}`);
      await page.locator('[data-player-state="ready"]').waitFor();
    }
    await page.keyboard.press('a');
    await page.locator('[data-screen="practice-done"]', { hasText: done }).waitFor();
    expect(await callsOf(page, 'review.submit')).toBe(0);
    expect(await callsOf(page, 'review.saveDraft')).toBe(0);
    expect((await kept(page)).results).toEqual([]);
    expect((await kept(page)).events).toHaveLength(before);
    expect((await kept(page)).preferences.care.practice).toEqual({ state: 'done', at: 5 });
    expect(await page.locator('[data-command="go.keymap"], [data-command="go.care"]').count()).toBeGreaterThan(1);
    expect(pages.problems).toEqual([]);
  });
});

describe('the offer', () => {
  it('is made once on the queue, can be skipped, and practice stays within reach', async () => {
    page = await pages.open({ practice: 'new' });
    await waitForRecord(page, 'demo-001');
    await page.keyboard.press('g');
    await page.keyboard.press('q');
    await page.locator('[data-practice-offer] button', { hasText: 'Skip' }).click();
    await page.locator('[data-practice-offer]').waitFor({ state: 'detached' });
    expect((await kept(page)).preferences.care.practice.state).toBe('skipped');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('practice queue');
    await page.keyboard.press('Enter');
    await waitForRecord(page, 'practice-1');
  });
});
