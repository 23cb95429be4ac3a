import type { ItemId } from '#contract/ids.ts';
import { itemId } from '#contract/ids.ts';
import type { Batch } from '#contract/batches.ts';
import { fail, ok, type Result } from '#contract/result.ts';
import { type Account, recordEvent } from '../../account.ts';
import { listBatches } from '../../storage/batches.ts';
import { type ReadDb, write } from '../../storage/database.ts';
import {
  findItem,
  firstAfter,
  type ItemRow,
  lastBefore,
  listSkipped,
  readPosition,
  skipItem,
} from '../../storage/items.ts';

const idOf = (row: ItemRow | null | undefined): ItemId | null => (row ? itemId.parse(row.id) : null);

/**
 * The next undecided item: behind the given one in the order of the queue, then from its start, then the skipped ones in the order in
 * which they were skipped; null when nothing is left. The given item itself is never the answer.
 */
export function nextUndecided(db: ReadDb, from: Pick<ItemRow, 'id' | 'batch_id' | 'position'>): ItemId | null {
  const inSameBatch = firstAfter(db, from.batch_id, 'open', from.position);
  if (inSameBatch) return idOf(inSameBatch);
  const batches = listBatches(db);
  const place = batches.findIndex((batch) => batch.id === from.batch_id);
  const elsewhere = firstOpen(db, [...batches.slice(place + 1), ...batches.slice(0, place + 1)], from.id);
  return idOf(elsewhere ?? listSkipped(db).find((row) => row.id !== from.id));
}

function firstOpen(db: ReadDb, batches: readonly Batch[], except: string | null): ItemRow | null {
  for (const batch of batches) {
    const first = firstAfter(db, batch.id, 'open', -1);
    const found = first !== null && first.id === except ? firstAfter(db, batch.id, 'open', first.position) : first;
    if (found !== null) return found;
  }
  return null;
}

/** The item before this one in the order of the queue, whatever its state; null for the very first. */
export function previousInQueue(db: ReadDb, from: ItemRow): ItemId | null {
  const batches = listBatches(db);
  const place = batches.findIndex((batch) => batch.id === from.batch_id);
  const nearest = (batchId: string, position: number): ItemRow | null =>
    (['open', 'skipped', 'decided'] as const)
      .map((state) => lastBefore(db, batchId, state, position))
      .reduce((best, row) => (row !== null && (best === null || row.position > best.position) ? row : best), null);
  const inSameBatch = nearest(from.batch_id, from.position);
  if (inSameBatch !== null) return idOf(inSameBatch);
  for (const batch of batches.slice(0, Math.max(place, 0)).reverse()) {
    const found = nearest(batch.id, Number.MAX_SAFE_INTEGER);
    if (found !== null) return idOf(found);
  }
  return null;
}

/** Where to go on: the item last open, if it is still to be decided and in the asked batch; else the first undecided one. */
export function resume(account: Account, batchId: string | null): ItemId | null {
  const { db } = account;
  const last = readPosition(db);
  const row = last === null ? null : findItem(db, last);
  const isUndecided = row?.state === 'open' || row?.state === 'skipped';
  if (row && isUndecided && (batchId === null || row.batch_id === batchId)) return idOf(row);
  const batches = listBatches(db).filter((batch) => batchId === null || batch.id === batchId);
  const skipped = listSkipped(db).find((each) => batchId === null || each.batch_id === batchId);
  return idOf(firstOpen(db, batches, null) ?? skipped);
}

/** Puts an item behind all undecided ones; the answer is where to go, which is the item itself when it is the only one left. */
export function skip(account: Account, id: ItemId): Result<{ next_id: ItemId | null }, 'item-unknown'> {
  const row = findItem(account.db, id);
  if (row === null || row.state === 'removed') return fail('item-unknown', `item ${id} is not on this device`);
  if (row.state !== 'decided') {
    write(account.db, (tx) => {
      skipItem(tx, id);
      recordEvent(tx, account, { type: 'skip', item_id: id });
    });
  }
  return ok({ next_id: nextUndecided(account.db, row) ?? (row.state === 'decided' ? null : id) });
}
