import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { noChoices } from '#domain/review/verdict-form.ts';
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

describe.each([
  [
    'en',
    [
      /Sam Lee.*Escalate.*counts/s,
      /Ana Ruiz.*Wrong type.*Severity 3 · Wrong selection · Attention.*not him.*given away/s,
    ],
  ],
  [
    'es',
    [
      /Sam Lee.*Escalar.*cuenta/s,
      /Ana Ruiz.*Tipo incorrecto.*Gravedad 3 · Selección errónea · Atención.*not him.*ya era de otra persona/s,
    ],
  ],
])('check 18: a conflict (%s)', (language, versions) => {
  it('shows a supervisor both versions, whose each is, what differs and which counts; nothing is merged', async () => {
    page = await pages.open({ language, role: 'supervisor' });
    await waitForClip(page);
    await page.evaluate((nothing) => {
      const at = '2026-05-20T16:00:00.000Z';
      const corrected = {
        ...nothing,
        corrected_severity: 3 as const,
        note: 'not him',
        error_class: 'wrong_selection' as const,
        root_cause: 'attention' as const,
      };
      const given = { decided_at: at, received_at: at };
      window.lupaMemory?.setOversight({
        conflicts: [
          {
            item_id: '01900000-0000-7000-8004-000000000001' as never,
            batch_id: '01900000-0000-7000-8003-000000000001' as never,
            batch: 'Second looks',
            record_id: 'demo-001' as never,
            round: 1,
            verdicts: [
              {
                ...given,
                result_id: '01900000-0000-7000-8005-000000000001' as never,
                person: 'Sam Lee',
                kind: 'escalate',
                choices: nothing,
                effective: true,
                late: false,
              },
              {
                ...given,
                result_id: '01900000-0000-7000-8005-000000000002' as never,
                person: 'Ana Ruiz',
                kind: 'wrong_violation_type',
                choices: corrected,
                effective: false,
                late: true,
              },
            ],
          },
        ],
        parked: [],
      });
    }, noChoices);
    await page.keyboard.press('F8');
    const rows = page.getByRole('table', { name: 'demo-001' }).getByRole('row');
    await rows.nth(1).waitFor();
    expect(await rows.allInnerTexts()).toEqual(versions.map((version) => expect.stringMatching(version)));
    expect(await rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-counts')))).toEqual([
      'true',
      'false',
    ]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(pages.problems).toEqual([]);
  });
});
