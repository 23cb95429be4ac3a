import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { drawSample } from '#domain/sampling/draw.ts';
import type { SamplingMethod } from '#domain/sampling/plan.ts';
import { type Stratum, stratifiedRate } from '#domain/statistics/stratified.ts';
import { valueOf } from '../../support/outcomes.ts';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

const PEOPLE = 20;
const RECORDS_EACH = 60;
const SIZE = 300;
const RUNS = 400;

/** Twenty people, of whom the first errs in 4 of 60 decisions and the last in 23. */
const decisions = Array.from({ length: PEOPLE * RECORDS_EACH }, (_, position) => {
  const person = Math.floor(position / RECORDS_EACH);
  return {
    id: `decision-${position}`,
    stratum: `person ${String(person).padStart(2, '0')}`,
    risk: 1,
    position,
    isWrong: position % RECORDS_EACH < 4 + person,
  };
});
const wrong = new Set(decisions.filter(({ isWrong }) => isWrong).map(({ id }) => id));
const truth = wrong.size / decisions.length;

/** What a review of a drawn sample finds, by stratum when the draw was by stratum. */
function reviewed(how: SamplingMethod, seed: string): Stratum[] {
  const sample = drawSample(decisions, { how, size: SIZE, seed }, digest);
  if (sample.kind === 'refused') throw new Error(`nothing drawn: ${sample.why.kind}`);
  const groupOf = (stratum: string): string => (how.method === 'stratified' ? stratum : 'all');
  const strata = new Map<string, { population: number; reviewed: number; hits: number }>();
  for (const { stratum } of decisions) {
    const found = strata.get(groupOf(stratum)) ?? { population: 0, reviewed: 0, hits: 0 };
    strata.set(groupOf(stratum), { ...found, population: found.population + 1 });
  }
  for (const { id, stratum } of sample.records) {
    const found = strata.get(groupOf(stratum)) ?? { population: 0, reviewed: 0, hits: 0 };
    const hits = found.hits + (wrong.has(id) ? 1 : 0);
    strata.set(groupOf(stratum), { ...found, reviewed: found.reviewed + 1, hits });
  }
  return [...strata.values()];
}

describe('a 95 % interval of a known population, over many draws', () => {
  it.each([
    ['simple', { method: 'simple' }],
    ['equal', { method: 'stratified', allocation: { kind: 'equal' } }],
  ] as const)('(%s) holds the truth in 93 to 97 of 100', (_, how) => {
    const held = Array.from({ length: RUNS }, (_, run) => {
      const { low, high } = valueOf(valueOf(stratifiedRate(reviewed(how, `run ${run}`), 'finite')).interval);
      return low <= truth && truth <= high;
    }).filter(Boolean).length;
    expect(held / RUNS).toBeGreaterThanOrEqual(0.93);
    expect(held / RUNS).toBeLessThanOrEqual(0.97);
  });
});
