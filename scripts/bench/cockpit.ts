import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { _electron } from 'playwright-core';
import { launchApp } from '#scripts/lib/electron-app.ts';
import { until } from '#scripts/lib/until.ts';
import { openDisplay } from '#scripts/setup/display.ts';
import { REPOSITORY } from '#scripts/setup/paths.ts';
import { readRuntime, runtimeSwitches } from '#scripts/setup/runtime.ts';
import { enrol, settle } from '#scripts/tour/enrol.ts';
import { paceSamples, shownAfter, shownInReview } from '#scripts/tour/page-reader.ts';
import { openWorkplace } from '#scripts/tour/workplace.ts';
import { bareApp } from './floors/bare-start.ts';
import { type Bench, timeFigure } from './measure.ts';

const items = 40;
const demoPack = join(REPOSITORY, 'resources', 'demo');
/** A reviewer needs a moment to look; the next item is being prepared meanwhile, in both programs. */
const look_ms = 700;

const noPictures = { take: () => Promise.resolve(), has: () => false, taken: [] };

interface FloorPage {
  readonly floor: { readonly samples: number[]; readonly ready: boolean; begin(clips: string[]): void };
}

/** Key to next frame of a bare page with two videos and the same clips, in the same Electron. */
async function bareSwaps(display: string): Promise<number[]> {
  const profile = await mkdtemp(join(tmpdir(), 'lupa-floor-'));
  const app = await _electron.launch({
    executablePath: readRuntime().executable,
    args: [...runtimeSwitches(), bareApp, `--user-data-dir=${profile}`],
    env: { ...(process.env as Record<string, string>), DISPLAY: display },
  });
  try {
    const page = await app.firstWindow();
    const folder = join(demoPack, 'clips');
    const names = (await readdir(folder)).filter((name) => name.endsWith('.mp4') && name !== 'cut-off.mp4');
    const clips = names.map((name) => pathToFileURL(join(folder, name)).href);
    await page.evaluate((clips) => (globalThis as unknown as FloorPage).floor.begin(clips), clips);
    for (let swap = 0; swap < items; swap += 1) {
      await until('the next clip is prepared', () =>
        page.evaluate(() => (globalThis as unknown as FloorPage).floor.ready),
      );
      await page.waitForTimeout(look_ms);
      await page.keyboard.press('a');
      await page.waitForFunction((count) => (globalThis as unknown as FloorPage).floor.samples.length > count, swap);
    }
    return await page.evaluate(() => (globalThis as unknown as FloorPage).floor.samples);
  } finally {
    await app.close();
    await rm(profile, { recursive: true, force: true });
  }
}

/** Reviews the demo pack by the real keyboard, one key an item, and reads the page's own clock. */
async function reviewPace(display: string): Promise<number[]> {
  const workplace = await openWorkplace(demoPack, items, () => undefined);
  try {
    const app = await launchApp({ userData: join(workplace.folder, 'app'), display });
    await enrol(app, workplace.hubUrl, await workplace.code('reviewer'), noPictures, 'enrol');
    await settle(app, items);
    await app.page.keyboard.press('Enter');
    for (;;) {
      const now = await shownInReview(app.page);
      if (now.kind === 'done') break;
      await app.page.waitForTimeout(look_ms);
      await app.page.keyboard.press('a');
      const next = await shownAfter(app.page, now.itemId, 10_000);
      if (next === null || next.kind === 'done') break;
    }
    const samples = await paceSamples(app.page);
    await app.close();
    return samples;
  } finally {
    await workplace.close();
  }
}

/**
 * `key_to_next_frame_ms`: from the key event of a verdict to the frame in which the next item, with its clip's first frame, is
 * painted. The verdict is durable on disk within that time.
 */
export const bench: Bench = async () => {
  const display = await openDisplay();
  try {
    const floor = await bareSwaps(display.name);
    const samples = await reviewPace(display.name);
    return {
      key_to_next_frame_ms: timeFigure({
        samples,
        floor,
        floorIs: 'a bare page in the same Electron swaps two preloaded videos; nothing is saved',
        atMost: { p95: 50 },
      }),
    };
  } finally {
    await display.stop();
  }
};
