import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { commandIds } from '#renderer/commands/registry.ts';
import { type MemoryPages, startMemoryPages } from '#test/support/chromium.ts';
import { kept, shownRecord, waitForClip, waitForNotice } from '#test/support/review-page.ts';

let pages: MemoryPages;
let page: Page;

beforeAll(async () => {
  pages = await startMemoryPages();
});
afterAll(() => pages.close());
afterEach(() => page.close());

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

async function review(options: Readonly<Record<string, string>> = {}): Promise<void> {
  page = await pages.open(options);
  await waitForClip(page);
}

const results = async (): Promise<number> => (await kept(page)).results.length;
const nextRecord = (old: string | null) =>
  page.waitForFunction(
    (before) => document.querySelector('[data-record-id]')?.getAttribute('data-record-id') !== before,
    old,
  );

async function openPalette(): Promise<void> {
  await press('Control+k');
  await page.locator('[data-command-id]').first().waitFor();
}

const firstFound = (): Promise<string | null> =>
  page.locator('[data-command-id]').first().getAttribute('data-command-id');

describe('the palette', () => {
  it('check 1: has every command, with its key, and says why one cannot be run now', async () => {
    await review();
    await openPalette();
    // What is below the fold is drawn after the rest has been painted.
    await expect.poll(() => page.locator('[data-command-id]').count()).toBe(commandIds.length - 1);
    const shown = await page
      .locator('[data-command-id]')
      .evaluateAll((items) => items.map((item) => item.getAttribute('data-command-id') ?? ''));
    expect(shown.toSorted()).toEqual(commandIds.filter((id) => id !== 'app.palette').toSorted());
    expect(await page.locator('[data-command-id="decision.reject"] kbd').textContent()).toBe('X');
    const start = page.locator('[data-command-id="queue.start"]');
    expect(await start.getAttribute('data-availability')).toBe('elsewhere');
    await page.keyboard.type('start the batch');
    await page.locator('[data-command-id="queue.start"][data-focused]').waitFor();
    await press('Enter');
    await page.locator('[data-palette-refused]', { hasText: 'Start the batch' }).waitFor();
    expect(await page.locator('[data-palette-refused]').textContent()).toContain('only on: Queue');
  });

  it.each([
    ['en', 'omitir este', 'decision.skip'],
    ['en', 'subtitulos', 'player.captions'],
    ['es', 'captions', 'player.captions'],
    ['es', 'sesion', 'app.signOut'],
    ['es', 'traduccion', 'policy.language'],
    ['en', 'gray', 'shield.cycle'],
  ])('check 2: in %s “%s” finds %s', async (language, query, id) => {
    await review({ language });
    await openPalette();
    await page.keyboard.type(query);
    await page.waitForFunction(
      (wanted) =>
        [...document.querySelectorAll('[data-command-id]')]
          .slice(0, 3)
          .some((each) => each.getAttribute('data-command-id') === wanted),
      id,
    );
  });

  it('puts first what was chosen lately', async () => {
    await review();
    await openPalette();
    await page.keyboard.type('captions');
    await page.locator('[data-command-id="player.captions"]').waitFor();
    await press('Enter');
    await page.locator('[role="dialog"]').waitFor({ state: 'detached' });
    await page.waitForFunction(() => window.lupaMemory?.kept.preferences.command_use['player.captions']?.chosen === 1);
    await openPalette();
    expect(await firstFound()).toBe('player.captions');
  });
});

describe('pressing keys', () => {
  it('check 5: holding A decides one clip only', async () => {
    await review();
    const record = await shownRecord(page);
    await page.keyboard.down('a');
    for (let time = 0; time < 30; time += 1) await page.keyboard.down('a');
    await nextRecord(record);
    for (let time = 0; time < 30; time += 1) await page.keyboard.down('a');
    await page.keyboard.up('a');
    expect(await results()).toBe(1);
  });

  it('check 6: typing in a note never decides, skips or moves', async () => {
    await review();
    const record = await shownRecord(page);
    await press('n');
    await page.locator('#verdict-note:focus').waitFor();
    await page.keyboard.type('axe 1234 sef, gq. ?');
    await press('Backspace');
    expect(await page.locator('#verdict-note').inputValue()).toBe('axe 1234 sef, gq. ');
    expect([await results(), await shownRecord(page), (await kept(page)).skipped]).toEqual([0, record, []]);
  });

  it('check 7: keys work with the focus on any button, and are not doubled', async () => {
    await review();
    const buttons = page.locator('[data-screen="review"] button[data-command]:not(:disabled)');
    const count = Math.min(await buttons.count(), 6);
    expect(count).toBeGreaterThan(3);
    for (let index = 0; index < count; index += 1) {
      const record = await shownRecord(page);
      await buttons.nth(index).focus();
      await press('a');
      await nextRecord(record);
      await waitForClip(page);
      expect(await results()).toBe(index + 1);
    }
  });

  it('check 7: a menu or the palette keeps its keys: nothing behind it is decided', async () => {
    await review();
    const record = await shownRecord(page);
    await openPalette();
    await press('a', 'x', 'Backspace', 'ArrowDown');
    await press('Escape');
    await page.locator('[role="dialog"]').waitFor({ state: 'detached' });
    expect([await results(), await shownRecord(page)]).toEqual([0, record]);
  });

  it('check 8: AltGr and dead keys decide nothing, and keys are read by their caps', async () => {
    await review();
    const fire = (key: string, code: string, altGraph: boolean): Promise<boolean> =>
      page.evaluate(
        ([pressed, place, isAltGraph]) => {
          const modifiers = { modifierAltGraph: isAltGraph, ctrlKey: isAltGraph };
          const event = new KeyboardEvent('keydown', {
            ...modifiers,
            key: pressed,
            code: place,
            bubbles: true,
            cancelable: true,
          });
          return !document.body.dispatchEvent(event);
        },
        [key, code, altGraph] as const,
      );
    expect(await fire('a', 'KeyQ', true)).toBe(false);
    expect(await fire('Dead', 'BracketLeft', false)).toBe(false);
    expect(await results()).toBe(0);
    const record = await shownRecord(page);
    // The cap that says A on a French keyboard is where Q is on an American one.
    expect(await fire('a', 'KeyQ', false)).toBe(true);
    await nextRecord(record);
    expect(await results()).toBe(1);
  });

  it('shows the key once, after the third press with the mouse', async () => {
    await review();
    const mute = page.locator('button[data-command="player.mute"]');
    for (let time = 0; time < 2; time += 1) await mute.click();
    expect(await page.locator('[data-notice="keys.teach"]').count()).toBe(0);
    await mute.click();
    await waitForNotice(page, 'keys.teach');
    expect(await page.locator('[data-notice="keys.teach"]').textContent()).toContain('the key is M');
    await mute.click();
    expect((await kept(page)).preferences.command_use['player.mute']?.clicked).toBe(3);
  });
});
