import { Z_95 } from './normal.ts';
import { defined, type Interval, type Outcome, sum, undefinedBecause } from './outcome.ts';
import { type ReadTable, readTable, type Table } from './table.ts';

/** How much a disagreement counts: all alike, by its distance, or by the square of its distance. */
export type KappaWeights = 'none' | 'linear' | 'quadratic';

/** Cohen's kappa, with the standard error for its interval and the one for the test against 0. */
export interface Kappa {
  readonly kappa: number;
  readonly n: number;
  readonly observed: number;
  readonly expected: number;
  readonly standard_error: number;
  readonly standard_error_if_zero: number;
  readonly interval: Interval;
}

function distance(weights: KappaWeights, row: number, column: number): number {
  switch (weights) {
    case 'none':
      return row === column ? 0 : 1;
    case 'linear':
      return Math.abs(row - column);
    case 'quadratic':
      return (row - column) ** 2;
  }
}

/** Variance sums of Fleiss, Cohen and Everitt, over agreement weights between 0 and 1. */
function standardErrors(table: ReadTable, agreement: (row: number, column: number) => number, kappa: number) {
  const { n, cells, rows, columns } = table;
  const expected = sum(
    cells.map(({ row, column }) => (agreement(row, column) * (rows[row] ?? 0) * (columns[column] ?? 0)) / (n * n)),
  );
  const ofRow = rows.map((_, row) => sum(columns.map((count, column) => (count / n) * agreement(row, column))));
  const ofColumn = columns.map((_, column) => sum(rows.map((count, row) => (count / n) * agreement(row, column))));
  // Both are spreads about a mean, summed as such: subtracting squares at the end would leave dust where there is no spread.
  const centre = kappa - expected * (1 - kappa);
  let spread = 0;
  let spreadIfZero = 0;
  for (const { row, column, count } of cells) {
    const weight = agreement(row, column);
    const mean = (ofRow[row] ?? 0) + (ofColumn[column] ?? 0);
    spread += (count / n) * (weight - mean * (1 - kappa) - centre) ** 2;
    spreadIfZero += (((rows[row] ?? 0) * (columns[column] ?? 0)) / (n * n)) * (weight - mean + expected) ** 2;
  }
  const scale = Math.sqrt(n) * (1 - expected);
  return { own: Math.sqrt(spread) / scale, ifZero: Math.sqrt(spreadIfZero) / scale };
}

/**
 * Cohen's kappa of two raters (Cohen 1960; with weights Cohen 1968), standard errors after Fleiss, Cohen and Everitt
 * 1969; the interval is kappa +- z standard errors, not beyond -1 and 1. With weights, classes stand in their order.
 * Undefined: `no_items`; `one_category` when both used one class only (expected agreement is 1), never 1;
 * `invalid_input` when the table is not square or not of counts.
 */
export function cohenKappa(table: Table, weights: KappaWeights = 'none', z: number = Z_95): Outcome<Kappa> {
  const read = readTable(table);
  if (read.kind === 'undefined') return read;
  const { n, size, cells, rows, columns } = read.value;
  const disagreed = sum(cells.map(({ row, column, count }) => distance(weights, row, column) * count));
  const byChance = sum(
    cells.map(({ row, column }) => distance(weights, row, column) * (rows[row] ?? 0) * (columns[column] ?? 0)),
  );
  if (byChance === 0) return undefinedBecause('one_category');
  const kappa = 1 - (n * disagreed) / byChance;
  const farthest = distance(weights, 0, size - 1);
  const agreement = (row: number, column: number) => 1 - distance(weights, row, column) / farthest;
  const error = standardErrors(read.value, agreement, kappa);
  return defined({
    kappa,
    n,
    observed: 1 - disagreed / (n * farthest),
    expected: 1 - byChance / (n * n * farthest),
    standard_error: error.own,
    standard_error_if_zero: error.ifZero,
    interval: { low: Math.max(-1, kappa - z * error.own), high: Math.min(1, kappa + z * error.own) },
  });
}
