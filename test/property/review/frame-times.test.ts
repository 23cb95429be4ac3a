import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameTimes } from '#contract/frames.ts';
import { frameAt, middleOf, packFrames, unpackFrames } from '#domain/review/frame-times.ts';

/** Any clip: where it starts, and how many ticks each frame lasts; now and then two frames share a time. */
const clip = fc.record({
  timescale: fc.constantFrom(600, 1_000, 12_800, 90_000, 1_000_000),
  first: fc.nat(5_000),
  lengths: fc.array(fc.nat(4_000), { maxLength: 300 }),
});

function startsOf({ timescale, first, lengths }: { timescale: number; first: number; lengths: readonly number[] }) {
  let tick = first;
  return Float64Array.from([first, ...lengths.map((length) => (tick += length))], (each) => each / timescale);
}

describe('frame times on their way to the page', () => {
  it('come out as they went in, to the tick', () => {
    fc.assert(
      fc.property(clip, (made) => {
        const starts = startsOf(made);
        const packed = frameTimes.parse(JSON.parse(JSON.stringify(packFrames(starts, made.timescale))));
        expect([...unpackFrames(packed, 0).starts]).toEqual([...starts]);
      }),
    );
  });

  it('fall back to microseconds when the container’s clock does not fit', () => {
    const starts = Float64Array.from([0, 1 / 3, 2 / 3]);
    const packed = packFrames(starts, 1_000);
    expect(packed.timescale).toBe(1_000_000);
    unpackFrames(packed, 1).starts.forEach((start, frame) => expect(start).toBeCloseTo(starts[frame] ?? -1, 6));
  });

  it('are two numbers for a steady clip of two hours', () => {
    const starts = Float64Array.from({ length: 216_000 }, (_none, frame) => frame / 30);
    const packed = packFrames(starts, 15_360);
    expect(packed.runs).toEqual([512, 215_999]);
    expect(unpackFrames(packed, 7_200).starts).toHaveLength(216_000);
  });
});

describe('the frame at a moment', () => {
  it('is the one whose middle is sought, for every frame that lasts', () => {
    fc.assert(
      fc.property(clip, (made) => {
        const starts = startsOf(made);
        const line = { starts, end: (starts.at(-1) ?? 0) + 0.04 };
        const lasting = [...starts.keys()].filter((frame) => {
          return (starts[frame + 1] ?? line.end) - (starts[frame] ?? 0) > 1e-5;
        });
        expect(lasting.map((frame) => frameAt(line, middleOf(line, frame)))).toEqual(lasting);
      }),
    );
  });

  it('is found although the browser cuts times off after the microsecond', () => {
    const starts = Float64Array.from({ length: 1_000 }, (_none, frame) => (frame * 1_001) / 30_000);
    const line = { starts, end: 34 };
    starts.forEach((start, frame) => expect(frameAt(line, Math.floor(start * 1e6) / 1e6)).toBe(frame));
    expect([frameAt(line, -1), frameAt(line, 99)]).toEqual([0, 999]);
  });
});
