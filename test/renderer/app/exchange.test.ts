import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type MemoryPages, startMemoryPages } from '#test/support/chromium.ts';
import { control, waitForClip, waitForNotice } from '#test/support/review-page.ts';

let pages: MemoryPages;
let page: Page;

beforeAll(async () => {
  pages = await startMemoryPages();
});
afterAll(() => pages.close());
afterEach(() => page.close());

describe.each([
  ['en', 'Clips: 19 of 21 · 7.6 MB of 8.4 MB', 'Halted'],
  ['es', 'Clips: 19 de 21 · 7,6 MB de 8,4 MB', 'Detenido'],
])('check 18: the exchange with the hub (%s)', (language, words, halted) => {
  it('has a bar that says how far it is by count and bytes, can be halted, and goes on', async () => {
    page = await pages.open({ language });
    await waitForClip(page);
    const bar = page.locator('[data-transfer]');
    expect(await bar.count()).toBe(0);
    await control(page, 'setDownloads', 2);
    await bar.waitFor();
    expect((await bar.textContent())?.replaceAll('\u00A0', ' ')).toContain(words);
    const progress = bar.locator('progress');
    // Determinate: it has a value, which an indeterminate bar has not.
    expect([await progress.getAttribute('value'), await progress.getAttribute('max')]).toEqual(['90', '100']);

    await page.keyboard.press('Control+Shift+s');
    await waitForNotice(page, 'sync.halted');
    await page.locator('[data-transfer][data-paused]').waitFor();
    expect(await page.locator('[data-sync-state]').textContent()).toContain(halted);
    expect(await progress.getAttribute('value')).toBe('90');

    await page.locator('button[data-command="app.syncPause"]').click();
    await waitForNotice(page, 'sync.goesOn');
    await control(page, 'setDownloads', 0);
    await bar.waitFor({ state: 'detached' });
  });
});
