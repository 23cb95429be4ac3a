import { Z_95 } from './normal.ts';
import { defined, isCount, type Outcome, sum, undefinedBecause } from './outcome.ts';
import { type Rate, rate } from './rate.ts';
import { type ReadTable, readTable, type Table } from './table.ts';

/** How answers met the truth for one class: "positive" is this class. */
export interface ClassCounts {
  readonly true_positive: number;
  readonly false_positive: number;
  readonly false_negative: number;
  readonly true_negative: number;
}

/** What is said of one class. Each may be undefined by itself. */
export interface ClassMeasures {
  /** Items that are truly of this class. */
  readonly support: number;
  readonly precision: Outcome<Rate>;
  readonly recall: Outcome<Rate>;
  readonly false_positive_rate: Outcome<Rate>;
  readonly accuracy: Outcome<Rate>;
  readonly f1: Outcome<number>;
}

const areCounts = (counts: ClassCounts): boolean =>
  [counts.true_positive, counts.false_positive, counts.false_negative, counts.true_negative].every(isCount);

/**
 * F1 = 2 TP / (2 TP + FP + FN), the harmonic mean of precision and recall.
 * Undefined: `no_items` when the class is neither true nor answered anywhere; `invalid_input`.
 */
export function f1(counts: ClassCounts): Outcome<number> {
  if (!areCounts(counts)) return undefinedBecause('invalid_input');
  const twice = 2 * counts.true_positive;
  const all = twice + counts.false_positive + counts.false_negative;
  return all === 0 ? undefinedBecause('no_items') : defined(twice / all);
}

/** Precision, recall and their kin of one class. 0 of 0 is undefined (`no_items`), not 0; `invalid_input` when no counts. */
export function classMeasures(counts: ClassCounts, z: number = Z_95): ClassMeasures {
  const { true_positive, false_positive, false_negative, true_negative } = counts;
  const positives = true_positive + false_negative;
  const negatives = false_positive + true_negative;
  return {
    support: positives,
    precision: rate(true_positive, true_positive + false_positive, z),
    recall: rate(true_positive, positives, z),
    false_positive_rate: rate(false_positive, negatives, z),
    accuracy: rate(true_positive + true_negative, positives + negatives, z),
    f1: f1(counts),
  };
}

/** A mean over classes, with how many had a value and how many had none. */
export interface MacroMean {
  readonly value: number;
  readonly classes: number;
  readonly left_out: number;
}

/** What is said of a whole table of truth (rows) and answers (columns). */
export interface TableMeasures {
  readonly classes: readonly ClassMeasures[];
  readonly accuracy: Outcome<Rate>;
  readonly macro: {
    readonly precision: Outcome<MacroMean>;
    readonly recall: Outcome<MacroMean>;
    readonly f1: Outcome<MacroMean>;
  };
  readonly mcc: Outcome<number>;
}

function macroMean(values: readonly Outcome<number>[]): Outcome<MacroMean> {
  const known = values.flatMap((value) => (value.kind === 'defined' ? [value.value] : []));
  if (known.length === 0) return undefinedBecause('no_items');
  return defined({
    value: sum(known) / known.length,
    classes: known.length,
    left_out: values.length - known.length,
  });
}

const valueOf = (outcome: Outcome<Rate>): Outcome<number> =>
  outcome.kind === 'defined' ? defined(outcome.value.value) : outcome;

function countsOf(table: ReadTable, place: number): ClassCounts {
  const hit = table.cells.find(({ row, column }) => row === place && column === place)?.count ?? 0;
  const truth = table.rows[place] ?? 0;
  const answered = table.columns[place] ?? 0;
  return {
    true_positive: hit,
    false_positive: answered - hit,
    false_negative: truth - hit,
    true_negative: table.n - truth - answered + hit,
  };
}

/** Matthews' correlation coefficient for any number of classes (Gorodkin 2004). */
function correlation({ n, cells, rows, columns }: ReadTable): Outcome<number> {
  const right = sum(cells.filter(({ row, column }) => row === column).map(({ count }) => count));
  const together = sum(rows.map((count, place) => count * (columns[place] ?? 0)));
  const spreadOfTruth = n * n - sum(rows.map((count) => count * count));
  const spreadOfAnswers = n * n - sum(columns.map((count) => count * count));
  if (spreadOfTruth === 0 || spreadOfAnswers === 0) return undefinedBecause('one_category');
  return defined((right * n - together) / (Math.sqrt(spreadOfTruth) * Math.sqrt(spreadOfAnswers)));
}

/**
 * Measures of a confusion table: rows are the truth, columns the answers. A macro mean is over the classes that have a
 * value and says how many have none. MCC is undefined (`one_category`) when truth or answers are all of one class.
 * Undefined as a whole: `no_items`; `invalid_input` (no square table of counts).
 */
export function tableMeasures(table: Table, z: number = Z_95): Outcome<TableMeasures> {
  const read = readTable(table);
  if (read.kind === 'undefined') return read;
  const counts = table.map((_, place) => countsOf(read.value, place));
  const classes = counts.map((one) => classMeasures(one, z));
  return defined({
    classes,
    accuracy: rate(sum(counts.map((one) => one.true_positive)), read.value.n, z),
    macro: {
      precision: macroMean(classes.map((one) => valueOf(one.precision))),
      recall: macroMean(classes.map((one) => valueOf(one.recall))),
      f1: macroMean(classes.map((one) => one.f1)),
    },
    mcc: correlation(read.value),
  });
}
