import type { Draw } from '#contract/batches.ts';
import { assertNever } from '#contract/assert.ts';
import { type Digest, inRandomOrder } from '../sampling/random-order.ts';

/** A record that may be drawn, and when it was imported relative to the others. */
export interface FrameEntry {
  readonly id: string;
  readonly pack_order: number;
}

/**
 * Draws records from a frame, without replacement. The same frame, seed and size give the same records on any machine, and
 * a larger size gives the same ones first.
 * @param digest gives the random order: domain/sampling/random-order.ts
 */
export function drawRecords(frame: readonly FrameEntry[], how: Draw, digest: Digest): string[] {
  switch (how.method) {
    case 'pack_order':
      return frame
        .toSorted((a, b) => a.pack_order - b.pack_order)
        .slice(0, how.size)
        .map((entry) => entry.id);
    case 'random':
      return inRandomOrder(frame, how.seed, digest)
        .slice(0, how.size)
        .map((entry) => entry.id);
    default:
      return assertNever(how);
  }
}

/** Deals records out in turn: the first to the first person, the second to the second, and round again. */
export function dealInTurn<Person extends string>(
  records: readonly string[],
  people: readonly Person[],
): { readonly record_id: string; readonly assignee: Person; readonly position: number }[] {
  return records.flatMap((record_id, position) => {
    const assignee = people[position % people.length];
    return assignee === undefined ? [] : [{ record_id, assignee, position }];
  });
}
