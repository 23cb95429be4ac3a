import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sights } from '#scripts/looks/sights.ts';
import { type MemoryPages, startMemoryPages } from '#test/support/chromium.ts';
import { waitForClip, waitForRecord } from '#test/support/review-page.ts';

let pages: MemoryPages;
let page: Page;

beforeAll(async () => {
  pages = await startMemoryPages();
});
afterAll(() => pages.close());
afterEach(() => page.close());

/** The panes of every screen, and the buttons and fields that a hand finds blindly. Words inside a pane are as long as their language makes them. */
const EVERYWHERE = 'header, header button, [data-screen], [data-screen] > *, [data-pane]';
const PLACES: Readonly<Record<string, string>> = {
  review: '[data-stage], [data-timeline], [data-verdict-bar] button, #verdict-note',
  'review-form': '[data-stage], [data-timeline], [data-verdict-bar] button, #verdict-note, input[name="severity"]',
  list: '[data-list-item], [data-context], [data-screen] button',
  policies: '[data-policy-scroller]',
  sessions: '#export-from, #export-to, form > *',
  care: '[data-screen] button, [data-screen] fieldset, [data-ledger]',
};

interface Box {
  readonly what: string;
  readonly at: readonly number[];
}

const boxes = (places: string): Promise<Box[]> =>
  page.locator(places).evaluateAll((elements) =>
    elements.map((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      const { id, dataset } = element as HTMLElement;
      const data = Object.entries(dataset).slice(0, 1).flat().join('=');
      const what = [element.tagName.toLowerCase(), id, data].filter((part) => part !== '').join(' ');
      return { what, at: [left, top, width, height].map((side) => Math.round(side)) };
    }),
  );

/** Two drawings later: whatever is put right after the first has been put right. */
const settled = (): Promise<void> =>
  page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );

/** Switches the language and tells which of these places it moved, as Chromium tells it. */
async function movedBySwitch(places: string): Promise<string[]> {
  await page.evaluate((wanted) => {
    const moved: string[] = [];
    Object.assign(window, { lupaMoved: moved });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { sources } = entry as PerformanceEntry & { readonly sources: readonly { readonly node: Node | null }[] };
        for (const { node } of sources)
          if (node instanceof Element && node.matches(wanted)) moved.push(node.outerHTML.slice(0, 100));
      }
    }).observe({ type: 'layout-shift' });
  }, places);
  const before = await page.evaluate(() => document.documentElement.lang);
  await page.keyboard.press('Control+Shift+L');
  await page.waitForFunction((old) => document.documentElement.lang !== old, before);
  await settled();
  await settled();
  return page.evaluate(() => (window as unknown as { readonly lupaMoved: string[] }).lupaMoved);
}

describe('switching the language', () => {
  it.each(sights.filter(({ name }) => name in PLACES).map((sight) => [sight.name, sight] as const))(
    'moves nothing: %s',
    async (name, sight) => {
      page = await pages.open(sight.options);
      await waitForRecord(page, 'demo-001');
      await waitForClip(page);
      await sight.go(page);
      await settled();
      const places = `${EVERYWHERE}, ${PLACES[name] ?? ''}`;
      const before = await boxes(places);
      expect(before.length).toBeGreaterThan(3);
      for (const _language of ['es', 'en']) {
        const moved = await movedBySwitch(places);
        expect({ moved, boxes: await boxes(places) }).toEqual({ moved: [], boxes: before });
      }
    },
  );
});
