import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readFrameIndex } from '#core/media/frame-index.ts';
import { unpackFrames } from '#domain/review/frame-times.ts';
import { REPOSITORY } from '#scripts/setup/paths.ts';
import { type MemoryPages, startMemoryPages } from '#test/support/chromium.ts';
import { goToRecord, kept, playhead, waitForClip, waitForNotice, waitForRecord } from '#test/support/review-page.ts';

let pages: MemoryPages;
let page: Page;

beforeAll(async () => {
  pages = await startMemoryPages();
});
afterAll(() => pages.close());
afterEach(() => page.context().close());

async function open(record: string, options: Readonly<Record<string, string>> = {}): Promise<void> {
  page = await pages.open(options);
  await waitForRecord(page, 'demo-001');
  await goToRecord(page, record);
  await waitForClip(page);
}

const video = () => page.locator('[data-slot][data-active] video');

/** Times of a clip's frames by the container itself, in seconds. */
async function timesOf(clip: string): Promise<Float64Array> {
  const { frames, duration_s } = await readFrameIndex(join(REPOSITORY, 'resources', 'demo', 'clips', clip));
  if (frames === null) throw new Error(`${clip} tells no frame times`);
  return unpackFrames(frames, duration_s ?? 0).starts;
}

/** Watches, apart from the player, which frames come to the screen. */
async function watchFrames(): Promise<void> {
  await page.locator('[data-frame-exact]').waitFor();
  await video().evaluate((element) => {
    const player = element as HTMLVideoElement;
    const follow = (_now: number, { mediaTime }: VideoFrameCallbackMetadata): void => {
      player.dataset.seen = String(mediaTime);
      player.requestVideoFrameCallback(follow);
    };
    player.requestVideoFrameCallback(follow);
  });
}

/** Presses a key and waits until the readout says this frame and the screen shows it. */
async function stepTo(key: string, frame: number, times: Float64Array): Promise<void> {
  await page.keyboard.press(key);
  await page.locator(`[data-frame="${frame}"]`).waitFor();
  await expect
    .poll(async () => Math.abs(Number(await video().getAttribute('data-seen')) - (times[frame - 1] ?? -1)))
    .toBeLessThan(0.002);
}

describe('stepping', () => {
  it.each([
    ['constant', 'demo-001'],
    ['variable', 'demo-011'],
  ])(
    'check 11: . and , move exactly one frame of a clip with a %s frame rate, and say frame and time',
    async (_rate, record) => {
      await open(record);
      const clip =
        (await video().evaluate((element) => (element as HTMLVideoElement).currentSrc)).split('/').at(-1) ?? '';
      const times = await timesOf(clip);
      await watchFrames();
      for (let frame = 2; frame <= 14; frame += 1) await stepTo('.', frame, times);
      for (let frame = 13; frame >= 10; frame -= 1) await stepTo(',', frame, times);
      await stepTo('Shift+Period', 20, times);
      await stepTo('Shift+Comma', 10, times);
      await page.keyboard.press('End');
      await page.locator(`[data-frame="${times.length}"]`).waitFor();
      await stepTo(',', times.length - 1, times);
      const readout = await page.locator('[data-frame]').innerText();
      expect(readout).toBe(`frame ${times.length - 1}/${times.length}`);
      await waitForNotice(page, 'player.frameAt');
      expect(pages.problems).toEqual([]);
    },
  );

  it('says that it estimates when the container tells nothing', async () => {
    page = await pages.open();
    await waitForRecord(page, 'demo-001');
    await page.evaluate(() => window.lupaMemory?.fail('media.frames', 'not-found'));
    await page.keyboard.press('a');
    await waitForRecord(page, 'demo-002');
    await waitForClip(page);
    expect(await page.locator('[data-frame]').innerText()).toMatch(/^frame ~1$/);
    await page.keyboard.press('.');
    await page.locator('[data-frame="2"]').waitFor();
    expect(await page.locator('[data-frame-exact]').count()).toBe(0);
  });
});
