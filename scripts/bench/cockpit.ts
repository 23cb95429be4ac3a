import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openDisplay } from '#scripts/setup/display.ts';
import { type PackClip, writeClipPack } from './cockpit/clip-pack.ts';
import { driveFloor, driveReview, type Journey } from './cockpit/journeys.ts';
import { scrollFloor, scrollList } from './cockpit/scrolling.ts';
import { type Bench, type Figure, levelFigure, timeFigure } from './measure.ts';

/** Each clip comes twice: a page that keeps what it has shown is found out by the second round. */
const ROUNDS = 2;
/** Swaps of the bare page: enough for its percentiles, and for its memory to settle. */
const FLOOR_ITEMS = 150;

const floorClip = ({ file, starts }: PackClip) => ({ url: pathToFileURL(file).href, starts: [...starts] });

function figuresOf(own: Journey, floor: Journey): Record<string, Figure> {
  const bare = 'a bare page in the same Electron';
  return {
    key_to_next_frame_ms: timeFigure({
      samples: own.items,
      floor: floor.items,
      floorIs: `${bare} swaps two preloaded videos of the same clips; nothing is saved`,
      atMost: { p95: 35, ratio: 2 },
    }),
    frame_step_ms: timeFigure({
      samples: own.steps,
      floor: floor.steps,
      floorIs: `${bare} seeks into the middle of the neighbouring frame of the same clips; nothing is looked up or told`,
      atMost: { p95: 50 },
    }),
    language_switch_ms: timeFigure({
      samples: own.languages,
      floor: floor.languages,
      floorIs: `${bare} changes one line of text`,
      atMost: { p95: 50 },
    }),
    palette_open_ms: timeFigure({
      samples: own.palettes,
      floor: floor.palettes,
      floorIs: `${bare} shows a list of ten lines`,
      atMost: { p95: 50 },
    }),
    renderer_resident_mib: levelFigure({
      samples: own.memory.map(({ resident }) => resident),
      floor: floor.memory.map(({ resident }) => resident),
      floorIs: `${bare} shows the same clips in two videos`,
      within: 0.1,
    }),
    renderer_heap_mib: levelFigure({
      samples: own.memory.map(({ heap }) => heap),
      floor: floor.memory.map(({ heap }) => heap),
      floorIs: `${bare} shows the same clips in two videos`,
      within: 0.1,
    }),
  };
}

/** Every frame while a key is held in a list of ten thousand items, whether it had something to draw or not: 60 of them make a second. */
async function scrollFigure(display: string): Promise<Figure> {
  return timeFigure({
    floor: await scrollFloor(display),
    samples: await scrollList(display),
    floorIs:
      'a bare page in the same Electron with a plain list of as many rows of the same height, scrolled by the same held keys',
    atMost: { p95: 17 },
  });
}

/**
 * A batch of real and generated clips is reviewed by the real keyboard in the real application; every time is taken in the page, from the key event
 * to the frame that shows what the key asked for. A verdict is durable on disk within its time.
 */
export const bench: Bench = async ({ clips, realClips }) => {
  const folder = await mkdtemp(join(tmpdir(), 'lupa-bench-cockpit-'));
  const display = await openDisplay();
  try {
    const pack = join(folder, 'pack');
    const packed = await writeClipPack(pack, realClips, clips, clips * ROUNDS);
    const floorItems = Math.min(FLOOR_ITEMS, clips * ROUNDS);
    const floor = await driveFloor(display.name, packed.slice(0, floorItems).map(floorClip), floorItems);
    const own = await driveReview(display.name, pack, packed, clips * ROUNDS);
    return { ...figuresOf(own, floor), list_scroll_frame_ms: await scrollFigure(display.name) };
  } finally {
    await display.stop();
    await rm(folder, { recursive: true, force: true });
  }
};
