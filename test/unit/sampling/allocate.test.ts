import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { allocate } from '#domain/sampling/allocate.ts';
import { drawSample, quotasOf } from '#domain/sampling/draw.ts';
import type { FrameRecord } from '#domain/sampling/frame.ts';
import type { Allocation, SamplingMethod } from '#domain/sampling/plan.ts';
import { inclusionByRisk } from '#domain/sampling/risk-weighted.ts';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** So many records of each stratum. */
function frameOf(strata: Readonly<Record<string, number>>): FrameRecord[] {
  const records = Object.entries(strata).flatMap(([stratum, count]) =>
    Array.from({ length: count }, (_, place) => ({ id: `${stratum}-${place}`, stratum })),
  );
  return records.map((record, position) => ({ ...record, risk: 1, position }));
}

const sizes = (frame: readonly FrameRecord[], size: number, allocation: Allocation) =>
  quotasOf(frame, size, allocation).map((quota) => quota.size);

describe('splitting a sample over strata', () => {
  const frame = frameOf({ ban: 600, mute: 300, warn: 100 });

  it.each([
    ['by records', { kind: 'proportional' }, [60, 30, 10]],
    ['alike, with the odd one to the first', { kind: 'equal' }, [34, 33, 33]],
    ['by records and spread', { kind: 'optimal', expected_rates: { ban: 0.5, mute: 0.2, warn: 0.5 } }, [64, 25, 11]],
    [
      'nothing where no spread is expected',
      { kind: 'optimal', expected_rates: { ban: 0, mute: 0.5, warn: 0 } },
      [0, 100, 0],
    ],
  ] as const)('%s', (_, allocation, expected) => {
    expect(sizes(frame, 100, allocation)).toEqual(expected);
  });

  it('gives what a small stratum cannot to the others', () => {
    expect(sizes(frameOf({ a: 5, b: 500, c: 500 }), 99, { kind: 'equal' })).toEqual([5, 47, 47]);
  });

  it('takes everything when everything is asked for, or more', () => {
    for (const size of [1000, 5000]) expect(sizes(frame, size, { kind: 'equal' })).toEqual([600, 300, 100]);
  });

  it('of nothing is nothing', () => {
    expect(allocate(10, [])).toEqual([]);
  });
});

describe('a draw tells what somebody should know', () => {
  const stratified = (allocation: Allocation): SamplingMethod => ({ method: 'stratified', allocation });
  const noticesOf = (frame: readonly FrameRecord[], how: SamplingMethod, size: number) => {
    const sample = drawSample(frame, { how, size, seed: 's' }, digest);
    return sample.kind === 'drawn' ? sample.notices : sample.why;
  };

  it.each(['simple', 'risk_weighted', 'systematic'] as const)('%s: more asked for than there is', (method) => {
    expect(noticesOf(frameOf({ a: 3 }), { method }, 10)).toEqual([
      { kind: 'size_above_population', asked: 10, population: 3 },
    ]);
  });

  it('a stratum below its quota, and one of which nothing was drawn', () => {
    expect(noticesOf(frameOf({ a: 2, b: 50 }), stratified({ kind: 'equal' }), 20)).toEqual([
      { kind: 'stratum_below_quota', stratum: 'a', quota: 10, population: 2 },
    ]);
    expect(noticesOf(frameOf({ a: 1, b: 999 }), stratified({ kind: 'proportional' }), 10)).toEqual([
      { kind: 'stratum_without_sample', stratum: 'a', population: 1 },
    ]);
  });

  it('one stratum only', () => {
    expect(noticesOf(frameOf({ a: 9 }), stratified({ kind: 'proportional' }), 3)).toEqual([
      { kind: 'single_stratum', stratum: 'a' },
    ]);
  });

  const odd = frameOf({ a: 2, b: 2 });
  const optimal = (expected_rates: Record<string, number>) => stratified({ kind: 'optimal', expected_rates });
  it.each([
    [{ kind: 'empty_population' }, [], { method: 'simple' }, 5],
    [{ kind: 'size_not_a_count', size: 0 }, odd, { method: 'simple' }, 0],
    [{ kind: 'size_not_a_count', size: 1.5 }, odd, { method: 'simple' }, 1.5],
    [{ kind: 'record_twice', id: 'a-0' }, [...odd, ...odd], { method: 'simple' }, 5],
    [{ kind: 'risk_not_positive', id: 'a-0' }, odd.map((r) => ({ ...r, risk: 0 })), { method: 'risk_weighted' }, 1],
    [
      { kind: 'position_not_finite', id: 'a-0' },
      odd.map((r) => ({ ...r, position: Number.NaN })),
      { method: 'systematic' },
      1,
    ],
    [{ kind: 'expected_rate_missing', stratum: 'b' }, odd, optimal({ a: 0.5 }), 1],
    [{ kind: 'expected_rate_not_a_share', stratum: 'a' }, odd, optimal({ a: 2, b: 0.5 }), 1],
    [{ kind: 'no_expected_spread' }, odd, optimal({ a: 0, b: 1 }), 1],
  ] as const)('is refused: %o', (why, frame, how, size) => {
    expect(noticesOf(frame, how, size)).toEqual(why);
  });
});

describe('inclusion by risk', () => {
  const risky = (risks: readonly number[]) =>
    risks.map((risk, position) => ({ id: `r${position}`, stratum: 'all', risk, position }));

  it('is proportional, and certain where it would be above 1', () => {
    expect(inclusionByRisk(risky([1, 1, 2]), 2)).toEqual([0.5, 0.5, 1]);
    expect(inclusionByRisk(risky([1, 1, 10, 4]), 3)).toEqual([0.5, 0.5, 1, 1]);
  });

  it('bears the largest and the smallest numbers', () => {
    expect(inclusionByRisk(risky([1e308, 1e308, 1e308, 1e308]), 2)).toEqual([0.5, 0.5, 0.5, 0.5]);
    expect(inclusionByRisk(risky([1e308, 1e-300, 1e-300]), 1)).toEqual([1, 0, 0]);
  });
});
