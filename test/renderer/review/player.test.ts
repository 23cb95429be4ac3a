import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { frameIndexOfFile } from '#scripts/lib/demo-frames.ts';
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
afterEach(async () => {
  await page.context().setOffline(false);
  await page.close();
});

async function open(record: string, options: Readonly<Record<string, string>> = {}): Promise<void> {
  page = await pages.open(options);
  await waitForRecord(page, 'demo-001');
  await goToRecord(page, record);
  await waitForClip(page);
}

const video = () => page.locator('[data-slot][data-active] video');

/** Times of a clip's frames by the container itself, in seconds. */
async function timesOf(clip: string): Promise<Float64Array> {
  const { frames, duration_s } = await frameIndexOfFile(join(REPOSITORY, 'resources', 'demo', 'clips', clip));
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
    // Neither the shown nor the next clip: their frames may be known already.
    await goToRecord(page, 'demo-009');
    await waitForClip(page);
    expect(await page.locator('[data-frame]').innerText()).toMatch(/^frame ~1$/);
    await page.keyboard.press('.');
    await page.locator('[data-frame="2"]').waitFor();
    expect(await page.locator('[data-frame-exact]').count()).toBe(0);
  });
});

describe('stepping with the play key held', () => {
  const isPaused = () => video().evaluate((element) => (element as HTMLVideoElement).paused);
  const frameNow = async () => Number(await page.locator('[data-frame]').getAttribute('data-frame'));
  const chooseIt = async () => {
    await page.keyboard.press('Control+,');
    await page.getByRole('checkbox', { name: 'With Space held, J and L step one frame' }).press('Space');
    await page.keyboard.press('Escape');
    await page.locator('[role="dialog"]').waitFor({ state: 'detached' });
  };

  it('goes one frame forward and back with L and J, and stays paused when K is let go', async () => {
    await open('demo-001');
    await page.locator('[data-frame-exact]').waitFor();
    await chooseIt();
    await page.keyboard.down('k');
    for (const frame of [2, 3, 4]) {
      await page.keyboard.press('l');
      await page.locator(`[data-frame="${frame}"]`).waitFor();
    }
    await page.keyboard.press('j');
    await page.locator('[data-frame="3"]').waitFor();
    await page.keyboard.up('k');
    expect(await isPaused()).toBe(true);
    await page.keyboard.press('l');
    await expect.poll(() => playhead(page)).toBeGreaterThan(9);
  });

  it('plays a clip that stands when K is let go, and stops one that plays when K goes down', async () => {
    await open('demo-001');
    await chooseIt();
    await page.keyboard.down('k');
    expect(await isPaused()).toBe(true);
    await page.keyboard.up('k');
    await expect.poll(isPaused).toBe(false);
    await page.keyboard.down('k');
    await expect.poll(isPaused).toBe(true);
    await page.keyboard.up('k');
    expect(await isPaused()).toBe(true);
    await page.locator('[data-command="player.playPause"]').click();
    await expect.poll(isPaused).toBe(false);
  });

  it('is an option: without it K plays at once, and L jumps', async () => {
    await open('demo-001');
    await page.locator('[data-frame-exact]').waitFor();
    await page.keyboard.down('k');
    await expect.poll(isPaused).toBe(false);
    await page.keyboard.press('l');
    await expect.poll(() => playhead(page)).toBeGreaterThan(9);
    await page.keyboard.up('k');
    expect(await frameNow()).toBeGreaterThan(200);
  });
});

const settings = () =>
  video().evaluate((element) => {
    const { playbackRate, volume, muted } = element as HTMLVideoElement;
    return { speed: playbackRate, volume: Math.round(volume * 100), muted };
  });

describe('speed, volume and mute', () => {
  it('check 12: are kept from clip to clip, from item to item and after a restart', async () => {
    await open('demo-001', { keep: '1' });
    await page.keyboard.press('-');
    await page.keyboard.press('-');
    await page.keyboard.press('ArrowUp');
    const chosen = { speed: 0.5, volume: 70, muted: false };
    await expect.poll(settings).toEqual(chosen);
    await page.keyboard.press('PageDown');
    await waitForRecord(page, 'demo-002');
    await waitForClip(page);
    await expect.poll(settings).toEqual(chosen);
    await goToRecord(page, 'demo-016');
    await waitForClip(page);
    await page.keyboard.press('u');
    await page.locator('[data-stage] [aria-pressed="true"]', { hasText: 'Clip 2' }).waitFor();
    await waitForClip(page);
    await expect.poll(settings).toEqual(chosen);
    await page.keyboard.press('m');
    await expect
      .poll(async () => (await kept(page)).preferences.player)
      .toMatchObject({ speed: 0.5, volume: 0.7, muted: true });
    await page.reload();
    await waitForClip(page);
    await expect.poll(settings).toEqual({ ...chosen, muted: true });
  });

  it('stay between a quarter and four times', async () => {
    await open('demo-001');
    for (let press = 0; press < 12; press += 1) await page.keyboard.press('+');
    await expect.poll(async () => (await settings()).speed).toBe(4);
    for (let press = 0; press < 14; press += 1) await page.keyboard.press('-');
    await expect.poll(async () => (await settings()).speed).toBe(0.25);
  });
});

describe('the preview strip', () => {
  it('check 13: shows twenty pictures of the clip on hover and on focus, without the network', async () => {
    await open('demo-002');
    await page.context().setOffline(true);
    await page.locator('[data-timeline]').hover();
    await page.waitForFunction(
      () => document.querySelectorAll('[data-preview-strip] [data-drawn]').length === 20,
      null,
      {
        timeout: 15_000,
      },
    );
    const shape = await page
      .locator('[data-preview-strip] canvas')
      .first()
      .evaluate((canvas) => {
        const { width, height } = canvas as HTMLCanvasElement;
        return width / height;
      });
    expect(shape).toBeCloseTo(540 / 960, 1);
    await page.mouse.move(640, 200);
    await page.locator('[data-preview-strip]').waitFor({ state: 'detached' });
    await page.locator('[data-timeline] input').focus();
    await page.locator('[data-preview-strip] [data-here]').waitFor();
  });

  it('gives way at once to the next item, and is hidden with the clip', async () => {
    await open('demo-001');
    await page.locator('[data-timeline]').hover();
    await page.waitForFunction(() => document.querySelectorAll('[data-preview-strip] [data-drawn]').length > 2);
    await page.keyboard.press('PageDown');
    await waitForRecord(page, 'demo-002');
    await expect.poll(() => page.locator('[data-preview-strip] [data-drawn]').count()).toBeLessThan(3);
    await page.keyboard.press('b');
    await page.locator('[data-preview-strip]').waitFor({ state: 'detached' });
  });
});

describe('a clip that cannot be played', () => {
  it('check 14: is a card with its reason that can be skipped, and the next one plays', async () => {
    page = await pages.open();
    await waitForRecord(page, 'demo-001');
    await goToRecord(page, 'demo-014');
    await page.locator('[data-clip-card]', { hasText: 'cannot be played' }).waitFor();
    await page.keyboard.press('.');
    await page.keyboard.press('t');
    await page.keyboard.press('s');
    await waitForRecord(page, 'demo-015');
    await page.locator('[data-clip-card]', { hasText: 'never arrived' }).waitFor();
    await page.keyboard.press('s');
    await waitForRecord(page, 'demo-016');
    await waitForClip(page);
    await page.locator('[data-frame="1"][data-frame-exact]').waitFor();
    await page.keyboard.press('.');
    await page.locator('[data-frame="2"][data-frame-exact]').waitFor();
    expect(pages.problems).toEqual([]);
  });
});

describe('the transcript', () => {
  it('is captioned over the picture with C, and leads to its times by mouse and keyboard', async () => {
    await open('demo-001');
    await page.keyboard.press('l');
    expect(await page.locator('[data-caption]').count()).toBe(0);
    await page.keyboard.press('c');
    await page.locator('[data-caption]', { hasText: 'No brakes' }).waitFor();
    await page.getByRole('button', { name: 'Go to 0:04.6' }).click();
    await expect.poll(() => playhead(page)).toBeCloseTo(4.6, 1);
    await page.locator('[data-caption]', { hasText: 'five thousand likes' }).waitFor();
    await page.locator('[data-rover] button[tabindex="0"]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => playhead(page)).toBeCloseTo(6, 1);
    expect(await page.locator('[data-rover] button[tabindex="0"]').count()).toBe(1);
  });
});
