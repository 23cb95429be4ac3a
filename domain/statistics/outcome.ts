/** Why a statistic has no value. Each is a sentence of the catalogs where it is shown. */
export type UndefinedReason =
  /** There is nothing to count. */
  | 'no_items'
  /** Nobody looked at anything a second time: no item has two values. */
  | 'no_pairs'
  /** Everything fell into one class, so chance alone explains all agreement. */
  | 'one_category'
  /** The items were not all rated by the same number of raters. */
  | 'unequal_raters'
  /** Fewer than two raters. */
  | 'one_rater'
  /** The two never differ, so there is no difference to test. */
  | 'no_disagreements'
  /** All values are equal: a spread of nothing would be read as certainty. */
  | 'no_spread'
  /** A stratum has no reviewed item, or only one where a spread is asked for. */
  | 'stratum_too_small'
  /** Numbers that are no counts, rates, scores or weights of what was asked. */
  | 'invalid_input';

/** A value, or the reason why there is none. Never NaN, never a stand-in such as 0 or 1. */
export type Outcome<Value> =
  | { readonly kind: 'defined'; readonly value: Value }
  | { readonly kind: 'undefined'; readonly reason: UndefinedReason };

export const defined = <Value>(value: Value): Outcome<Value> => ({ kind: 'defined', value });

export const undefinedBecause = (reason: UndefinedReason): Outcome<never> => ({ kind: 'undefined', reason });

/** From a to b, both between 0 and 1 where they bound a share. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Whether a number counts things: a whole number, 0 or more, small enough to be exact. */
export const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/** Whether a number is a share: 0 to 1. */
export const isShare = (value: number): boolean => value >= 0 && value <= 1;

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Keeps a share between 0 and 1, where rounding or a symmetric interval would lead outside. */
export const clipped = (value: number): number => Math.min(1, Math.max(0, value));
