import type { Item } from '#contract/batches.ts';
import type { VerdictKind } from '#contract/verdicts.ts';
import type { ReadDb, WriteTx } from './database.ts';
import { findVerdict } from './results.ts';
import { sealBody } from './item-content.ts';

export type ItemState = 'open' | 'skipped' | 'decided' | 'removed';

/** An item without its record: what queues and rules need. */
export interface ItemRow {
  readonly id: string;
  readonly batch_id: string;
  readonly record_id: string;
  readonly position: number;
  readonly round: number;
  readonly state: ItemState;
  /** The result that counts now, verdict or withdrawal; null before the first. */
  readonly result_id: string | null;
}

/** The columns of an `ItemRow`. */
export const ITEM_COLUMNS = 'id, batch_id, record_id, position, round, state, result_id';

/** What is stored of an item beside its body. */
export interface ToldItem extends Pick<Item, 'id' | 'batch_id' | 'record_id' | 'position' | 'round' | 'clips'> {
  readonly language: string | null;
  readonly violation_type: string | null;
  readonly subject_id: string | null;
}

/** The code for not knowing a record's language. */
const UNKNOWN_LANGUAGE = 'und';

/**
 * Stores or replaces an item as the hub tells it, with its body as it came. What was decided here stays: a local result of the same
 * round counts, whatever the hub still says.
 */
export function putItem(tx: WriteTx, told: ToldItem, body: Uint8Array, generation: number): void {
  const { id, batch_id, record_id, position, round, violation_type, subject_id } = told;
  const language = told.language || UNKNOWN_LANGUAGE;
  const content = sealBody(tx, told, body);
  // Most items of a pull are new, so inserting is tried before looking.
  const isNew = tx.run(
    `INSERT INTO item (id, batch_id, record_id, position, round, language, violation_type, subject_id, state, generation, content)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?) ON CONFLICT (id) DO NOTHING`,
    id,
    batch_id,
    record_id,
    position,
    round,
    language,
    violation_type,
    subject_id,
    generation,
    content,
  );
  if (isNew === 0) {
    const before = findItem(tx, id);
    tx.run(
      `UPDATE item SET batch_id = ?, record_id = ?, position = ?, round = ?, language = ?, violation_type = ?, subject_id = ?,
       generation = ?, content = ? WHERE id = ?`,
      batch_id,
      record_id,
      position,
      round,
      language,
      violation_type,
      subject_id,
      generation,
      content,
      id,
    );
    if (before !== null && before.round !== round) setItemState(tx, id, 'open', null);
    else if (before?.state === 'removed') restoreState(tx, before);
  }
  putItemClips(tx, told, isNew === 0);
}

/** The item was away and is here again: what was decided here counts as before. */
function restoreState(tx: WriteTx, before: ItemRow): void {
  const isDecided = before.result_id !== null && findVerdict(tx, before.result_id) !== null;
  setItemState(tx, before.id, isDecided ? 'decided' : 'open', before.result_id);
}

function putItemClips(tx: WriteTx, told: ToldItem, replaces: boolean): void {
  if (replaces) tx.run('DELETE FROM item_clip WHERE item_id = ?', told.id);
  for (const clip of told.clips) {
    if (clip.sha256 === null) continue;
    tx.run(
      "INSERT INTO clip (sha256, bytes, state) VALUES (?, ?, 'wanted') ON CONFLICT (sha256) DO NOTHING",
      clip.sha256,
      clip.bytes,
    );
    tx.run(
      'INSERT INTO item_clip (item_id, ordinal, sha256) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      told.id,
      clip.ordinal,
      clip.sha256,
    );
  }
}

/** Remembers for an item that is not here (any more) which result counts, for the day it comes. */
export function rememberDecided(
  tx: WriteTx,
  at: { item_id: string; batch_id: string; record_id: string; round: number },
  resultId: string,
): void {
  tx.run(
    `INSERT INTO item (id, batch_id, record_id, position, round, language, state, result_id, generation)
     VALUES (?, ?, ?, 0, ?, 'und', 'removed', ?, 0)
     ON CONFLICT (id) DO UPDATE SET round = excluded.round, result_id = excluded.result_id`,
    at.item_id,
    at.batch_id,
    at.record_id,
    at.round,
    resultId,
  );
}

/** The item was taken back: its content goes, its results and its place among the verdicts stay. */
export function removeItem(tx: WriteTx, id: string): void {
  tx.run('DELETE FROM item_clip WHERE item_id = ?', id);
  tx.run('DELETE FROM draft WHERE item_id = ?', id);
  tx.run("UPDATE item SET state = 'removed', skip_order = NULL, content = NULL WHERE id = ?", id);
}

/**
 * After a pull from the start: items that did not come again were taken back while nobody told, and so was what had been begun on them. Answers
 * the batches they were of.
 */
export function removeOlderGenerations(tx: WriteTx, generation: number): ReadonlySet<string> {
  const gone = tx.all<{ id: string; batch_id: string }>(
    "SELECT id, batch_id FROM item WHERE generation < ? AND (state <> 'removed' OR content IS NOT NULL)",
    generation,
  );
  for (const { id } of gone) removeItem(tx, id);
  tx.run('DELETE FROM draft WHERE item_id IN (SELECT id FROM item WHERE generation < ?)', generation);
  return new Set(gone.map(({ batch_id }) => batch_id));
}

/** Moves an item to a state with the result that counts from now on. Not for skipping, which has an order. */
export function setItemState(tx: WriteTx, id: string, state: 'open' | 'decided', resultId: string | null): void {
  const changed = tx.run(
    'UPDATE item SET state = ?, skip_order = NULL, result_id = ? WHERE id = ?',
    state,
    resultId,
    id,
  );
  if (changed !== 1) throw new Error(`item ${id} is not in the database`);
}

/** Puts an undecided item behind all others, those skipped before included. */
export function skipItem(tx: WriteTx, id: string): void {
  const last = tx.first<{ n: number | null }>("SELECT max(skip_order) AS n FROM item WHERE state = 'skipped'");
  tx.run("UPDATE item SET state = 'skipped', skip_order = ? WHERE id = ?", (last?.n ?? 0) + 1, id);
}

/** An item without its record; null when it never came to this device. */
export function findItem(db: ReadDb, id: string): ItemRow | null {
  return db.first<ItemRow>(`SELECT ${ITEM_COLUMNS} FROM item WHERE id = ?`, id) ?? null;
}

/** Which of these records wait undecided in one of these batches. */
export function waitingRecords(
  db: ReadDb,
  records: readonly string[],
  batches: readonly string[],
): ReadonlySet<string> {
  const rows = db.all<{ record_id: string }>(
    `SELECT DISTINCT record_id FROM item WHERE state IN ('open', 'skipped')
       AND batch_id IN (SELECT value FROM json_each(?)) AND record_id IN (SELECT value FROM json_each(?))`,
    JSON.stringify(batches),
    JSON.stringify(records),
  );
  return new Set(rows.map(({ record_id }) => record_id));
}

/** The first item of a batch in a state, after a position (-1: from the start). */
export function firstAfter(db: ReadDb, batchId: string, state: ItemState, position: number): ItemRow | null {
  return (
    db.first<ItemRow>(
      `SELECT ${ITEM_COLUMNS} FROM item WHERE batch_id = ? AND state = ? AND position > ? ORDER BY position LIMIT 1`,
      batchId,
      state,
      position,
    ) ?? null
  );
}

/** The last item of a batch in a state, before a position. */
export function lastBefore(db: ReadDb, batchId: string, state: ItemState, position: number): ItemRow | null {
  return (
    db.first<ItemRow>(
      `SELECT ${ITEM_COLUMNS} FROM item WHERE batch_id = ? AND state = ? AND position < ? ORDER BY position DESC LIMIT 1`,
      batchId,
      state,
      position,
    ) ?? null
  );
}

/** Skipped items in the order in which they were skipped. */
export function listSkipped(db: ReadDb): ItemRow[] {
  return db.all<ItemRow>(`SELECT ${ITEM_COLUMNS} FROM item WHERE state = 'skipped' ORDER BY skip_order`);
}

/** How many items of a batch are here, and how many of them are decided. */
export function countItems(db: ReadDb, batchId: string): { total: number; decided: number } {
  const rows = db.all<{ state: ItemState; n: number }>(
    "SELECT state, count(*) AS n FROM item WHERE batch_id = ? AND state <> 'removed' GROUP BY state",
    batchId,
  );
  return {
    total: rows.reduce((sum, row) => sum + row.n, 0),
    decided: rows.find((row) => row.state === 'decided')?.n ?? 0,
  };
}

/** How many items of a batch are in each language, most first. */
export function countLanguages(db: ReadDb, batchId: string): { language: string; items: number }[] {
  return db.all(
    `SELECT language, count(*) AS items FROM item WHERE batch_id = ? AND state <> 'removed'
     GROUP BY language ORDER BY items DESC, language`,
    batchId,
  );
}

/** One line of a batch's list. */
export interface QueueRow {
  readonly item_id: string;
  readonly record_id: string;
  readonly position: number;
  readonly state: 'open' | 'draft' | 'skipped' | 'decided';
  readonly kind: VerdictKind | null;
  readonly language: string;
}

/** All items of a batch by position. */
export function listQueue(db: ReadDb, batchId: string): QueueRow[] {
  return db.all<QueueRow>(
    `SELECT i.id AS item_id, i.record_id, i.position, i.language,
       CASE WHEN i.state = 'open' AND d.item_id IS NOT NULL THEN 'draft' ELSE i.state END AS state,
       CASE WHEN i.state = 'decided' THEN r.kind END AS kind
     FROM item i LEFT JOIN draft d ON d.item_id = i.id LEFT JOIN result r ON r.id = i.result_id
     WHERE i.batch_id = ? AND i.state <> 'removed' ORDER BY i.position`,
    batchId,
  );
}

/** Violation types that original decisions here name. */
export function listViolationTypes(db: ReadDb): string[] {
  return db
    .all<{ violation_type: string }>(
      "SELECT DISTINCT violation_type FROM item WHERE state <> 'removed' AND violation_type IS NOT NULL",
    )
    .map((row) => row.violation_type);
}

/** Remembers which item is open, for the next start. */
export function setPosition(tx: WriteTx, itemId: string): void {
  tx.run(
    'INSERT INTO position (one, item_id) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET item_id = excluded.item_id',
    itemId,
  );
}

/** The item that was open last; null when none was. */
export function readPosition(db: ReadDb): string | null {
  return db.first<{ item_id: string }>('SELECT item_id FROM position')?.item_id ?? null;
}
