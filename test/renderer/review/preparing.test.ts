import type { CDPSession, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type MemoryPages, startMemoryPages } from '#test/support/chromium.ts';
import { shownRecord, waitForClip, waitForRecord } from '#test/support/review-page.ts';

let pages: MemoryPages;
let page: Page;

beforeAll(async () => {
  pages = await startMemoryPages();
});
afterAll(() => pages.close());
afterEach(() => page.close());

async function open(): Promise<void> {
  page = await pages.open();
  await waitForRecord(page, 'demo-001');
  await waitForClip(page);
}

interface Opened {
  readonly clip: string;
  /** Its first frame is there to be drawn. */
  readonly isDecoded: boolean;
}

/** What the players beside the seen one hold. */
const waiting = (): Promise<Opened[]> =>
  page.locator('[data-slot]:not([data-active]) video').evaluateAll((videos) =>
    videos
      .filter((video) => video instanceof HTMLVideoElement)
      .map((video) => ({
        clip: video.currentSrc.split('/').at(-1) ?? '',
        isDecoded: video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && video.videoWidth > 0,
      })),
  );

const activeClip = (): Promise<string> =>
  page
    .locator('[data-slot][data-active] video')
    .evaluate((video) => (video instanceof HTMLVideoElement ? (video.currentSrc.split('/').at(-1) ?? '') : ''));

const decoded = async (): Promise<string[]> =>
  (await waiting()).flatMap(({ clip, isDecoded }) => (isDecoded ? [clip] : []));

describe('the next items', () => {
  it('check 10: the first frames of the next three clips are decoded before they are asked for', async () => {
    await open();
    await expect.poll(decoded, { timeout: 5_000 }).toHaveLength(3);
    const ahead = await decoded();
    const shown: string[] = [];
    for (let press = 0; press < 3; press += 1) {
      const before = await shownRecord(page);
      await page.keyboard.press('a');
      await page.waitForFunction(
        (old) => document.querySelector('[data-record-id]')?.getAttribute('data-record-id') !== old,
        before,
      );
      shown.push(await activeClip());
    }
    expect(shown).toEqual(ahead);
  });

  it('check 10: the words and the first frame of the next clip change in one drawing', async () => {
    await open();
    await expect.poll(decoded, { timeout: 5_000 }).toHaveLength(3);
    await page.evaluate(() => {
      const screen = document.querySelector('[data-screen="review"]');
      if (screen === null) throw new Error('no review');
      const look = (): void => {
        const video = document.querySelector<HTMLVideoElement>('[data-slot][data-active] video');
        const frame = new OffscreenCanvas(8, 8).getContext('2d');
        if (video === null || frame === null) return;
        frame.drawImage(video, 0, 0, 8, 8);
        const drawn = frame.getImageData(0, 0, 8, 8).data.some((value, index) => index % 4 < 3 && value > 16);
        document.body.dataset['seenWithWords'] = `${video.readyState >= 2 && drawn} ${video.currentTime}`;
      };
      // Hears the change of the words in the task that made it, before anything is painted.
      new MutationObserver(look).observe(screen, { attributes: true, attributeFilter: ['data-record-id'] });
    });
    await page.keyboard.press('a');
    await waitForRecord(page, 'demo-002');
    expect(await page.locator('body').getAttribute('data-seen-with-words')).toBe('true 0');
  });

  it('have the frame times of their clips too, so that a step needs no question', async () => {
    await open();
    const asked = (): Promise<number> =>
      page.evaluate(() => window.lupaMemory?.calls.filter(({ name }) => name === 'media.frames').length ?? 0);
    await expect.poll(asked).toBe(4);
    await page.keyboard.press('a');
    await waitForRecord(page, 'demo-002');
    await page.locator('[data-frame-exact]').waitFor();
    await expect.poll(asked).toBe(5);
  });
});

/** The seen clip and three more. */
const PLAYERS = 4;
/** One element that the library keeps to try what the browser can play, and the preview strip's while it draws. */
const OTHERS = 2;

/** How many objects of a class are alive in the page, after what nobody holds has been collected. */
async function alive(session: CDPSession, name: string): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const prototype = await session.send('Runtime.evaluate', { expression: `${name}.prototype` });
  const { objects } = await session.send('Runtime.queryObjects', {
    prototypeObjectId: prototype.result.objectId ?? '',
    objectGroup: 'alive',
  });
  const length = await session.send('Runtime.callFunctionOn', {
    objectId: objects.objectId ?? '',
    functionDeclaration: 'function () { return this.length; }',
  });
  await session.send('Runtime.releaseObjectGroup', { objectGroup: 'alive' });
  return Number(length.result.value);
}

/** Goes on, or back where the batch ends, so many times. */
async function wander(moves: number): Promise<void> {
  for (let move = 0; move < moves; move += 1) {
    const before = await shownRecord(page);
    await page.keyboard.press(Math.floor(move / 10) % 2 === 0 ? 'PageDown' : 'PageUp');
    await page.waitForFunction(
      (old) => document.querySelector('[data-record-id]')?.getAttribute('data-record-id') !== old,
      before,
    );
  }
}

describe('what is held', () => {
  it('does not grow with the number of items that were looked at', async () => {
    await open();
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    const weigh = async () => {
      await page.keyboard.press('Home');
      await expect.poll(decoded, { timeout: 5_000 }).toHaveLength(3);
      await expect.poll(() => alive(session, 'HTMLVideoElement')).toBeLessThanOrEqual(PLAYERS + OTHERS);
      const { metrics } = await session.send('Performance.getMetrics');
      const of = (name: string): number => metrics.find((each) => each.name === name)?.value ?? Number.NaN;
      return { nodes: of('Nodes'), listeners: of('JSEventListeners'), heap: of('JSHeapUsedSize') };
    };
    await wander(20);
    const before = await weigh();
    await wander(40);
    const after = await weigh();
    expect(after.nodes / before.nodes).toBeLessThan(1.1);
    expect(after.listeners / before.listeners).toBeLessThan(1.1);
    expect(after.heap / before.heap).toBeLessThan(1.1);
  }, 60_000);

  it('is given back with the practice queue, and when the person leaves', async () => {
    await open();
    const session = await page.context().newCDPSession(page);
    await expect.poll(() => alive(session, 'HTMLVideoElement')).toBeLessThanOrEqual(PLAYERS + OTHERS);
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await page.locator('[data-screen="care"] [data-command="care.practice"]').click();
    await waitForRecord(page, 'practice-1');
    await waitForClip(page);
    await page.keyboard.press('g');
    await page.keyboard.press('q');
    await page.locator('[data-batch-id]').first().waitFor();
    await expect.poll(() => alive(session, 'HTMLVideoElement')).toBeLessThanOrEqual(PLAYERS + OTHERS);
    await page.keyboard.press('Control+,');
    await page.locator('[data-command="app.signOut"]').click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.locator('[data-screen="enrol"]').waitFor();
    await expect.poll(() => alive(session, 'HTMLVideoElement')).toBeLessThanOrEqual(OTHERS);
    expect(pages.problems).toEqual([]);
  });
});
