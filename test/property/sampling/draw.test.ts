import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawSample, type Sample } from '#domain/sampling/draw.ts';
import type { FrameRecord } from '#domain/sampling/frame.ts';
import type { SamplingMethod } from '#domain/sampling/plan.ts';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

const frames = fc
  .array(fc.record({ stratum: fc.constantFrom('a', 'b', 'c'), risk: fc.integer({ min: 1, max: 50 }) }), {
    minLength: 1,
    maxLength: 60,
  })
  .map((records) => records.map((record, position) => ({ ...record, id: `r${position}`, position })));
const sizes = fc.integer({ min: 1, max: 80 });
const seeds = fc.string({ minLength: 1, maxLength: 8 });

const methods: readonly (readonly [string, SamplingMethod])[] = [
  ['simple', { method: 'simple' }],
  ['proportional', { method: 'stratified', allocation: { kind: 'proportional' } }],
  ['equal', { method: 'stratified', allocation: { kind: 'equal' } }],
  ['optimal', { method: 'stratified', allocation: { kind: 'optimal', expected_rates: { a: 0.5, b: 0.1, c: 0.01 } } }],
  ['risk-weighted', { method: 'risk_weighted' }],
  ['systematic', { method: 'systematic' }],
];

const drawnOf = (sample: Sample) => {
  if (sample.kind === 'refused') throw new Error(`nothing drawn: ${sample.why.kind}`);
  return sample;
};

const draw = (frame: readonly FrameRecord[], how: SamplingMethod, size: number, seed: string) =>
  drawnOf(drawSample(frame, { how, size, seed }, digest));

describe.each(methods)('a draw (%s)', (_, how) => {
  it('can be repeated, whatever order the frame comes in', () => {
    fc.assert(
      fc.property(frames, sizes, seeds, (frame, size, seed) => {
        expect(draw(frame.toReversed(), how, size, seed)).toEqual(draw(frame, how, size, seed));
      }),
      { numRuns: 40 },
    );
  });

  it('takes as many as asked, none twice, each with a probability above 0', () => {
    fc.assert(
      fc.property(frames, sizes, seeds, (frame, size, seed) => {
        const { records } = draw(frame, how, size, seed);
        expect(records).toHaveLength(Math.min(size, frame.length));
        expect(new Set(records.map(({ id }) => id)).size).toBe(records.length);
        for (const { inclusion } of records) {
          expect(inclusion).toBeGreaterThan(0);
          expect(inclusion).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is right on average: the weights estimate the population over many seeds', () => {
    const frame = Array.from({ length: 40 }, (_, position) => ({
      id: `r${position}`,
      stratum: ['a', 'b', 'c'][position % 3] ?? 'a',
      risk: 1 + (position % 7),
      position,
    }));
    const seeds = Array.from({ length: 400 }, (_, seed) => `seed ${seed}`);
    const taken = new Map<string, number>();
    for (const seed of seeds)
      for (const { id, inclusion } of draw(frame, how, 15, seed).records)
        taken.set(id, (taken.get(id) ?? 0) + 1 / (inclusion * seeds.length));
    // Every record is worth one record on average; with 400 seeds, 1 is over five standard errors of the rarest drawn.
    for (const { id } of frame) expect(Math.abs((taken.get(id) ?? 0) - 1)).toBeLessThan(1);
    const total = [...taken.values()].reduce((sum, value) => sum + value, 0);
    expect(Math.abs(total - frame.length)).toBeLessThan(2);
  });

  it('knows its frame again, and sees any change of it', () => {
    fc.assert(
      fc.property(frames, seeds, (frame, seed) => {
        const stamp = draw(frame, how, 3, seed).frame;
        expect(stamp.size).toBe(frame.length);
        const changed = frame.map((record, place) => (place === 0 ? { ...record, risk: record.risk + 1 } : record));
        expect(draw(changed, how, 3, seed).frame.sha256).not.toBe(stamp.sha256);
      }),
      { numRuns: 20 },
    );
  });
});

describe('a larger draw of the same seed', () => {
  it('begins with the smaller one, when simple', () => {
    fc.assert(
      fc.property(frames, sizes, seeds, (frame, size, seed) => {
        const ids = (count: number) => draw(frame, { method: 'simple' }, count, seed).records.map(({ id }) => id);
        expect(ids(size + 5).slice(0, size)).toEqual(ids(size));
      }),
      { numRuns: 40 },
    );
  });
});
