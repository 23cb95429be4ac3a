import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { violationsOf } from '#test/support/axe.ts';
import { type MemoryPages, startMemoryPages } from '#test/support/chromium.ts';
import { kept, playhead, waitForClip, waitForRecord } from '#test/support/review-page.ts';

let pages: MemoryPages;
let page: Page;

beforeAll(async () => {
  pages = await startMemoryPages();
});
afterAll(() => pages.close());
afterEach(() => page.close());

async function open(options: Readonly<Record<string, string>>): Promise<void> {
  page = await pages.open(options);
  await waitForRecord(page, 'demo-001');
  await waitForClip(page);
}

const lockIs = (asks: 'passphrase' | 'confirmation') => page.locator(`[data-lock="${asks}"]`).waitFor();
const settings = () => page.locator('[role="dialog"] #lock-after');

describe('a locked screen', () => {
  it('hides the work, stops the clip, takes no command of the work, and gives it back as it was', async () => {
    await open({});
    await page.keyboard.press('PageDown');
    await waitForRecord(page, 'demo-002');
    await waitForClip(page);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('2');
    await page.locator('[data-form="wrong_violation_type"]').waitFor();
    const at = await playhead(page);
    await page.keyboard.press('Control+l');
    await lockIs('confirmation');
    expect(await page.locator('video, [data-screen="review"], [data-pool]').count()).toBe(0);
    expect(await page.locator('body').innerText()).not.toContain('demo-002');
    for (const key of ['a', 'Control+k', 'g', 'q', 'F9']) await page.keyboard.press(key);
    expect(await page.locator('[role="dialog"]').count()).toBe(0);
    expect((await kept(page)).results).toEqual([]);
    await page.locator('[data-lock] button[type="submit"]').focus();
    await page.keyboard.press('Enter');
    await waitForRecord(page, 'demo-002');
    await waitForClip(page);
    await page.locator('[data-form="wrong_violation_type"]').waitFor();
    expect(await playhead(page)).toBeCloseTo(at, 1);
    const log = (await kept(page)).events.map(({ detail }) => detail.type);
    expect(log.filter((type) => type === 'lock' || type === 'unlock')).toEqual(['lock', 'unlock']);
  });

  it.each([
    ['en', 'Lupa is locked'],
    ['es', 'Lupa está bloqueada'],
  ])('opens with the device’s passphrase alone, by keyboard, in words (%s)', async (language, title) => {
    await open({ vault: 'passphrase', language });
    await page.keyboard.press('Control+l');
    await lockIs('passphrase');
    await page.getByRole('heading', { name: title }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.locator('#lock-passphrase:focus').waitFor();
    await page.keyboard.type('another passphrase');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await page.locator('#lock-passphrase').fill('correct horse battery');
    await page.keyboard.press('Enter');
    await waitForRecord(page, 'demo-001');
  });

  it('comes after as many minutes as the person chose, never after none', async () => {
    await open({});
    await page.keyboard.press('Control+,');
    await settings().fill('3');
    await settings().fill('0');
    await settings().fill('');
    expect((await kept(page)).preferences.lock_after_min).toBe(3);
  });
});

describe('the passphrase of a device', () => {
  it.each([
    ['en', 'The new passphrase holds from now on.'],
    ['es', 'Desde ahora vale la frase de contraseña nueva.'],
  ])('is changed from the palette by keyboard, for whoever knows the old one (%s)', async (language, said) => {
    await open({ vault: 'passphrase', language });
    await page.keyboard.press('Control+k');
    await page.keyboard.type('passphrase');
    await page.locator('[data-command-id="app.passphrase"]').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('#passphrase-old:focus').waitFor();
    const fill = async (...typed: string[]): Promise<void> => {
      for (const [place, id] of ['old', 'new', 'again'].entries())
        await page.locator(`#passphrase-${id}`).fill(typed[place] ?? '');
      await page.keyboard.press('Enter');
    };
    await fill('not the old one', 'six other words to open', 'six other words to open');
    await page.locator('[data-change-passphrase] [role="alert"]').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await fill('correct horse battery', 'six other words to open', 'six other words to close');
    expect(await page.locator('[data-change-passphrase]').count()).toBe(1);
    await fill('correct horse battery', 'six other words to open', 'six other words to open');
    await page.getByText(said).first().waitFor();
    expect(await page.locator('[role="dialog"]').count()).toBe(0);
  });

  it('cannot be changed where a keyring holds the key', async () => {
    await open({});
    await page.keyboard.press('Control+k');
    await page.keyboard.type('passphrase');
    const row = page.locator('[data-command-id="app.passphrase"]');
    expect(await row.getAttribute('data-availability')).toBe('elsewhere');
  });
});
