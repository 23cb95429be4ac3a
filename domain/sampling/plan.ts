/** How a stratified sample is split: by records, alike, or by records times the spread of the expected rate (Neyman). */
export type Allocation =
  | { readonly kind: 'proportional' }
  | { readonly kind: 'equal' }
  | { readonly kind: 'optimal'; readonly expected_rates: Readonly<Record<string, number>> };

/** How records are drawn. Every method is without replacement. */
export type SamplingMethod =
  | { readonly method: 'simple' }
  | { readonly method: 'stratified'; readonly allocation: Allocation }
  | { readonly method: 'risk_weighted' }
  | { readonly method: 'systematic' };

/** What is asked of a draw. The seed is recorded with it: the same seed and frame give the same records. */
export interface SamplingPlan {
  readonly how: SamplingMethod;
  readonly size: number;
  readonly seed: string;
}

/** A drawn record. Its weight in an estimate is 1 / inclusion. */
export interface DrawnRecord {
  readonly id: string;
  readonly stratum: string;
  /** The probability with which this draw would take it: above 0, at most 1. */
  readonly inclusion: number;
}

/** What somebody should know of a draw that was made all the same. */
export type SamplingNotice =
  | { readonly kind: 'size_above_population'; readonly asked: number; readonly population: number }
  | {
      readonly kind: 'stratum_below_quota';
      readonly stratum: string;
      readonly quota: number;
      readonly population: number;
    }
  /** Nothing can be said of this part, nor of the whole that it is a part of. */
  | { readonly kind: 'stratum_without_sample'; readonly stratum: string; readonly population: number }
  | { readonly kind: 'single_stratum'; readonly stratum: string };

/** Why there is nothing to draw. */
export type SamplingRefusal =
  | { readonly kind: 'empty_population' }
  | { readonly kind: 'size_not_a_count'; readonly size: number }
  | { readonly kind: 'record_twice'; readonly id: string }
  | { readonly kind: 'risk_not_positive'; readonly id: string }
  | { readonly kind: 'position_not_finite'; readonly id: string }
  | { readonly kind: 'expected_rate_missing'; readonly stratum: string }
  | { readonly kind: 'expected_rate_not_a_share'; readonly stratum: string }
  /** Every expected rate is 0 or 1: no stratum has a spread to split by. */
  | { readonly kind: 'no_expected_spread' };
