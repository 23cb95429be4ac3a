import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type MemoryPages, startMemoryPages } from '#test/support/chromium.ts';
import { shownRecord, waitForClip } from '#test/support/review-page.ts';

let pages: MemoryPages;
let page: Page;

beforeAll(async () => {
  pages = await startMemoryPages();
});
afterAll(() => pages.close());
afterEach(() => page.context().close());

/** HTMLMediaElement.HAVE_CURRENT_DATA: the frame at the playhead is decoded. */
const DECODED = 2;

/** Waits until clips that are not seen have their first frames decoded, and says which. */
async function preparedClips(): Promise<string[]> {
  const found = await page.waitForFunction((decoded) => {
    const hidden = [...document.querySelectorAll('video')].filter((video) => video.closest('[data-active]') === null);
    const ready = hidden.filter((video) => video.readyState >= decoded).map((video) => video.currentSrc);
    return ready.length === 2 && ready;
  }, DECODED);
  return (await found.jsonValue()) || [];
}

/** What is seen of the clip in the very task in which the next record appears: nothing was waited for. */
function watchNextRecord(): Promise<void> {
  return page.evaluate(() => {
    const before = document.querySelector('[data-record-id]')?.getAttribute('data-record-id');
    const look = (): void => {
      if (document.querySelector('[data-record-id]')?.getAttribute('data-record-id') === before) return;
      observer.disconnect();
      // The pool shows the clip later in the same task.
      queueMicrotask(() => {
        const video = document.querySelector<HTMLVideoElement>('[data-active] video');
        Object.assign(window, { lupaNext: { src: video?.currentSrc ?? '', ready: video?.readyState ?? 0 } });
      });
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { subtree: true, attributes: true, childList: true });
  });
}

describe('check 10: the next clip', () => {
  it('is decoded while the one before is looked at, and is there with its record', async () => {
    page = await pages.open();
    await waitForClip(page);
    for (let item = 0; item < 3; item += 1) {
      const record = await shownRecord(page);
      const prepared = await preparedClips();
      await watchNextRecord();
      await page.keyboard.press('a');
      await page.waitForFunction(() => 'lupaNext' in window);
      const seen = await page.evaluate(
        () => (window as unknown as { lupaNext: { src: string; ready: number } }).lupaNext,
      );
      expect(seen.ready).toBeGreaterThanOrEqual(DECODED);
      expect(await shownRecord(page)).not.toBe(record);
      expect(prepared).toContain(seen.src);
      await page.evaluate(() => Reflect.deleteProperty(window, 'lupaNext'));
      await waitForClip(page);
    }
  });
});
