import type { Page } from 'playwright-core';

/** One thing to look at: how to get there from the review screen, and what must be there then. */
export interface Sight {
  readonly name: string;
  /** Options of the in-memory transport. */
  readonly options?: Readonly<Record<string, string>>;
  readonly go: (page: Page) => Promise<void>;
  /** It keeps all keys for itself until Escape. */
  readonly isDialog?: true;
}

function keys(name: string, pressed: readonly string[], waitFor: string): Sight {
  return {
    name,
    go: async (page) => {
      for (const key of pressed) await page.keyboard.press(key);
      await page.locator(waitFor).first().waitFor();
    },
  };
}

const dialog = (...sight: Parameters<typeof keys>): Sight => ({ ...keys(...sight), isDialog: true });

/** Every screen and dialog. */
export const sights: readonly Sight[] = [
  keys('review', [], '[data-player-state="ready"]'),
  keys('review-form', ['2', 'd'], '[data-form="wrong_violation_type"]'),
  keys('review-shield', ['v', 'v', 'v'], '[data-shield="grey pixelate"]'),
  keys('review-blank', ['b'], '[data-blank]'),
  keys('queue', ['g', 'q'], '[data-batch-id]'),
  {
    name: 'list',
    go: async (page) => {
      for (const key of ['g', 'q']) await page.keyboard.press(key);
      await page.locator('[data-batch-id]').first().waitFor();
      await page.keyboard.press('l');
      await page.locator('[data-list-item]').first().waitFor();
      for (const key of ['Space', 'ArrowDown', 'Space', 'ArrowDown']) await page.keyboard.press(key);
      // Where not all contexts find room at once, each is brought into sight as a person would.
      await page.locator('[data-context]').nth(1).waitFor();
      for (const context of await page.locator('[data-context]').all()) {
        await context.evaluate(async (card) => {
          card.scrollIntoView({ block: 'start' });
          for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
        });
      }
      await page.locator('[data-seen="0"]').waitFor();
    },
  },
  keys('keymap', ['g', 'k'], '[data-screen="keymap"]'),
  keys('policies', ['g', 'p'], '[data-policy-scroller]'),
  keys('sessions', ['g', 's'], '#export-from'),
  keys('care', ['g', 'c'], '[data-ledger]'),
  keys('devices', ['g', 'd'], '[data-device]'),
  {
    name: 'devices-revoke',
    go: async (page) => {
      for (const key of ['g', 'd']) await page.keyboard.press(key);
      await page.locator('tr', { hasText: 'Noel Park' }).locator('button').first().press('Enter');
      await page.locator('#revoke-reason:focus').waitFor();
    },
    isDialog: true,
  },
  dialog('settings', ['Control+,'], '[role="dialog"]'),
  dialog('keys', ['?'], '[data-cheat-sheet]'),
  dialog('palette', ['Control+k'], '[role="menuitem"]'),
  dialog('break', ['F9'], '[role="dialog"]'),
  keys('lock', ['Control+l'], '[data-lock]'),
  ...(['low', 'full', 'failing'] as const).map((disk) => ({
    name: `disk-${disk}`,
    go: async (page: Page) => {
      await page.locator('[data-player-state="ready"]').waitFor();
      await page.evaluate((state) => window.lupaMemory?.setStorage({ disk: state }), disk);
      await page.locator(`[data-disk="${disk}"]`).waitFor();
    },
  })),
  {
    name: 'damage',
    go: async (page) => {
      const damage = { file: 'lupa.db.damaged-2026-05-02T18-09-41-000Z', saved_results: 12, unreadable_results: 1 };
      await page.evaluate((notice) => window.lupaMemory?.setStorage({ damage: notice }), damage);
      await page.locator('[data-damage]').waitFor();
    },
  },
  {
    name: 'enrol',
    options: { 'signed-out': '1' },
    go: (page) => page.locator('[data-screen="enrol"]').waitFor(),
  },
  ...['choose', 'locked', 'refused'].map((vault) => ({
    name: `vault-${vault}`,
    options: { vault },
    go: (page: Page) => page.locator(`[data-vault="${vault}"]`).waitFor(),
  })),
  {
    name: 'grant-over',
    options: { 'grant-over': '1' },
    go: (page) => page.locator('[data-screen="grant"]').waitFor(),
  },
  {
    name: 'revoked',
    options: { 'signed-out': '1', revoked: '1' },
    go: (page) => page.getByRole('alert').waitFor(),
  },
  {
    name: 'sign-in',
    options: { 'signed-out': '1', 'identity-provider': '1' },
    go: async (page) => {
      await page.locator('#enrol-code').fill('');
      await page.locator('button[type="submit"]', { hasText: 'Example ID' }).waitFor();
    },
  },
  {
    name: 'sign-in-browser',
    options: { 'signed-out': '1', 'identity-provider': '1' },
    go: async (page) => {
      await page.locator('#enrol-code').fill('');
      await page.keyboard.press('Enter');
      await page.locator('[data-in-browser]').waitFor();
    },
  },
];
