import { clipped, defined, isCount, isShare, type Outcome, sum, undefinedBecause } from './outcome.ts';

/** A model's score for a record, and whether the record is truly what the model scores. */
export interface ScoredRecord {
  readonly score: number;
  readonly positive: boolean;
}

/** Which bin a score on an edge falls into: the one that ends there, or the one that begins there. */
export type EdgeSide = 'lower_bin' | 'upper_bin';

/** Bins of equal width from 0 to 1. 0 is always in the first, 1 in the last. */
export interface Binning {
  readonly bins: number;
  readonly edge: EdgeSide;
}

export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly n: number;
  /** Null when the bin is empty. */
  readonly mean_score: number | null;
  readonly positive_share: number | null;
}

/** How far scores are from being probabilities: the curve, and the gaps' mean, root mean square and largest. */
export interface Calibration {
  readonly bins: readonly CalibrationBin[];
  readonly n: number;
  readonly ece_l1: number;
  readonly ece_l2: number;
  readonly largest_gap: number;
}

function binOf(score: number, { bins, edge }: Binning): number {
  const place = score * bins;
  const bin = edge === 'upper_bin' ? Math.floor(place) : Math.ceil(place) - 1;
  return Math.min(bins - 1, Math.max(0, bin));
}

/** Why no calibration can be computed of these, or null. */
function whyNot(records: readonly ScoredRecord[]): Outcome<never> | null {
  if (records.length === 0) return undefinedBecause('no_items');
  return records.every(({ score }) => isShare(score)) ? null : undefinedBecause('invalid_input');
}

/**
 * Expected calibration error over bins of equal width (Naeini 2015; L2 and max as Kumar 2019): the sum of n_b / n times
 * |share of positives - mean score|. Undefined: `no_items`; `invalid_input` (a score outside 0 to 1, no bins).
 */
export function calibration(records: readonly ScoredRecord[], binning: Binning): Outcome<Calibration> {
  const refusal = whyNot(records);
  if (refusal !== null) return refusal;
  if (!isCount(binning.bins) || binning.bins === 0) return undefinedBecause('invalid_input');
  const tallies = Array.from({ length: binning.bins }, () => ({ n: 0, scores: 0, positives: 0 }));
  for (const { score, positive } of records) {
    const tally = tallies[binOf(score, binning)];
    if (tally === undefined) continue;
    tally.n += 1;
    tally.scores += score;
    tally.positives += positive ? 1 : 0;
  }
  const gaps = tallies
    .filter(({ n }) => n > 0)
    .map(({ n, scores, positives }) => ({ share: n / records.length, gap: Math.abs(positives - scores) / n }));
  return defined({
    n: records.length,
    bins: tallies.map(({ n, scores, positives }, bin) => ({
      from: bin / binning.bins,
      to: (bin + 1) / binning.bins,
      n,
      mean_score: n === 0 ? null : clipped(scores / n),
      positive_share: n === 0 ? null : positives / n,
    })),
    ece_l1: sum(gaps.map(({ share, gap }) => share * gap)),
    ece_l2: Math.sqrt(sum(gaps.map(({ share, gap }) => share * gap * gap))),
    largest_gap: Math.max(...gaps.map(({ gap }) => gap)),
  });
}

/** Mean squared distance of score and truth (Brier 1950): 0 is perfect. Undefined: `no_items`; `invalid_input`. */
export function brierScore(records: readonly ScoredRecord[]): Outcome<number> {
  const refusal = whyNot(records);
  if (refusal !== null) return refusal;
  return defined(sum(records.map(({ score, positive }) => (score - (positive ? 1 : 0)) ** 2)) / records.length);
}
