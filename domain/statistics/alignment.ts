import { defined, type Outcome, sum, undefinedBecause } from './outcome.ts';

/** One criterion of a scorecard as two people scored it, in points. */
export interface ScoredCriterion {
  readonly id: string;
  readonly possible: number;
  readonly given: number;
  readonly benchmark: number;
}

export interface AlignedCriterion {
  readonly id: string;
  readonly alignment: number;
  /** Its share of all points. */
  readonly weight: number;
}

/** How near a reviewer is to the benchmark, per criterion and in all. */
export interface Alignment {
  readonly criteria: readonly AlignedCriterion[];
  readonly score: number;
}

const areIn = ({ possible, given, benchmark }: ScoredCriterion): boolean =>
  Number.isFinite(possible) && possible > 0 && [given, benchmark].every((points) => points >= 0 && points <= possible);

/**
 * Alignment score (MaestroQA): per criterion 1 - |given - benchmark| / possible; in all, their mean weighted by points.
 * Undefined: `no_items`; `invalid_input` when points are outside 0 to what is possible.
 */
export function alignmentScore(criteria: readonly ScoredCriterion[]): Outcome<Alignment> {
  if (criteria.length === 0) return undefinedBecause('no_items');
  if (!criteria.every(areIn)) return undefinedBecause('invalid_input');
  const points = sum(criteria.map(({ possible }) => possible));
  const aligned = criteria.map(({ id, possible, given, benchmark }) => ({
    id,
    alignment: 1 - Math.abs(given - benchmark) / possible,
    weight: possible / points,
  }));
  return defined({ criteria: aligned, score: sum(aligned.map(({ alignment, weight }) => alignment * weight)) });
}
