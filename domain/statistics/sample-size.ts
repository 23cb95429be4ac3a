import { defined, isCount, isShare, type Outcome, undefinedBecause } from './outcome.ts';

/** What a sample has to show. */
export interface SizeQuestion {
  /** Half the width of the interval that is wanted, as a share: 0.05 is +- 5 points. */
  readonly margin: number;
  /** The rate that is expected; 0.5 asks for the most. */
  readonly expected: number;
  /** Critical value of the confidence. */
  readonly z: number;
  /** How many records there are; null when without end. */
  readonly population: number | null;
}

/** How many records to look at. */
export interface SampleSize {
  /** Before rounding, without the finite population correction. */
  readonly unlimited: number;
  /** Before rounding, with it. */
  readonly exact: number;
  /** `exact` rounded up, never above the population. */
  readonly size: number;
}

/** What a computed whole number may be off by, so that 80.00000000001 does not become 81. */
const ROUNDING_DUST = 1e-9;

export const roundedUp = (value: number): number => Math.ceil(value - ROUNDING_DUST);

/**
 * Size of a simple random sample for a rate (Cochran 1977): n0 = z^2 p (1 - p) / e^2, n = n0 / (1 + (n0 - 1) / N).
 * n0 is not rounded on the way; n is rounded up at the end.
 * Undefined: `no_items` when the population is empty; `no_spread` when the expected rate is 0 or 1 (the zero-defect rule
 * answers that); `invalid_input` when a number is out of its range.
 */
export function sampleSize({ margin, expected, z, population }: SizeQuestion): Outcome<SampleSize> {
  const isUsable = margin > 0 && margin < 1 && isShare(expected) && z > 0 && Number.isFinite(z);
  if (!isUsable || (population !== null && !isCount(population))) return undefinedBecause('invalid_input');
  if (population === 0) return undefinedBecause('no_items');
  if (expected === 0 || expected === 1) return undefinedBecause('no_spread');
  const unlimited = (z * z * expected * (1 - expected)) / (margin * margin);
  if (!Number.isFinite(unlimited)) return undefinedBecause('invalid_input');
  const exact = population === null ? unlimited : unlimited / (1 + (unlimited - 1) / population);
  const size = Math.max(1, roundedUp(exact));
  return defined({ unlimited, exact, size: population === null ? size : Math.min(size, population) });
}

/**
 * Standard error of a rate p of a simple random sample of n, with the finite population correction
 * sqrt((N - n) / (N - 1)) when the population is known (null: without end). 0 when all were looked at.
 * Undefined: `no_items` when n is 0; `invalid_input`, also when the sample is larger than the population.
 */
export function standardErrorOfRate(p: number, n: number, population: number | null): Outcome<number> {
  if (!isShare(p) || !isCount(n)) return undefinedBecause('invalid_input');
  if (population !== null && (!isCount(population) || population < n)) return undefinedBecause('invalid_input');
  if (n === 0) return undefinedBecause('no_items');
  const plain = Math.sqrt((p * (1 - p)) / n);
  if (population === null) return defined(plain);
  return defined(population === 1 ? 0 : plain * Math.sqrt((population - n) / (population - 1)));
}

/** The highest rate that finding nothing in n leaves possible, exactly and by the rule of three. */
export interface ZeroDefectBound {
  readonly exact: number;
  /** 3 / n, not above 1; a rule for 95 % only. */
  readonly rule_of_three: number;
}

const RULE_OF_THREE = 3;

const isOpenShare = (value: number): boolean => value > 0 && value < 1;

/**
 * One-sided upper bound of a rate when none of n had it: 1 - (1 - confidence)^(1/n) (Hanley, Lippman-Hand 1983).
 * Undefined: `no_items` when n is 0; `invalid_input`.
 */
export function zeroDefectBound(n: number, confidence: number): Outcome<ZeroDefectBound> {
  if (!isCount(n) || !isOpenShare(confidence)) return undefinedBecause('invalid_input');
  if (n === 0) return undefinedBecause('no_items');
  return defined({
    exact: -Math.expm1(Math.log1p(-confidence) / n),
    rule_of_three: Math.min(1, RULE_OF_THREE / n),
  });
}

/**
 * How many must be clean to show, one-sided, that at most `rate` are not: ln(1 - confidence) / ln(1 - rate), rounded up.
 * Undefined: `invalid_input`.
 */
export function zeroDefectSize(rate: number, confidence: number): Outcome<number> {
  if (!isOpenShare(rate) || !isOpenShare(confidence)) return undefinedBecause('invalid_input');
  return defined(roundedUp(Math.log1p(-confidence) / Math.log1p(-rate)));
}
