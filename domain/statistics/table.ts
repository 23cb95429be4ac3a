import { defined, isCount, type Outcome, sum, undefinedBecause } from './outcome.ts';

/** Counts of items: the row is the first rater's class (or the truth), the column the second's (or the answer). */
export type Table = readonly (readonly number[])[];

/** A table that was looked at: square, of counts, with something in it. */
export interface ReadTable {
  readonly n: number;
  readonly size: number;
  readonly cells: readonly Cell[];
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

interface Cell {
  readonly row: number;
  readonly column: number;
  readonly count: number;
}

/** Reads a table with its margins. Undefined: `invalid_input` when it is not square or not of counts; `no_items` when empty. */
export function readTable(table: Table): Outcome<ReadTable> {
  const isSquare = table.every((row) => row.length === table.length && row.every(isCount));
  if (!isSquare) return undefinedBecause('invalid_input');
  const rows = table.map(sum);
  const n = sum(rows);
  if (n === 0) return undefinedBecause('no_items');
  const columns = table.map((_, column) => sum(table.map((row) => row[column] ?? 0)));
  const cells = table.flatMap((counts, row) => counts.map((count, column) => ({ row, column, count })));
  return defined({ n, size: table.length, cells, rows, columns });
}

/**
 * Counts pairs of answers into a table whose rows and columns are `classes`, in that order.
 * Undefined: `invalid_input` when an answer is none of the classes or a class is there twice.
 */
export function crossTable<Class extends string | number>(
  pairs: readonly (readonly [Class, Class])[],
  classes: readonly Class[],
): Outcome<Table> {
  const places = new Map(classes.map((name, place) => [name, place]));
  if (places.size !== classes.length) return undefinedBecause('invalid_input');
  const table = classes.map(() => classes.map(() => 0));
  for (const [first, second] of pairs) {
    const row = table[places.get(first) ?? -1];
    const column = places.get(second);
    if (row === undefined || column === undefined) return undefinedBecause('invalid_input');
    row[column] = (row[column] ?? 0) + 1;
  }
  return defined(table);
}
