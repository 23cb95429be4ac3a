import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchApp } from '#scripts/lib/electron-app.ts';
import { enrol, settle } from '#scripts/tour/enrol.ts';
import { goToQueue, shownInReview } from '#scripts/tour/page-reader.ts';
import { openWorkplace } from '#scripts/tour/workplace.ts';
import { type FloorClip, openBareCockpit } from '../floors/bare-cockpit.ts';
import type { PackClip } from './clip-pack.ts';
import { type MemorySample, openMemoryGauge } from './memory.ts';
import { installProbe, timed } from './probe.ts';

/** A reviewer needs a moment to look; the next items are being prepared meanwhile, in both programs. Milliseconds. */
const LOOK_MS = 300;
const STEPS = [1, 1, 1, 1, 1, 1, -1, -1, -1] as const;
/** At every so many items something else is measured too. */
const ASIDE_EVERY = 10;
const MEMORY_SAMPLES = 50;

/** What was measured on the way. Times in milliseconds. */
export interface Journey {
  readonly items: number[];
  readonly steps: number[];
  readonly languages: number[];
  readonly palettes: number[];
  readonly memory: MemorySample[];
}

/** How to press what is to be measured. */
interface Keys {
  readonly next: string;
  readonly forward: string;
  readonly back: string;
  readonly language: string;
  readonly palette: string;
  readonly leavePalette: string;
}

const lupaKeys: Keys = {
  next: 'a',
  forward: '.',
  back: ',',
  language: 'Control+Shift+L',
  palette: 'Control+k',
  leavePalette: 'Escape',
};
const floorKeys: Keys = { next: 'a', forward: '.', back: ',', language: 'l', palette: 'k', leavePalette: 'k' };

const emptyJourney = (): Journey => ({ items: [], steps: [], languages: [], palettes: [], memory: [] });

/** Steps through the clip's first frames and looks at each; a frame that is not the neighbour is no measurement but a fault. */
async function measureSteps(page: Page, keys: Keys, starts: ArrayLike<number>, journey: Journey): Promise<void> {
  let frame = 0;
  for (const by of STEPS) {
    frame += by;
    const { ms, mediaTime } = await timed(page, 'another_frame', by > 0 ? keys.forward : keys.back);
    if (Math.abs((mediaTime ?? -1) - (starts[frame] ?? -1)) > 0.002)
      throw new Error(`frame ${frame} begins at ${starts[frame]} s; the screen shows that of ${mediaTime} s`);
    journey.steps.push(ms);
  }
}

async function measureAside(page: Page, keys: Keys, starts: ArrayLike<number>, journey: Journey): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1)
    journey.languages.push((await timed(page, 'another_language', keys.language)).ms);
  journey.palettes.push((await timed(page, 'commands', keys.palette)).ms);
  await page.keyboard.press(keys.leavePalette);
  await page.locator('[data-command-id]').first().waitFor({ state: 'detached' });
  if (starts.length > STEPS.length) await measureSteps(page, keys, starts, journey);
}

interface Drive {
  readonly page: Page;
  readonly keys: Keys;
  readonly items: number;
  readonly gauge: () => Promise<MemorySample>;
  /** Frame times of the shown clip. */
  readonly startsNow: (index: number) => Promise<ArrayLike<number>>;
  /** The next item may be asked for. */
  readonly ready: () => Promise<void>;
}

async function drive({ page, keys, items, gauge, startsNow, ready }: Drive): Promise<Journey> {
  const journey = emptyJourney();
  const memoryEvery = Math.max(1, Math.floor(items / MEMORY_SAMPLES));
  await installProbe(page);
  for (let index = 0; index < items - 1; index += 1) {
    await page.waitForTimeout(LOOK_MS);
    if (index % ASIDE_EVERY === 0) await measureAside(page, keys, await startsNow(index), journey);
    if (index % memoryEvery === 0) journey.memory.push(await gauge());
    await ready();
    journey.items.push((await timed(page, 'another_item', keys.next)).ms);
  }
  return journey;
}

/** The bare page goes through the clips. */
export async function driveFloor(display: string, clips: readonly FloorClip[], items: number): Promise<Journey> {
  const bare = await openBareCockpit(display, clips);
  try {
    return await drive({
      page: bare.page,
      keys: floorKeys,
      items,
      gauge: await openMemoryGauge(bare.app, bare.page),
      startsNow: (index) => Promise.resolve(clips[index % clips.length]?.starts ?? []),
      ready: bare.ready,
    });
  } finally {
    await bare.close();
  }
}

/** A reviewer upholds item after item of the pack. */
export async function driveReview(
  display: string,
  pack: string,
  clips: readonly PackClip[],
  items: number,
): Promise<Journey> {
  const noCamera = { take: () => Promise.resolve(), has: () => false, taken: [] };
  const startsOf = new Map(clips.map((clip) => [clip.sha256, clip.starts]));
  const workplace = await openWorkplace(pack, items, () => undefined);
  try {
    const app = await launchApp({ userData: join(workplace.folder, 'app'), display });
    const { page } = app;
    await enrol(app, workplace.hubUrl, await workplace.code('reviewer'), noCamera, 'enrol');
    await settle(app, items);
    await goToQueue(page);
    await page.locator('[data-batch-id]').first().waitFor();
    await page.keyboard.press('Enter');
    await shownInReview(page);
    await page.locator('[data-player-state="ready"]').waitFor();
    const journey = await drive({
      page,
      keys: lupaKeys,
      items,
      gauge: await openMemoryGauge(app.app, page),
      async startsNow() {
        await page.locator('[data-frame-exact]').waitFor();
        const url = await page
          .locator('[data-slot][data-active] video')
          .evaluate((video) => (video as HTMLVideoElement).currentSrc);
        return startsOf.get(new URL(url).pathname.slice(1)) ?? [];
      },
      ready: () => Promise.resolve(),
    });
    await app.close();
    return journey;
  } finally {
    await workplace.close();
  }
}
