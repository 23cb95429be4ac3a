import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type MemoryPages, startMemoryPages } from '#test/support/chromium.ts';
import { control, kept, waitForRecord } from '#test/support/review-page.ts';

let pages: MemoryPages;
let page: Page;

beforeAll(async () => {
  pages = await startMemoryPages();
});
afterAll(() => pages.close());
afterEach(() => page.close());

const screen = (name: string) => page.locator(`[data-screen="${name}"]`).waitFor();

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

describe('enrolment', () => {
  it('is filled in from the hint, says what is wrong, and leads to the queue', async () => {
    page = await pages.open({ 'signed-out': '1' });
    expect(await page.locator('#enrol-hub').inputValue()).toBe('http://127.0.0.1:7310');
    await page.locator('#enrol-code').fill('wrong');
    await press('Enter');
    await page.getByRole('alert').filter({ hasText: 'unknown, used or expired' }).waitFor();
    await press('Control+Shift+l');
    await page.getByRole('alert').filter({ hasText: 'desconocido' }).waitFor();
    await page.locator('#enrol-code').fill('demo-code');
    await press('Enter');
    await screen('queue');
  });
});

describe('the palette', () => {
  it('finds commands without accents and in the other language, and runs them', async () => {
    page = await pages.open({ language: 'es' });
    await waitForRecord(page, 'demo-001');
    await press('Control+k');
    await page.keyboard.type('politica en ambos');
    await page.locator('[role="menuitem"]', { hasText: 'Política en ambos idiomas' }).waitFor();
    for (let letter = 0; letter < 20; letter += 1) await press('Backspace');
    await page.keyboard.type('session log');
    await page.locator('[role="menuitem"]', { hasText: 'Ir al registro de sesiones' }).waitFor();
    await press('Enter');
    await screen('sessions');
  });
});

describe('the pill', () => {
  it('tells the truth and never stands in the way', async () => {
    page = await pages.open();
    await waitForRecord(page, 'demo-001');
    const pill = page.locator('[data-sync-state]');
    expect(await pill.getAttribute('data-sync-state')).toBe('up_to_date');
    await control(page, 'setOffline', true);
    await press('a');
    await waitForRecord(page, 'demo-002');
    await page.locator('[data-sync-state="saved_on_device"]', { hasText: 'Saved on this device (1)' }).waitFor();
    await control(page, 'setOffline', false);
    await press('Control+s');
    await page.locator('[data-sync-state="up_to_date"]').waitFor();
  });

  it('opens the list of what needs attention, with the reason', async () => {
    page = await pages.open();
    await waitForRecord(page, 'demo-001');
    await page.evaluate(() =>
      window.lupaMemory?.setAttention([
        {
          result_id: '01900000-0000-7000-8005-000000000001' as never,
          item_id: '01900000-0000-7000-8004-000000000001' as never,
          code: 'verdict-not-yours',
          detail: 'another person',
          at: '2026-05-20T16:00:00.000Z',
        },
      ]),
    );
    await page.locator('[data-sync-state="needs_attention"]').click();
    await page.getByRole('dialog').filter({ hasText: 'holds this item for another person' }).waitFor();
  });
});

describe('the session log', () => {
  it('is exported for chosen people, says where it came from, and can be cancelled', async () => {
    page = await pages.open({ role: 'supervisor' });
    await waitForRecord(page, 'demo-001');
    await press('Control+e');
    await page.locator('#export-from:focus-within').waitFor();
    await press('Enter');
    await page.locator('[data-export-source="hub"]').waitFor();
    await press('Enter');
    // At once: this export is over sooner than a hand that waits for a button to stand still.
    await page.getByRole('button', { name: 'Cancel' }).dispatchEvent('click');
    await page.locator('[data-export-source]').waitFor({ state: 'detached' });
    expect((await kept(page)).events.filter(({ detail }) => detail.type === 'export')).toHaveLength(1);
  });

  it('knows of breaks', async () => {
    page = await pages.open();
    await waitForRecord(page, 'demo-001');
    await press('F9');
    await page.locator('[role="dialog"]').waitFor();
    await press('Escape');
    await expect
      .poll(async () =>
        (await kept(page)).events.map(({ detail }) => detail.type).filter((type) => type.startsWith('break')),
      )
      .toEqual(['break_start', 'break_end']);
    expect(pages.problems).toEqual([]);
  });
});

describe('signing out', () => {
  it('says how much is unsent and asks again', async () => {
    page = await pages.open();
    await waitForRecord(page, 'demo-001');
    await press('a');
    await waitForRecord(page, 'demo-002');
    await press('Control+,');
    await page.locator('[data-command="app.signOut"]').click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('alert').filter({ hasText: '1 verdict has not reached the hub' }).waitFor();
    await page.getByRole('button', { name: 'Sign out all the same' }).click();
    await screen('enrol');
  });
});
