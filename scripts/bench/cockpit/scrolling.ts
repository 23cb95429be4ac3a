import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchApp } from '#scripts/lib/electron-app.ts';
import { enrol, settle } from '#scripts/tour/enrol.ts';
import { goToQueue } from '#scripts/tour/page-reader.ts';
import { startBenchHub } from '../bench-hub.ts';
import { openBarePage } from '../floors/bare-cockpit.ts';

const ITEMS = 10_000;
/** Height of a row in both lists. Pixels. */
const ROW = 32;
/** A held key comes again about as often as this. Milliseconds. */
const REPEAT_MS = 33;
const PRESSES = 90;
const HELD = ['ArrowDown', 'PageDown'] as const;
/** Fewer frames than this tell of a list that hardly moved. */
const FEWEST_FRAMES = 60;

type Watched = typeof globalThis & { benchFrames: { take(): number[] } };

/** Runs in the page: notes when frames begin, and which of them scrolled. */
function watchFrames(): void {
  let begun: number[] = [];
  let scrolled: number[] = [];
  // Scrolling is told before the frame's own callback: it belongs to the frame that is not noted yet.
  addEventListener('scroll', () => scrolled.push(begun.length), { capture: true, passive: true });
  const tick = (now: number): void => {
    begun.push(now);
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  (globalThis as Watched).benchFrames = {
    take() {
      const moving = begun.slice(scrolled[0] ?? begun.length, (scrolled.at(-1) ?? 0) + 2);
      [begun, scrolled] = [[], []];
      return moving.slice(1).map((time, index) => time - (moving[index] ?? time));
    },
  };
}

/** Holds the keys that scroll, one after the other. @returns milliseconds of every frame from the first that scrolled to the last */
async function scroll(page: Page): Promise<number[]> {
  await page.evaluate(watchFrames);
  const frames: number[] = [];
  for (const key of HELD) {
    await page.evaluate(() => (globalThis as Watched).benchFrames.take());
    for (let press = 0; press < PRESSES; press += 1) {
      await page.keyboard.down(key);
      await page.waitForTimeout(REPEAT_MS);
    }
    await page.keyboard.up(key);
    const held = await page.evaluate(() => (globalThis as Watched).benchFrames.take());
    if (held.length < FEWEST_FRAMES) throw new Error(`holding ${key} scrolled in ${held.length} frames only`);
    frames.push(...held);
  }
  return frames;
}

/** Runs in the bare page: a plain list in the place of everything, moved by the same keys. */
function layPlainList({ items, row }: { items: number; row: number }): void {
  const host = document.createElement('div');
  host.style.cssText = 'height: 100vh; overflow: auto';
  for (let index = 0; index < items; index += 1) {
    const line = host.appendChild(document.createElement('div'));
    line.style.height = `${row}px`;
    line.textContent = `bench-${index}`;
  }
  document.body.replaceChildren(host);
  addEventListener('keydown', (event) => {
    event.preventDefault();
    host.scrollTop += event.key === 'PageDown' ? host.clientHeight - row : row;
  });
}

/** Frame times of a plain list of as many rows in a bare page. */
export async function scrollFloor(display: string): Promise<number[]> {
  const bare = await openBarePage(display);
  try {
    await bare.page.evaluate(layPlainList, { items: ITEMS, row: ROW });
    return await scroll(bare.page);
  } finally {
    await bare.close();
  }
}

/** Frame times of a batch's list of ten thousand items, scrolled by held keys in the real application. */
export async function scrollList(display: string): Promise<number[]> {
  const hub = await startBenchHub(ITEMS);
  try {
    const app = await launchApp({ userData: join(hub.folder, 'app'), display });
    const { page } = app;
    await enrol(
      app,
      hub.url,
      await hub.code(),
      { take: () => Promise.resolve(), has: () => false, taken: [] },
      'enrol',
    );
    await settle(app, ITEMS);
    await goToQueue(page);
    await page.locator('[data-batch-id]').first().waitFor();
    await page.keyboard.press('l');
    await page.locator(`[data-list-item][aria-setsize="${ITEMS}"]`).first().waitFor();
    const frames = await scroll(page);
    const place = Number(await page.locator('[data-list-item][data-at]').getAttribute('aria-posinset'));
    if (place <= 2 * PRESSES) throw new Error(`the keys that were held led to item ${place} only`);
    await app.close();
    return frames;
  } finally {
    await hub.stop();
  }
}
