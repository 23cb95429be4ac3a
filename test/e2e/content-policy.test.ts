import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DrivenApp } from '#scripts/lib/electron-app.ts';
import { until } from '#scripts/lib/until.ts';
import { keys, press } from '#scripts/tour/hands.ts';
import { type Moments, nothingReviewed, reviewItems } from '#scripts/tour/reviewing.ts';
import { openDesk, type ReviewDesk } from '#test/support/review-desk.ts';

const ITEMS = 4;
const quiet: Moments = { before: () => Promise.resolve(), during: () => Promise.resolve() };

/** What the page keeps for this test: every hit of its content policy. */
interface WatchedWindow {
  hits: string[];
}

let desk: ReviewDesk;
let lupa: DrivenApp;
beforeAll(async () => {
  desk = await openDesk(ITEMS);
  lupa = await desk.enrolled('ana', 'reviewer');
  await lupa.page.addInitScript(() => {
    const watched = globalThis as unknown as WatchedWindow;
    watched.hits = [];
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, sample, sourceFile }) => {
      watched.hits.push(`${violatedDirective}: ${sample} (${sourceFile})`);
    });
  });
  await lupa.page.reload();
  await desk.begin(lupa);
}, 180_000);
afterAll(() => desk.close());

const hits = (): Promise<string[]> => lupa.page.evaluate(() => (globalThis as unknown as WatchedWindow).hits);

describe('the content policy of the real app', () => {
  it('is never hit while a reviewer works, in English and in Spanish, on every screen', async () => {
    const reviewed = nothingReviewed();
    await reviewItems(lupa, 2, 'en', quiet, reviewed);
    await press(lupa.page, keys.language);
    await until('the interface speaks Spanish', () => lupa.page.evaluate(() => document.documentElement.lang === 'es'));
    await reviewItems(lupa, ITEMS, 'es', quiet, reviewed);
    expect(reviewed.items.size).toBe(ITEMS);
    for (const [way, sign] of [
      [['g', 'p'], '[data-policy-scroller]'],
      [['g', 's'], '#export-from'],
      [['g', 'c'], '[data-pane="ledger"]'],
      [['g', 'q'], '[data-batch-id]'],
      [['?'], '[data-cheat-sheet]'],
    ] as const) {
      for (const key of way) await lupa.page.keyboard.press(key);
      await lupa.page.locator(sign).first().waitFor();
    }
    expect(await hits()).toEqual([]);
  });

  it('lets no text become markup, a script, or the address of one, and no policy be made that could', async () => {
    const refused = await lupa.page.evaluate(() => {
      const attempts: Record<string, () => unknown> = {
        innerHTML: () => (document.createElement('div').innerHTML = '<b>x</b>'),
        outerHTML: () => {
          const inner = document.body.appendChild(document.createElement('p'));
          inner.outerHTML = '<b>x</b>';
        },
        insertAdjacentHTML: () => document.body.insertAdjacentHTML('beforeend', '<b>x</b>'),
        'document.write': () => document.write('<b>x</b>'),
        DOMParser: () => new DOMParser().parseFromString('<b>x</b>', 'text/html'),
        srcdoc: () => (document.createElement('iframe').srcdoc = '<b>x</b>'),
        'script.src': () => (document.createElement('script').src = 'app://ui/other.js'),
        'script.text': () => (document.createElement('script').text = '1'),
        onclick: () => document.body.setAttribute('onclick', '1'),
        Worker: () => new Worker('app://ui/other.js'),
        policy: () => {
          const { trustedTypes } = globalThis as unknown as {
            trustedTypes: { createPolicy(name: string, rules: object): unknown };
          };
          return trustedTypes.createPolicy('mine', { createHTML: (text: string) => text });
        },
      };
      const taken = Object.entries(attempts).filter(([, attempt]) => {
        try {
          attempt();
          return true;
        } catch {
          return false;
        }
      });
      return { tried: Object.keys(attempts).length, taken: taken.map(([name]) => name) };
    });
    expect(refused).toEqual({ tried: 11, taken: [] });
    expect((await hits()).filter((hit) => hit.startsWith('require-trusted-types-for')).length).toBeGreaterThan(5);
  });
});
