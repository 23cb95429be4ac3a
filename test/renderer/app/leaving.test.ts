import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type MemoryPages, startMemoryPages } from '#test/support/chromium.ts';
import { callsOf, control, kept, waitForClip, waitForRecord } from '#test/support/review-page.ts';

let pages: MemoryPages;
let page: Page;

beforeAll(async () => {
  pages = await startMemoryPages();
});
afterAll(() => pages.close());
afterEach(() => page.close());

async function openWithUnsent(language: string): Promise<void> {
  page = await pages.open({ language });
  await waitForRecord(page, 'demo-001');
  await waitForClip(page);
  await control(page, 'setOffline', true);
  await page.keyboard.press('a');
  await waitForRecord(page, 'demo-002');
}

async function command(words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.locator('[role="menuitem"]').first().waitFor();
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
}

describe('leaving with unsent work', () => {
  it.each([
    ['en', 'Quit', '1 verdict is not at the hub yet'],
    ['es', 'Salir', '1 veredicto no ha llegado todavía al centro'],
  ])('check 30: quitting warns with the count and offers the export (%s)', async (language, words, warning) => {
    await openWithUnsent(language);
    await command(words);
    await page.locator('[data-quit]').getByText(warning).waitFor();
    expect(await callsOf(page, 'app.quit')).toBe(0);
    await page.locator('[data-export-first]').click();
    await page.locator('#export-from').waitFor();
    await command(words);
    await page.locator('[data-quit-anyway]').click();
    await expect.poll(() => callsOf(page, 'app.quit')).toBe(1);
    expect((await kept(page)).results).toHaveLength(1);
  });

  it('check 30: signing out warns with the count and offers the export', async () => {
    await openWithUnsent('en');
    await command('Sign out');
    await page.getByText('1 verdict is not at the hub yet').waitFor();
    await page.locator('[data-export-first]').click();
    await page.locator('#export-from').waitFor();
    expect((await kept(page)).signedIn).toBe(true);
  });
});
