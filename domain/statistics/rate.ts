import { Z_95 } from './normal.ts';
import { clipped, defined, type Interval, isCount, type Outcome, undefinedBecause } from './outcome.ts';

/** A share with what it was counted from and its interval. */
export interface Rate {
  readonly value: number;
  readonly hits: number;
  readonly n: number;
  /** Wilson, without continuity correction. */
  readonly interval: Interval;
}

const areHits = (hits: number, n: number): boolean => isCount(hits) && isCount(n) && hits <= n;

/**
 * Wilson's score interval of `hits` in `n` (Wilson 1927; method 3 of Newcombe 1998), clipped to 0 and 1.
 * Undefined: `no_items` when n is 0; `invalid_input` when the numbers are no counts.
 */
export function wilson(hits: number, n: number, z: number = Z_95): Outcome<Interval> {
  if (!areHits(hits, n)) return undefinedBecause('invalid_input');
  if (n === 0) return undefinedBecause('no_items');
  const p = hits / n;
  const z2 = z * z;
  const centre = p + z2 / (2 * n);
  const reach = z * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
  const scale = 1 + z2 / n;
  return defined({
    low: hits === 0 ? 0 : clipped((centre - reach) / scale),
    high: hits === n ? 1 : clipped((centre + reach) / scale),
  });
}

/**
 * Wilson's interval with continuity correction (method 4 of Newcombe 1998), clipped; wider than without.
 * Undefined as {@link wilson}.
 */
export function wilsonCorrected(hits: number, n: number, z: number = Z_95): Outcome<Interval> {
  if (!areHits(hits, n)) return undefinedBecause('invalid_input');
  if (n === 0) return undefinedBecause('no_items');
  const p = hits / n;
  const z2 = z * z;
  const scale = 2 * (n + z2);
  const centre = 2 * hits + z2;
  const below = z * Math.sqrt(z2 - 2 - 1 / n + 4 * p * (n - hits + 1));
  const above = z * Math.sqrt(z2 + 2 - 1 / n + 4 * p * (n - hits - 1));
  return defined({
    low: hits === 0 ? 0 : clipped((centre - 1 - below) / scale),
    high: hits === n ? 1 : clipped((centre + 1 + above) / scale),
  });
}

/** The share of `hits` in `n` with its Wilson interval. Undefined as {@link wilson}: 0 of 0 is no rate of 0. */
export function rate(hits: number, n: number, z: number = Z_95): Outcome<Rate> {
  const interval = wilson(hits, n, z);
  return interval.kind === 'defined' ? defined({ value: hits / n, hits, n, interval: interval.value }) : interval;
}
