import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { settingsFile } from '#contract/settings-file.ts';
import { type MemoryPages, startMemoryPages } from '#test/support/chromium.ts';
import { kept, waitForNotice } from '#test/support/review-page.ts';

let pages: MemoryPages;
let page: Page;

beforeAll(async () => {
  pages = await startMemoryPages();
});
afterAll(() => pages.close());
afterEach(() => page.close());

async function openSettings(language = 'en'): Promise<void> {
  page = await pages.open({ language });
  await page.keyboard.press('Control+,');
  await page.locator('[data-settings-export]').waitFor();
}

/** Presses a button by the keyboard. */
async function pressOn(button: string): Promise<void> {
  await page.locator(`[${button}]`).focus();
  await page.keyboard.press('Enter');
}

async function offer(text: string): Promise<void> {
  await page.evaluate((file) => void (window.lupaTextToOpen = file), text);
  await pressOn('data-settings-import');
}

async function exported(): Promise<string> {
  await pressOn('data-settings-export');
  await waitForNotice(page, 'settings.saved');
  return page.evaluate(() => window.lupaSavedText ?? '');
}

const preferences = async () => (await kept(page)).preferences;

describe('settings as a file', () => {
  it('go out as JSON with their version, without what a person did', async () => {
    await openSettings();
    const text = await exported();
    expect(settingsFile.parse(JSON.parse(text))).toMatchObject({ schemaVersion: 1, settings: { language: 'en' } });
    expect(text).not.toMatch(/practice|command_use|chosen_at/);
  });

  it('come in only after what changes was shown, and can be taken back', async () => {
    await openSettings();
    const file = settingsFile.parse(JSON.parse(await exported()));
    const { settings } = file;
    const changed = {
      ...settings,
      language: 'es',
      player: { ...settings.player, volume: 0.25 },
      care: { ...settings.care, daily_cap_min: 90, shield: { ...settings.care.shield, grey: true } },
      look: { ...settings.look, theme: 'light' },
      keymap: { preset: 'numpad', rows: [] },
    };
    const before = await preferences();
    await offer(`\uFEFF${JSON.stringify({ ...file, settings: changed })}`);
    await page.locator('[data-offered]').waitFor();
    const places = await page
      .locator('[data-change]')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-change') ?? ''));
    const wanted = ['care.daily_cap_min', 'care.shield.grey', 'keymap', 'language', 'look.theme', 'player.volume'];
    expect(places.toSorted()).toEqual(wanted);
    expect(await page.locator('[data-change="language"]').textContent()).toBe('Interface languageEnglishSpanish');
    expect(await preferences()).toEqual(before);

    await pressOn('data-accept');
    await waitForNotice(page, 'settings.imported');
    expect(await preferences()).toMatchObject(changed);
    expect((await preferences()).care.practice).toEqual(before.care.practice);
    expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset.theme])).toEqual([
      'es',
      'light',
    ]);

    await pressOn('data-settings-take-back');
    await waitForNotice(page, 'settings.takenBack');
    expect(await preferences()).toEqual(before);
  });

  it('that are as they are now say so, and cancelling changes nothing', async () => {
    await openSettings();
    const text = await exported();
    const before = await preferences();
    await offer(text);
    await page.locator('[data-offered]', { hasText: 'already set' }).waitFor();
    expect(await page.locator('[data-accept]').isDisabled()).toBe(true);
    await pressOn('data-decline');
    await page.locator('[data-offered]').waitFor({ state: 'detached' });
    expect(await preferences()).toEqual(before);
  });

  it('that are damaged, too big, newer or not understood are refused in words, and nothing changes', async () => {
    await openSettings('es');
    const good = JSON.parse(await exported()) as { settings: Record<string, unknown> };
    const withSettings = (over: object) => JSON.stringify({ ...good, settings: { ...good.settings, ...over } });
    const clash = ['decision.accept', 'decision.reject'].map((cmd) => ({ cmd, keys: ['z'], when: 'review' }));
    const bad: readonly (readonly [string, string, string])[] = [
      ['{"schemaVersion": 1, ', 'file-not-json', 'no es JSON'],
      ['{"schemaVersion": 9, "settings": {}}', 'settings-newer', 'versión 9'],
      [`{"schemaVersion": 1, "pad": "${'x'.repeat(300_000)}"}`, 'file-too-large', '256 KB'],
      [withSettings({ language: 'fr' }), 'settings-malformed', 'settings.language'],
      [withSettings({ colour: 'red' }), 'settings-malformed', 'settings'],
      [withSettings({ keymap: { preset: 'standard', rows: clash } }), 'keymap-clash', 'Confirmar la decisión'],
      [
        withSettings({ keymap: { preset: 'standard', rows: [{ cmd: 'no.such', keys: ['z'], when: 'review' }] } }),
        'keymap-unknown',
        'no.such',
      ],
      ['[]', 'settings-malformed', 'schemaVersion'],
    ];
    const before = await preferences();
    for (const [text, code, said] of bad) {
      await offer(text);
      await page.locator(`[data-settings-failure="${code}"]`, { hasText: said }).waitFor();
      expect(await page.locator('[data-offered]').count()).toBe(0);
    }
    expect(await preferences()).toEqual(before);
  });
});
