import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { violationsOf } from '#test/support/axe.ts';
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

async function openKeymap(options: Readonly<Record<string, string>> = {}): Promise<void> {
  page = await pages.open(options);
  await waitForClip(page);
  await press('g', 'k');
  await page.locator('[data-screen="keymap"]').waitFor();
}

const row = (id: string) => page.locator(`[data-key-row="${id}"]`);
const sourceOf = (id: string): Promise<string | null> => row(id).getAttribute('data-source');
const keysOf = (id: string): Promise<(string | null)[]> =>
  row(id)
    .locator('[data-change-key]')
    .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('data-change-key')));

/** Opens the recorder of a command's key by the keyboard alone, and presses. */
async function record(id: string, instead: string, ...keys: string[]): Promise<void> {
  await row(id).locator(`[data-change-key="${instead}"]`).focus();
  await press('Enter');
  await page.locator('[data-recording="true"]').waitFor();
  await press(...keys);
  await page.locator('[data-recording="false"]').waitFor();
}

const save = async (): Promise<void> => {
  await page.locator('[data-save]:focus').waitFor();
  await press('Enter');
  await page.locator('[role="dialog"]').waitFor({ state: 'detached' });
};

const results = async (): Promise<number> => (await kept(page)).results.length;

async function decidedBy(key: string): Promise<boolean> {
  const before = await results();
  const record = await shownRecord(page);
  await press(key);
  await page
    .waitForFunction(
      (old) => document.querySelector('[data-record-id]')?.getAttribute('data-record-id') !== old,
      record,
      {
        timeout: 1_500,
      },
    )
    .catch(() => undefined);
  return (await results()) === before + 1;
}

describe('the keymap editor', () => {
  it('check 3: a key is rebound by pressing it, holds at once and after a restart', async () => {
    await openKeymap({ keep: 'yes' });
    await record('decision.accept', 'a', 'Shift+Q');
    await save();
    expect([await keysOf('decision.accept'), await sourceOf('decision.accept')]).toEqual([['Shift+q'], 'user']);
    await page.reload();
    await waitForClip(page);
    expect(await decidedBy('a')).toBe(false);
    expect(await decidedBy('Shift+Q')).toBe(true);
  });

  it('check 3: a conflict names the other command; swap exchanges the keys, cancel changes nothing', async () => {
    await openKeymap();
    await record('decision.accept', 'a', 'x');
    const conflict = page.locator('[data-keymap-conflict]');
    expect(await conflict.getAttribute('data-keymap-conflict')).toBe('decision.reject');
    expect(await conflict.textContent()).toContain('Overturn the decision');
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).focus();
    await press('Enter');
    expect([await keysOf('decision.accept'), await keysOf('decision.reject')]).toEqual([['a'], ['x']]);
    await record('decision.accept', 'a', 'x');
    await save();
    expect([await keysOf('decision.accept'), await keysOf('decision.reject')]).toEqual([['x'], ['a']]);
  });

  it('check 3: two keys pressed after each other are one binding, and their beginning is a conflict', async () => {
    await openKeymap();
    await record('decision.accept', 'a', 'g');
    expect(await page.locator('[data-keymap-conflict]').getAttribute('data-keymap-conflict')).toContain('go.queue');
    await page.locator('[data-second]').focus();
    await press('Enter');
    await page.locator('[data-recording="true"]').waitFor();
    await press('z');
    expect(await page.locator('[data-heard]').getAttribute('data-heard')).toBe('g z');
    expect(await page.locator('[data-keymap-conflict]').count()).toBe(0);
    await save();
    await press('g', 'r');
    await waitForClip(page);
    await press('g');
    expect(await decidedBy('z')).toBe(true);
  });

  it('check 4: one command goes back to its keys, and so does the one that held them', async () => {
    await openKeymap();
    await record('decision.accept', 'a', 'x');
    await save();
    await row('decision.accept').locator('[data-reset]').focus();
    await press('Enter');
    expect([await keysOf('decision.accept'), await keysOf('decision.reject')]).toEqual([['a'], ['x']]);
    expect([await sourceOf('decision.accept'), await sourceOf('decision.reject')]).toEqual(['default', 'default']);
  });

  it('check 4: all go back at once; the keymap goes out as JSON and comes back in, shown before it holds, and can be taken back', async () => {
    await openKeymap();
    await record('decision.accept', 'a', 'Shift+Q');
    await save();
    await page.locator('[data-export]').focus();
    await press('Enter');
    await waitForNotice(page, 'keymap.saved');
    const text = await page.evaluate(() => window.lupaSavedText ?? '');
    expect(JSON.parse(text)).toMatchObject({ schemaVersion: 1, keymap: { preset: 'standard' } });
    await page.locator('[data-reset-all]').focus();
    await press('Enter');
    expect(await keysOf('decision.accept')).toEqual(['a']);
    await page.evaluate((file) => void (window.lupaTextToOpen = file), text);
    await page.locator('[data-import]').focus();
    await press('Enter');
    await page.locator('[data-change="decision.accept"]').waitFor();
    expect(await page.locator('[data-change]').count()).toBe(1);
    expect(await keysOf('decision.accept')).toEqual(['a']);
    await page.locator('[data-accept]').focus();
    await press('Enter');
    await waitForNotice(page, 'keymap.imported');
    expect(await keysOf('decision.accept')).toEqual(['Shift+q']);
    await page.locator('[data-take-back]').focus();
    await press('Enter');
    expect(await keysOf('decision.accept')).toEqual(['a']);
  });

  it('check 4: a file that is damaged, too big, newer or contradicts itself is refused in words, and nothing changes', async () => {
    await openKeymap({ language: 'es' });
    const rows = ['decision.accept', 'decision.reject'].map((cmd) => ({ cmd, keys: ['z'], when: 'review' }));
    const bad: readonly (readonly [string, string, string])[] = [
      ['{"schemaVersion": 1, ', 'file-not-json', 'no es JSON'],
      ['{"schemaVersion": 1, "keymap": {"preset": "emacs", "rows": []}}', 'keymap-malformed', 'keymap.preset'],
      ['{"schemaVersion": 7}', 'keymap-newer', 'versión 7'],
      [`{"schemaVersion": 1, "pad": "${'x'.repeat(300_000)}"}`, 'file-too-large', '256 KB'],
      [
        JSON.stringify({ schemaVersion: 1, keymap: { preset: 'standard', rows } }),
        'keymap-clash',
        'Confirmar la decisión',
      ],
    ];
    const before = JSON.stringify((await kept(page)).preferences);
    for (const [text, code, said] of bad) {
      await page.evaluate((file) => void (window.lupaTextToOpen = file), text);
      await page.locator('[data-import]').focus();
      await press('Enter');
      await page.locator(`[data-keymap-failure="${code}"]`).waitFor();
      expect(await page.locator('[data-keymap-failure]').textContent()).toContain(said);
    }
    expect(JSON.stringify((await kept(page)).preferences)).toBe(before);
  });

  it('finds a command by its name in the other language, and by pressing its key', async () => {
    await openKeymap();
    await press('Control+f');
    await page.keyboard.type('confirmar la decision');
    expect(await page.locator('[data-key-row]').first().getAttribute('data-key-row')).toBe('decision.accept');
    await press('Control+a', 'Delete');
    await page.locator('[data-find-pressed]').focus();
    await press('Enter', 'x');
    expect(await page.locator('[data-key-row]').count()).toBe(1);
    expect(await row('decision.reject').count()).toBe(1);
  });

  it('takes a preset by the arrows, and says where each key comes from', async () => {
    await openKeymap();
    await page.locator('input[name="preset"]:checked').focus();
    await press('ArrowDown');
    expect(await keysOf('decision.skip')).toContain('Space');
    expect([await sourceOf('decision.skip'), await sourceOf('decision.accept')]).toEqual(['preset', 'default']);
    await press('g', 'r');
    await waitForClip(page);
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    const record = await shownRecord(page);
    await press('Space');
    await page.waitForFunction(
      (old) => document.querySelector('[data-record-id]')?.getAttribute('data-record-id') !== old,
      record,
    );
    expect((await kept(page)).skipped.length).toBe(1);
  });

  it.each(['en', 'es'])('is clean for assistive technology, as its recorder is (%s)', async (language) => {
    await openKeymap({ language });
    expect(await violationsOf(page)).toEqual([]);
    await record('decision.accept', 'a', 'x');
    expect(await violationsOf(page)).toEqual([]);
  });
});
