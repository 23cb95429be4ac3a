import { defined, isCount, type Outcome, undefinedBecause } from './outcome.ts';

/** Whether two models (or people) differ on the same records. */
export interface McNemar {
  readonly chi_squared: number;
  /** With Edwards' continuity correction; 0 when both are right alone equally often. */
  readonly chi_squared_corrected: number;
  /** Two-sided exact binomial probability. */
  readonly p_exact: number;
}

/** Probability of at most `k` heads in `n` fair throws, summed from logarithms: n may be large. */
function atMostHeads(k: number, n: number): number {
  let logTerm = -n * Math.LN2;
  let total = Math.exp(logTerm);
  for (let heads = 1; heads <= k; heads += 1) {
    logTerm += Math.log((n - heads + 1) / heads);
    total += Math.exp(logTerm);
  }
  return total;
}

/**
 * McNemar's test (McNemar 1947; correction Edwards 1948).
 * @param onlyFirst records that only the first got right
 * @param onlySecond records that only the second got right
 * Undefined: `no_disagreements` when both are 0; `invalid_input` when they are no counts.
 */
export function mcNemar(onlyFirst: number, onlySecond: number): Outcome<McNemar> {
  if (!isCount(onlyFirst) || !isCount(onlySecond)) return undefinedBecause('invalid_input');
  const n = onlyFirst + onlySecond;
  if (n === 0) return undefinedBecause('no_disagreements');
  const gap = Math.abs(onlyFirst - onlySecond);
  return defined({
    chi_squared: gap ** 2 / n,
    chi_squared_corrected: Math.max(0, gap - 1) ** 2 / n,
    p_exact: Math.min(1, 2 * atMostHeads(Math.min(onlyFirst, onlySecond), n)),
  });
}
