import { Z_95 } from './normal.ts';
import { defined, isCount, type Outcome, sum, undefinedBecause } from './outcome.ts';
import { type Rate, rate } from './rate.ts';
import { type ReadTable, readTable, type Table } from './table.ts';

/** The plain share of equal answers, and how common each class is: what a kappa cannot be read without. */
export interface PercentageAgreement {
  readonly agreement: Rate;
  /** Per class, in the table's order: the mean of both raters' shares. */
  readonly prevalence: readonly number[];
}

const agreed = ({ cells }: ReadTable): number =>
  sum(cells.filter(({ row, column }) => row === column).map(({ count }) => count));

const prevalenceOf = ({ rows, columns, n }: ReadTable): number[] =>
  rows.map((count, place) => (count + (columns[place] ?? 0)) / (2 * n));

/** Percentage agreement of two raters with prevalence. Undefined: `no_items`; `invalid_input` (no square table of counts). */
export function percentageAgreement(table: Table, z: number = Z_95): Outcome<PercentageAgreement> {
  const read = readTable(table);
  if (read.kind === 'undefined') return read;
  const agreement = rate(agreed(read.value), read.value.n, z);
  if (agreement.kind === 'undefined') return agreement;
  return defined({ agreement: agreement.value, prevalence: prevalenceOf(read.value) });
}

/** A table in which another class than its only one could have been chosen. */
function readChoice(table: Table): Outcome<ReadTable> {
  const read = readTable(table);
  return read.kind === 'defined' && read.value.size < 2 ? undefinedBecause('one_category') : read;
}

/**
 * Prevalence- and bias-adjusted kappa: (q po - 1) / (q - 1) for q classes (Byrt, Bishop, Carlin 1993; Bennett's S).
 * Undefined: `no_items`; `one_category` when only one class could be chosen; `invalid_input`.
 */
export function pabak(table: Table): Outcome<number> {
  const read = readChoice(table);
  if (read.kind === 'undefined') return read;
  const { n, size } = read.value;
  return defined((size * (agreed(read.value) / n) - 1) / (size - 1));
}

/**
 * Gwet's AC1 of two raters (Gwet 2008): chance agreement is the mean of pi (1 - pi) over the other classes. Defined also
 * where both used one class of several. Undefined: `no_items`; `one_category` when only one could be chosen; `invalid_input`.
 */
export function gwetAc1(table: Table): Outcome<number> {
  const read = readChoice(table);
  if (read.kind === 'undefined') return read;
  const { n, size } = read.value;
  const expected = sum(prevalenceOf(read.value).map((share) => share * (1 - share))) / (size - 1);
  return defined((agreed(read.value) / n - expected) / (1 - expected));
}

/** Fleiss' kappa with mean agreement per item and agreement by chance. */
export interface FleissKappa {
  readonly kappa: number;
  readonly observed: number;
  readonly expected: number;
  readonly items: number;
  readonly raters: number;
}

/**
 * Fleiss' kappa (Fleiss 1971). Raters need not be the same people for each item, but as many.
 * @param counts per item: how many raters chose each class
 * Undefined: `no_items`; `unequal_raters`; `one_rater` when fewer than two rated; `one_category`; `invalid_input`.
 */
export function fleissKappa(counts: Table): Outcome<FleissKappa> {
  const [first] = counts;
  if (first === undefined) return undefinedBecause('no_items');
  if (!counts.every((item) => item.length === first.length && item.every(isCount)))
    return undefinedBecause('invalid_input');
  const raters = sum(first);
  if (counts.some((item) => sum(item) !== raters)) return undefinedBecause('unequal_raters');
  if (raters < 2) return undefinedBecause('one_rater');
  const items = counts.length;
  const totals = first.map((_, place) => sum(counts.map((item) => item[place] ?? 0)));
  if (totals.filter((total) => total > 0).length < 2) return undefinedBecause('one_category');
  const pairs = sum(counts.map((item) => sum(item.map((count) => count * (count - 1)))));
  const observed = pairs / (items * raters * (raters - 1));
  const expected = sum(totals.map((total) => (total / (items * raters)) ** 2));
  return defined({ kappa: (observed - expected) / (1 - expected), observed, expected, items, raters });
}
