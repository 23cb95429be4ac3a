import type { Batch } from '#contract/batches.ts';

/** Batches as they are worked through: the most urgent first, then the earliest due (no due time last), then the oldest. */
export function compareBatches(a: Batch, b: Batch): number {
  return (
    b.priority - a.priority ||
    dueTime(a) - dueTime(b) ||
    Date.parse(a.created_at) - Date.parse(b.created_at) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

/** Any number that a date cannot reach; infinity would make the difference of two undated batches NaN. */
const NEVER = 8.64e15 + 1;

function dueTime(batch: Batch): number {
  return batch.due_at === null ? NEVER : Date.parse(batch.due_at);
}
