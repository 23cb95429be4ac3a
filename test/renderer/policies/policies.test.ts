import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { violationsOf } from '#test/support/axe.ts';
import { type MemoryPages, startMemoryPages } from '#test/support/chromium.ts';
import { control, kept, shownRecord, waitForNotice, waitForRecord } from '#test/support/review-page.ts';

let pages: MemoryPages;
let page: Page;

beforeAll(async () => {
  pages = await startMemoryPages();
});
afterAll(() => pages.close());
afterEach(async () => {
  await page.close();
});

async function open(options: Readonly<Record<string, string>> = {}): Promise<void> {
  page = await pages.open(options);
  await waitForRecord(page, 'demo-001');
}

const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};
const hit = (id: string) => page.locator(`[data-hit="${id}"]`).first();
const eye = () => page.locator('[data-eye]').first().getAttribute('data-section');

/** How far below the top of the pane a section begins, in pixels. */
const offsetOf = (id: string): Promise<number> =>
  page.evaluate((section) => {
    const scroller = document.querySelector('[data-policy-scroller]');
    const found = document.querySelector(`[data-section="${section}"]`);
    if (scroller === null || found === null) throw new Error(`no ${section}`);
    return Math.round(found.getBoundingClientRect().top - scroller.getBoundingClientRect().top);
  }, id);

describe('finding a policy section', () => {
  it('is Mod+F in the middle of a review, words without accents, arrows and Enter; the text opens at the section', async () => {
    await open();
    await press('Control+f');
    await page.locator('input[role="combobox"]:focus').waitFor();
    await page.keyboard.type('futbol');
    await hit('regions').waitFor();
    expect(await page.locator('[role="option"] mark').first().innerText()).toMatch(/^fútbol$/i);
    await press('ArrowDown', 'ArrowUp');
    const chosen = page.locator('[role="option"][aria-selected="true"]');
    const id = await chosen.getAttribute('data-hit');
    expect(await page.locator('input[role="combobox"]').getAttribute('aria-activedescendant')).toBe(
      await chosen.getAttribute('id'),
    );
    await press('Enter');
    await page.locator(`[data-section="${id}"][data-eye][lang="es"]`).waitFor();
    expect(Math.abs(await offsetOf(id ?? ''))).toBeLessThanOrEqual(1);
    expect(await page.evaluate(() => document.activeElement?.hasAttribute('data-policy-scroller'))).toBe(true);
    await press('g', 'r');
    await waitForRecord(page, 'demo-001');
  });

  it('takes odd input for words, says when nothing is found, and Escape brings the list back', async () => {
    await open({ language: 'es' });
    await press('Control+f');
    await page.keyboard.type('"((zzz*');
    await page.getByText('Ninguna sección contiene estas palabras.').waitFor();
    await press('Escape');
    await page.locator('[aria-label="Políticas"] li').first().waitFor();
  });
});

describe('both languages side by side', () => {
  it('stand in rows of one section each, so they scroll in step', async () => {
    await open();
    await press('d');
    const rows = await page.evaluate(() => {
      const tops = (language: string) =>
        [...document.querySelectorAll(`[data-section][lang="${language}"]`)].map((each) =>
          Math.round(each.getBoundingClientRect().top),
        );
      return [tops('en'), tops('es')];
    });
    expect(rows[0]?.length).toBeGreaterThan(5);
    expect(rows[1]).toEqual(rows[0]);
  });

  it('check 19: the other language keeps the section, the citation and the note that was begun', async () => {
    await open();
    await press('p', 'y');
    const section = await eye();
    await press('n');
    await page.keyboard.type('to be kept');
    await press('Escape', 'h');
    await page.locator(`[data-section="${section}"][data-eye][lang="es"]`).waitFor();
    await press('Control+Shift+l');
    await page.getByRole('heading', { name: 'Política', exact: true }).waitFor();
    expect(await shownRecord(page)).toBe('demo-001');
    expect(await page.locator('#verdict-note').inputValue()).toBe('to be kept');
    expect(await page.locator('[data-citations] li').count()).toBe(1);
    expect(Math.abs(await offsetOf(section ?? ''))).toBeLessThanOrEqual(1);
  });

  it('say what is missing and what lags behind, and never fall back', async () => {
    await open({ 'policy-gaps': '' });
    await press('h');
    const missing = page.locator('[data-missing-language="es"]');
    expect(await missing.innerText()).toContain('The newest text in Spanish belongs to version 2026-01.');
    expect(await page.locator('[data-policy-scroller] [data-section]').count()).toBe(0);
    await press('Control+f');
    await page.keyboard.type('coded language');
    await hit('coded-language').waitFor();
    await press('Enter');
    await page.locator('[data-section="coded-language"][data-eye]').waitFor();
    await press('d');
    expect(await page.locator('[data-missing-section="coded-language"]').innerText()).toBe(
      'This section is not there in Spanish.',
    );
    const stale = page.locator('[data-section="severity"][lang="es"] [data-stale]');
    expect(await stale.innerText()).toContain('changed in English with version 2026-04');
    expect(await page.locator('section[lang="en"] [data-stale]').count()).toBe(0);
  });
});

describe('comparing versions', () => {
  it('check 21: a screen reader hears where insertions and deletions begin and end, in either language', async () => {
    await open();
    await press('Shift+P');
    const changed = page.locator('[data-compared][data-state="changed"]').first();
    await changed.waitFor();
    expect(await page.locator('[data-diff] ins').first().textContent()).toMatch(
      /^ \[inserted: .+ end of insertion\] $/s,
    );
    expect(await page.locator('[data-diff] del').first().textContent()).toMatch(/^ \[deleted: .+ end of deletion\] $/s);
    await press('Control+Shift+l', 'h');
    await page.locator('[data-diff] [lang="es"] ins').first().waitFor();
    expect(await page.locator('[data-diff] ins').first().textContent()).toMatch(
      /^ \[añadido: .+ fin de lo añadido\] $/s,
    );
    expect(await violationsOf(page, { within: '[data-pane="policy"]' })).toEqual([]);
    await press('Shift+P');
    await page.locator('[data-policy-scroller]').waitFor();
  });

  it('check 21: the decision carries the policy version it was taken under', async () => {
    await open();
    await page.locator('[data-policy-scroller]').waitFor();
    const shown = (await page.locator('[data-pane="policy"] header').innerText()).match(/2026-\d\d/)?.[0];
    await press('a');
    await expect.poll(() => shownRecord(page)).not.toBe('demo-001');
    const [verdict] = (await kept(page)).results;
    expect(verdict).toMatchObject({ type: 'verdict', policy_read: { policy_id: 'dangerous-acts', version: shown } });
  });

  it('folds unchanged sections, and offers every other version in the policies screen', async () => {
    await open();
    await press('g', 'p');
    await page.locator('[data-policy-scroller]').waitFor();
    await press('Shift+P');
    const same = page.locator('details[data-state="same"]').first();
    await same.waitFor();
    expect(await same.evaluate((element) => element instanceof HTMLDetailsElement && element.open)).toBe(false);
    expect(await page.locator('[data-state="added"]').count()).toBeGreaterThan(0);
    expect(await page.locator('select option').count()).toBe(1);
  });

  it('says when the other version cannot be had', async () => {
    await open();
    await control(page, 'fail', 'policies.get', 'not-found');
    await press('Shift+P');
    await waitForNotice(page, 'error.not-found');
    await page.locator('[data-policy-scroller]').waitFor();
  });
});

describe('citing', () => {
  it('P goes to the section of the violation type, Y cites it; the verdict keeps what was not taken away', async () => {
    await open();
    await press('p');
    expect(await eye()).toBe('stunts');
    await press('y', 'y');
    await waitForNotice(page, 'policy.citedBefore');
    await page.locator('[data-section="allowed"]').click();
    await press('y');
    expect(await page.locator('[data-citations] li').count()).toBe(2);
    await page.locator('[data-citations] button').first().click();
    await expect
      .poll(
        async () =>
          (await kept(page)).drafts[Object.keys((await kept(page)).drafts)[0] ?? '']?.choices.citations.length,
      )
      .toBe(1);
    await press('a');
    await expect.poll(async () => (await kept(page)).results.length).toBe(1);
    const [verdict] = (await kept(page)).results;
    expect(verdict?.type === 'verdict' ? verdict.choices.citations : []).toEqual([
      { policy_id: 'dangerous-acts', version: '2026-04', language: 'en', section_id: 'allowed' },
    ]);
    await expect.poll(() => page.locator('[data-citations]').count()).toBe(0);
    await press('Backspace');
    await waitForRecord(page, 'demo-001');
    expect(await page.locator('[data-citations] li').count()).toBe(1);
  });
});

describe('localised practice', () => {
  it('is shown first for the region of the record, without its mark', async () => {
    await open();
    const notes = page.locator('[data-region-notes="US-CA"]');
    expect(await notes.innerText()).toMatch(/Local practice: United States · CA[\s\S]+for driving/);
    const first = await page.locator('[data-policy-scroller] > *').first().getAttribute('data-region-notes');
    expect(first).toBe('US-CA');
    expect(await page.locator('[data-policy-scroller]').innerText()).not.toContain('{#');
  });
});

describe('the pages of these tests', () => {
  it('wrote no errors', () => {
    expect(pages.problems).toEqual([]);
  });
});
