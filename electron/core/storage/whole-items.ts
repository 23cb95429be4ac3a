import { z } from 'zod';
import { type Item, item } from '#contract/batches.ts';
import { moderationRecord, type OriginalDecision } from '#contract/records.ts';
import type { ReadDb } from './database.ts';
import { openBody, type SealedItem } from './item-content.ts';
import { ITEM_COLUMNS, type ItemRow } from './items.ts';
import type { RowSeals } from './row-seals.ts';

/** An item with its record, and its row. */
export interface WholeItem {
  readonly row: ItemRow;
  readonly item: Item;
}

/** So many decisions are remembered: the open item's, and those of the ones beside it that were read ahead. */
const MOST_REMEMBERED = 32;

interface Remembered {
  readonly content: Buffer;
  readonly decision: OriginalDecision | null;
}

/** What was decided at first on records that were read lately: whoever gives a verdict has just read one, and waits for nothing twice. */
const remembered = new WeakMap<RowSeals, Map<string, Remembered>>();

function remember({ seals }: ReadDb, id: string, about: Remembered): void {
  const known = remembered.get(seals) ?? new Map<string, Remembered>();
  remembered.set(seals, known);
  known.delete(id);
  known.set(id, about);
  const [oldest] = known.keys();
  if (known.size > MOST_REMEMBERED && oldest !== undefined) known.delete(oldest);
}

function wholeOf(db: ReadDb, row: ItemRow & SealedItem): WholeItem {
  const whole = { row, item: item.parse(JSON.parse(openBody(db, row))) };
  remember(db, row.id, { content: row.content, decision: whole.item.record.decision ?? null });
  return whole;
}

/** Items here whose records are of a subject, without the given one; those that came last first. */
export function ofSameSubject(db: ReadDb, subject: string, except: string, limit: number): WholeItem[] {
  return db
    .all<ItemRow & SealedItem>(
      `SELECT ${ITEM_COLUMNS}, content FROM item WHERE subject_id = ? AND id <> ? AND state <> 'removed' ORDER BY rowid DESC LIMIT ?`,
      subject,
      except,
      limit,
    )
    .map((row) => wholeOf(db, row));
}

const findSealed = (db: ReadDb, id: string): (ItemRow & SealedItem) | undefined =>
  db.first(`SELECT ${ITEM_COLUMNS}, content FROM item WHERE id = ? AND state <> 'removed'`, id);

/** The item with its record and its row; null when it is not here or was taken back. */
export function findWhole(db: ReadDb, id: string): WholeItem | null {
  const found = findSealed(db, id);
  return found === undefined ? null : wholeOf(db, found);
}

const recordDecision = z.object({ record: z.object({ decision: moderationRecord.shape.decision }) });

/** As `findWhole`, but of the record only what was decided at first is checked and given: a verdict needs no more, and is quicker for it. */
export function findWithDecision(
  db: ReadDb,
  id: string,
): { readonly row: ItemRow; readonly decision: OriginalDecision | null } | null {
  const found = findSealed(db, id);
  if (found === undefined) return null;
  const known = remembered.get(db.seals)?.get(id);
  // The same bytes were opened and found authentic.
  if (known?.content.equals(found.content) === true) return { row: found, decision: known.decision };
  return { row: found, decision: recordDecision.parse(JSON.parse(openBody(db, found))).record.decision ?? null };
}
