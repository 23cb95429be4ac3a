import { Z_95 } from './normal.ts';
import { clipped, defined, type Interval, isCount, type Outcome, sum, undefinedBecause } from './outcome.ts';

/** A part of the population, of which some were drawn at random and looked at. */
export interface Stratum {
  readonly population: number;
  readonly reviewed: number;
  /** Of the reviewed, how many had what is looked for. */
  readonly hits: number;
}

/** A part of the population whose records a model all answered alike. */
export interface AnsweredStratum extends Stratum {
  readonly flagged: boolean;
}

/** Whether a stratum that was looked at in good part counts as less uncertain: by 1 - n/N, or not at all. */
export type Correction = 'none' | 'finite';

/** A share of the whole population, from a sample in which strata were drawn at different rates. */
export interface Estimate {
  readonly value: number;
  readonly standard_error: Outcome<number>;
  /** value +- z standard errors, clipped to 0 and 1. */
  readonly interval: Outcome<Interval>;
}

const areCounts = ({ population, reviewed, hits }: Stratum): boolean =>
  [population, reviewed, hits].every(isCount) && hits <= reviewed && reviewed <= population;

const hitRate = ({ hits, reviewed }: Stratum): number => (reviewed === 0 ? 0 : hits / reviewed);

/** Estimated records with what is looked for: N x / n. */
const estimatedHits = (strata: readonly Stratum[]): number =>
  sum(strata.map((stratum) => stratum.population * hitRate(stratum)));

/** Variance of {@link estimatedHits}: sum of N^2 p (1 - p) / (n - 1), undefined where a stratum has one reviewed only. */
function varianceOfHits(strata: readonly Stratum[], correction: Correction): Outcome<number> {
  if (strata.some(({ reviewed, population }) => reviewed < 2 && !(correction === 'finite' && reviewed === population)))
    return undefinedBecause('stratum_too_small');
  return defined(
    sum(
      strata.map((stratum) => {
        const { population, reviewed } = stratum;
        if (correction === 'finite' && reviewed === population) return 0;
        const p = hitRate(stratum);
        const unseen = correction === 'finite' ? 1 - reviewed / population : 1;
        return (population ** 2 * p * (1 - p) * unseen) / (reviewed - 1);
      }),
    ),
  );
}

/** A spread of nothing in a sample is no certainty; it is one only when everything was looked at. */
function estimate(value: number, variance: Outcome<number>, isWhole: boolean, z: number): Estimate {
  if (variance.kind === 'undefined') return { value, standard_error: variance, interval: variance };
  const error = Math.sqrt(variance.value);
  const interval: Outcome<Interval> =
    error === 0 && !isWhole
      ? undefinedBecause('no_spread')
      : defined({ low: clipped(value - z * error), high: clipped(value + z * error) });
  return { value, standard_error: defined(error), interval };
}

/** The strata that have records at all, or why nothing can be estimated from them. */
function usable<Kind extends Stratum>(strata: readonly Kind[]): Outcome<readonly Kind[]> {
  if (!strata.every(areCounts)) return undefinedBecause('invalid_input');
  const filled = strata.filter(({ population }) => population > 0);
  if (filled.length === 0) return undefinedBecause('no_items');
  return filled.some(({ reviewed }) => reviewed === 0) ? undefinedBecause('stratum_too_small') : defined(filled);
}

const isWhole = (strata: readonly Stratum[], correction: Correction): boolean =>
  correction === 'finite' && strata.every(({ population, reviewed }) => population === reviewed);

/**
 * Prevalence in the population: sum of N_h p_h over N (stratified random sampling, Cochran 1977, chapter 5).
 * Undefined: `no_items`; `stratum_too_small` when a stratum with records has none reviewed (its standard error when one has
 * a single one); `invalid_input`. The interval alone is undefined (`no_spread`) when no stratum's sample varies.
 */
export function stratifiedRate(
  strata: readonly Stratum[],
  correction: Correction,
  z: number = Z_95,
): Outcome<Estimate> {
  const read = usable(strata);
  if (read.kind === 'undefined') return read;
  const population = sum(read.value.map((stratum) => stratum.population));
  const variance = varianceOfHits(read.value, correction);
  return defined(
    estimate(
      estimatedHits(read.value) / population,
      variance.kind === 'defined' ? defined(variance.value / population ** 2) : variance,
      isWhole(read.value, correction),
      z,
    ),
  );
}

/** What a model finds of a population, and what it misses. */
export interface DetectionEstimate {
  readonly prevalence: Estimate;
  /** Undefined when nothing is flagged. */
  readonly precision: Outcome<Estimate>;
  /** Undefined when nothing violating was found. */
  readonly recall: Outcome<Estimate>;
}

/** Recall A / (A + B) of flagged hits A and missed hits B, its variance by the delta method, A and B independent. */
function recallOf(strata: readonly AnsweredStratum[], correction: Correction, z: number): Outcome<Estimate> {
  const flagged = strata.filter((stratum) => stratum.flagged);
  const passed = strata.filter((stratum) => !stratum.flagged);
  const found = estimatedHits(flagged);
  const missed = estimatedHits(passed);
  const all = found + missed;
  if (all === 0) return undefinedBecause('no_items');
  const ofFound = varianceOfHits(flagged, correction);
  const ofMissed = varianceOfHits(passed, correction);
  const variance =
    ofFound.kind === 'undefined'
      ? ofFound
      : ofMissed.kind === 'undefined'
        ? ofMissed
        : defined((missed ** 2 * ofFound.value + found ** 2 * ofMissed.value) / all ** 4);
  return defined(estimate(found / all, variance, isWhole(strata, correction), z));
}

/**
 * Prevalence, precision and recall of a model from a sample stratified by its score (arXiv 2305.09601). The unweighted
 * shares of such a sample say nothing of the population.
 * Undefined: as {@link stratifiedRate}.
 */
export function detectionEstimate(
  strata: readonly AnsweredStratum[],
  correction: Correction,
  z: number = Z_95,
): Outcome<DetectionEstimate> {
  const read = usable(strata);
  if (read.kind === 'undefined') return read;
  const prevalence = stratifiedRate(read.value, correction, z);
  if (prevalence.kind === 'undefined') return prevalence;
  return defined({
    prevalence: prevalence.value,
    precision: stratifiedRate(
      read.value.filter(({ flagged }) => flagged),
      correction,
      z,
    ),
    recall: recallOf(read.value, correction, z),
  });
}
