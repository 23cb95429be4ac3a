import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FrameIndex } from '#contract/frames.ts';
import { frameIndexOfFile } from '#scripts/lib/demo-frames.ts';
import { unpackFrames } from '#domain/review/frame-times.ts';
import { readStock, writeClip } from '#scripts/lib/clip-cutter.ts';
import { REPOSITORY } from '#scripts/setup/paths.ts';
import { type MemoryPages, startMemoryPages } from '#test/support/chromium.ts';
import { goToRecord, playhead, waitForClip, waitForRecord } from '#test/support/review-page.ts';

const TWO_HOURS = 7_200;
/** The item whose clip is replaced: its own camera, watched for two hours. */
const RECORD = 'demo-010';
const CLIP = 'backroom-camera.mp4';

let folder: string;
let pages: MemoryPages;
let page: Page;
let starts: Float64Array;

async function makeTwoHours(file: string): Promise<FrameIndex> {
  const stock = await readStock(join(REPOSITORY, 'resources', 'demo', 'clips', CLIP));
  const group = stock?.groups.toSorted(
    (a, b) => a.reduce((sum, p) => sum + p.byteLength, 0) - b.reduce((sum, p) => sum + p.byteLength, 0),
  )[0];
  if (!stock || !group) throw new Error(`${CLIP} cannot be repeated`);
  const seconds = group.reduce((sum, { duration }) => sum + duration, 0);
  await writeClip(
    stock,
    Array.from({ length: Math.ceil(TWO_HOURS / seconds) }, () => group),
    file,
  );
  return frameIndexOfFile(file);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lupa-long-'));
  const file = join(folder, 'two-hours.mp4');
  const index = await makeTwoHours(file);
  if (index.frames === null) throw new Error('the long clip tells no frame times');
  starts = unpackFrames(index.frames, index.duration_s ?? 0).starts;
  pages = await startMemoryPages({ [`/clips/${CLIP}`]: file });
  page = await pages.open();
  await waitForRecord(page, 'demo-001');
  await page.evaluate((long) => {
    window.lupaFrames = new Proxy({}, { get: () => long });
  }, index);
  await goToRecord(page, RECORD);
  await waitForClip(page);
  await page.locator('[data-frame-exact]').waitFor();
  await video().evaluate((element) => {
    const player = element as HTMLVideoElement;
    const follow = (_now: number, { mediaTime }: VideoFrameCallbackMetadata): void => {
      player.dataset.seen = String(mediaTime);
      player.requestVideoFrameCallback(follow);
    };
    player.requestVideoFrameCallback(follow);
  });
}, 120_000);
afterAll(async () => {
  await pages.close();
  rmSync(folder, { recursive: true, force: true });
});

const video = () => page.locator('[data-slot][data-active] video');
const frameNow = async (): Promise<number> => Number(await page.locator('[data-frame]').getAttribute('data-frame'));

/** Presses a key and waits until the readout says this frame and the screen shows it. */
async function stepTo(key: string, frame: number): Promise<void> {
  await page.keyboard.press(key);
  await page.locator(`[data-frame="${frame}"]`).waitFor();
  await expect
    .poll(async () => Math.abs(Number(await video().getAttribute('data-seen')) - (starts[frame - 1] ?? -1)))
    .toBeLessThan(0.002);
}

describe('a clip of two hours', () => {
  it('is opened whole: its length and each of its frames are known', async () => {
    expect(starts.length).toBeGreaterThan(100_000);
    await page.keyboard.press('End');
    await page.locator(`[data-frame="${starts.length}"]`).waitFor();
    expect(await playhead(page)).toBeGreaterThanOrEqual(TWO_HOURS - 1);
  });

  it('steps exactly at its end, in its middle and at its beginning', async () => {
    await stepTo(',', starts.length - 1);
    await stepTo('Shift+Comma', starts.length - 11);
    const timeline = await page.locator('[data-timeline] input').boundingBox();
    if (timeline === null) throw new Error('the timeline is not seen');
    await page.mouse.click(timeline.x + timeline.width / 2, timeline.y + timeline.height / 2);
    await expect.poll(() => playhead(page)).toSatisfy((seconds: number) => Math.abs(seconds - TWO_HOURS / 2) < 60);
    await page.locator('[data-stage-focus]').focus();
    const middle = await frameNow();
    await stepTo('.', middle + 1);
    await stepTo('.', middle + 2);
    await stepTo(',', middle + 1);
    await page.keyboard.press('Home');
    await page.locator('[data-frame="1"]').waitFor();
    await stepTo('.', 2);
  });

  it('plays from where it was sought, and gives way to the next item', async () => {
    for (let press = 0; press < 6; press += 1) await page.keyboard.press('l');
    await expect.poll(() => playhead(page)).toBeGreaterThan(55);
    const before = await playhead(page);
    await page.keyboard.press('k');
    await expect.poll(() => playhead(page)).toBeGreaterThan(before + 0.3);
    await page.keyboard.press('a');
    await waitForRecord(page, 'demo-011');
    await waitForClip(page);
    expect(pages.problems).toEqual([]);
  });
});
