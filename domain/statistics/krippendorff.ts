import { defined, type Outcome, sum, undefinedBecause } from './outcome.ts';

/** What the numbers mean: a rank, a place on a scale, or an amount with a true zero. */
export type NumericLevel = 'ordinal' | 'interval' | 'ratio';

/** Krippendorff's alpha and the number of values that could be paired. */
export interface Alpha {
  readonly alpha: number;
  readonly pairable: number;
}

/** What may be built on an alpha (Krippendorff): rely at 0.8 and above, tentative conclusions from 0.667, none below. */
export type AlphaReading = 'rely' | 'tentative' | 'discard';

const RELY = 0.8;
const TENTATIVE = 0.667;

export function readAlpha(alpha: number): AlphaReading {
  if (alpha >= RELY) return 'rely';
  return alpha >= TENTATIVE ? 'tentative' : 'discard';
}

/** How often each pair of values met in a unit, each unit's pairs weighing 1 / (its values - 1). */
interface Coincidences<Value> {
  readonly values: readonly Value[];
  readonly met: readonly (readonly number[])[];
  readonly totals: readonly number[];
}

function coincidences<Value>(
  units: readonly (readonly Value[])[],
  inOrder: (a: Value, b: Value) => number,
): Coincidences<Value> {
  const values = [...new Set(units.flat())].sort(inOrder);
  const places = new Map(values.map((value, place) => [value, place]));
  const met = values.map(() => values.map(() => 0));
  for (const unit of units) {
    const counts = new Map<number, number>();
    for (const value of unit) {
      const place = places.get(value) ?? -1;
      counts.set(place, (counts.get(place) ?? 0) + 1);
    }
    for (const [a, countOfA] of counts) {
      for (const [b, countOfB] of counts) {
        const row = met[a];
        if (row !== undefined)
          row[b] = (row[b] ?? 0) + (countOfA * (a === b ? countOfB - 1 : countOfB)) / (unit.length - 1);
      }
    }
  }
  return { values, met, totals: values.map((_, place) => sum(units.map((u) => countOf(u, values[place])))) };
}

const countOf = <Value>(unit: readonly Value[], wanted: Value | undefined): number =>
  unit.filter((value) => value === wanted).length;

type Distance<Value> = (table: Coincidences<Value>, a: number, b: number) => number;

function alphaOf<Value>(
  units: readonly (readonly (Value | null)[])[],
  inOrder: (a: Value, b: Value) => number,
  distance: Distance<Value>,
): Outcome<Alpha> {
  if (units.length === 0) return undefinedBecause('no_items');
  const paired = units
    .map((unit) => unit.filter((value): value is Value & {} => value !== null))
    .filter((unit) => unit.length > 1);
  if (paired.length === 0) return undefinedBecause('no_pairs');
  const table = coincidences<Value>(paired, inOrder);
  if (table.values.length < 2) return undefinedBecause('one_category');
  const n = sum(table.totals);
  let observed = 0;
  let expected = 0;
  for (const [a, row] of table.met.entries()) {
    for (const [b, met] of row.entries()) {
      const far = distance(table, a, b);
      observed += met * far;
      expected += (table.totals[a] ?? 0) * (table.totals[b] ?? 0) * far;
    }
  }
  // Numbers so near or so far that their squared distance is 0 or infinite.
  if (!(expected > 0 && Number.isFinite(expected))) return undefinedBecause('invalid_input');
  return defined({ alpha: 1 - ((n - 1) * observed) / expected, pairable: n });
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Krippendorff's alpha of names ("Computing Krippendorff's Alpha-Reliability", 2011); null is a missing answer.
 * @param units per item: each rater's answer, in any order. Units with one answer drop out.
 * Undefined: `no_items`; `no_pairs` when no unit has two answers; `one_category` when all answers are equal.
 */
export function nominalAlpha(units: readonly (readonly (string | null)[])[]): Outcome<Alpha> {
  return alphaOf<string>(units, byText, (_, a, b) => (a === b ? 0 : 1));
}

const distances: Record<NumericLevel, Distance<number>> = {
  ordinal: ({ totals }, a, b) => {
    const between = totals.slice(Math.min(a, b), Math.max(a, b) + 1);
    return a === b ? 0 : (sum(between) - ((totals[a] ?? 0) + (totals[b] ?? 0)) / 2) ** 2;
  },
  interval: ({ values }, a, b) => ((values[a] ?? 0) - (values[b] ?? 0)) ** 2,
  ratio: ({ values }, a, b) => {
    const [one = 0, other = 0] = [values[a], values[b]];
    return a === b ? 0 : ((one - other) / (one + other)) ** 2;
  },
};

/**
 * Krippendorff's alpha of numbers, as {@link nominalAlpha}.
 * Undefined also: `invalid_input` when a number is not finite, negative where a ratio is asked for, or when distances are
 * beyond what numbers hold.
 */
export function numericAlpha(units: readonly (readonly (number | null)[])[], level: NumericLevel): Outcome<Alpha> {
  const numbers = units.flat().filter((value) => value !== null);
  const isUsable = numbers.every((value) => Number.isFinite(value) && (level !== 'ratio' || value >= 0));
  if (!isUsable) return undefinedBecause('invalid_input');
  return alphaOf<number>(units, (a, b) => a - b, distances[level]);
}
