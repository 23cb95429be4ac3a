import type { FrameTimes } from '#contract/frames.ts';

/** The finest clock that whole ticks are looked for on; used when a container's own clock does not fit its times. */
const MICROSECONDS = 1_000_000;
const FITS = 0.01;

/** When each frame of a clip begins to be shown, in seconds, ascending; with the end of the last one. */
export interface FrameLine {
  readonly starts: Float64Array;
  readonly end: number;
}

/**
 * Packs frame times for the way to the page.
 * @param starts seconds, ascending
 * @param timescale the container's ticks per second
 */
export function packFrames(starts: Float64Array, timescale: number): FrameTimes {
  const fits = starts.every((start) => Math.abs(start * timescale - Math.round(start * timescale)) < FITS);
  const scale = fits ? timescale : MICROSECONDS;
  const runs: number[] = [];
  let before = Math.round((starts[0] ?? 0) * scale);
  for (const start of starts.subarray(1)) {
    const tick = Math.round(start * scale);
    const distance = tick - before;
    const last = runs.length - 2;
    if (last >= 0 && runs[last] === distance) runs[last + 1] = (runs[last + 1] ?? 0) + 1;
    else runs.push(distance, 1);
    before = tick;
  }
  return { timescale: scale, first: Math.round((starts[0] ?? 0) * scale), runs };
}

/** Unpacks what `packFrames` made; `end` is the clip's end in seconds. */
export function unpackFrames({ timescale, first, runs }: FrameTimes, end: number): FrameLine {
  let count = 1;
  for (let place = 1; place < runs.length; place += 2) count += runs[place] ?? 0;
  const starts = new Float64Array(count);
  let tick = first;
  let frame = 0;
  starts[0] = tick / timescale;
  for (let place = 0; place < runs.length; place += 2) {
    const [distance = 0, times = 0] = [runs[place], runs[place + 1]];
    for (let each = 0; each < times; each += 1) {
      tick += distance;
      frame += 1;
      starts[frame] = tick / timescale;
    }
  }
  return { starts, end: Math.max(end, starts[count - 1] ?? 0) };
}

/** A browser reports times in whole microseconds, cut off: a frame counts as reached this much early. Seconds. */
const EARLY = 2e-6;

/** Number (from 0) of the frame that is shown at a moment; the first one before it begins. */
export function frameAt({ starts }: FrameLine, seconds: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= seconds + EARLY) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The moment in the middle of a frame: a seek to it shows this frame, whichever way the browser rounds. Seconds. */
export function middleOf(line: FrameLine, frame: number): number {
  const start = line.starts[frame] ?? 0;
  const next = line.starts[frame + 1] ?? line.end;
  return next > start ? (start + next) / 2 : start;
}
