import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type MemoryPages, startMemoryPages } from '#test/support/chromium.ts';
import { waitForRecord } from '#test/support/review-page.ts';

let pages: MemoryPages;
let page: Page;

beforeAll(async () => {
  pages = await startMemoryPages();
});
afterAll(() => pages.close());
afterEach(() => page.close());

/** The form, with the first part of its first day under the keyboard. */
async function openExport(language: string): Promise<void> {
  page = await pages.open({ language, role: 'supervisor' });
  await waitForRecord(page, 'demo-001');
  await page.keyboard.press('Control+e');
  await page.locator('#export-from:focus-within').waitFor();
}

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

const partsOf = (end: 'from' | 'to', read: 'value' | 'ariaLabel') =>
  page
    .locator(`#export-${end} input`)
    .evaluateAll((parts, name) => parts.map((part) => (part as HTMLInputElement)[name] ?? ''), read);

const shownDay = async (end: 'from' | 'to' = 'from') => (await partsOf(end, 'value')).join('/');

/** What the core was asked for last; undefined before it was asked at all. */
const asked = () =>
  page.evaluate(() => window.lupaMemory?.calls.findLast(({ name }) => name === 'sessions.exportLog')?.input);

const problem = () => page.locator('form [role="alert"]');

describe.each([
  ['en', '12312025', '0115', '12/31/2025', '01/15/2026', ['Month', 'Day', 'Year']],
  ['es', '31122025', '1501', '31/12/2025', '15/01/2026', ['Día', 'Mes', 'Año']],
])('days of an export (%s)', (language, from, to, shownFrom, shownTo, names) => {
  it('are typed in the order and read by the names of the page’s language, whatever the system’s is', async () => {
    await openExport(language);
    await page.keyboard.type(from);
    await press('Tab');
    await page.keyboard.type(`${to}2026`);
    expect([await shownDay('from'), await shownDay('to')]).toEqual([shownFrom, shownTo]);
    expect(await partsOf('from', 'ariaLabel')).toEqual(names);
    await press('Enter');
    await page.locator('[data-export-source]').waitFor();
    // From midnight to midnight in Madrid, where this page is; the last day is included.
    expect(await asked()).toMatchObject({ from: '2025-12-30T23:00:00.000Z', to: '2026-01-15T23:00:00.000Z' });
    expect(pages.problems).toEqual([]);
  });
});

describe('days of an export', () => {
  it('keep day and focus when the language changes', async () => {
    await openExport('en');
    await page.keyboard.type('02032025');
    await press('ArrowLeft', 'ArrowLeft', 'Control+Shift+L');
    await page.locator('html[lang="es"]').waitFor();
    expect(await shownDay()).toBe('03/02/2025');
    expect(await page.locator('#export-from input:focus').getAttribute('aria-label')).toBe('Mes');
  });

  it('are changed by the arrow keys, and without a part nothing is exported, not the old day either', async () => {
    await openExport('es');
    await page.keyboard.type('31122025');
    await press('ArrowLeft', 'ArrowLeft', 'ArrowUp');
    expect(await shownDay()).toBe('01/12/2025');
    await press('Backspace');
    expect(await problem().count()).toBe(0);
    await press('Enter');
    await problem().filter({ hasText: 'incompleta' }).waitFor();
    expect(await page.locator('form button[type="submit"]').isDisabled()).toBe(true);
    expect(await asked()).toBeUndefined();
    await press('9', 'Enter');
    await page.locator('[data-export-source]').waitFor();
    expect(await asked()).toMatchObject({ from: '2025-12-08T23:00:00.000Z' });
  });

  it('that no calendar has, or that end before they begin, are told when the hand leaves them', async () => {
    await openExport('en');
    await page.keyboard.type('02302026');
    expect(await problem().count()).toBe(0);
    for (let part = 0; part < 4; part += 1) await press('Tab');
    await problem().filter({ hasText: 'in no calendar' }).waitFor();
    await page.locator('#export-from input').first().focus();
    await page.keyboard.type('02289999');
    for (let part = 0; part < 4; part += 1) await press('Tab');
    await problem().filter({ hasText: 'ends before it begins' }).waitFor();
    expect(pages.problems).toEqual([]);
  });
});
