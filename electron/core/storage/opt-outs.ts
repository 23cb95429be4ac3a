import { type OptOutNotice, optOutNotice } from '#contract/care.ts';
import { type ItemId, itemId, type ViolationType, violationType } from '#contract/ids.ts';
import type { ReadDb, WriteTx } from './database.ts';

/** Violation types that the person does not want to see, by name. */
export function listOptOuts(db: ReadDb): ViolationType[] {
  return db
    .all<{ violation_type: string }>('SELECT violation_type FROM opt_out ORDER BY violation_type')
    .map((row) => violationType.parse(row.violation_type));
}

/** Replaces the list. */
export function replaceOptOuts(tx: WriteTx, types: readonly string[]): void {
  tx.run('DELETE FROM opt_out');
  for (const type of types) tx.run('INSERT INTO opt_out (violation_type) VALUES (?) ON CONFLICT DO NOTHING', type);
}

interface Unwanted {
  readonly id: string;
  readonly violation_type: string;
}

const UNWANTED = `SELECT id, violation_type FROM item
  WHERE state IN ('open', 'skipped') AND violation_type IN (SELECT violation_type FROM opt_out)`;

function hide(tx: WriteTx, unwanted: readonly Unwanted[]): ItemId[] {
  for (const { id, violation_type } of unwanted) {
    tx.run("UPDATE item SET state = 'removed', skip_order = NULL WHERE id = ?", id);
    tx.run(
      'INSERT INTO opted_out_item (item_id, violation_type) VALUES (?, ?) ON CONFLICT DO NOTHING',
      id,
      violation_type,
    );
  }
  // What the hub took back is the person's no more. Asked from the few that are hidden, never from all items.
  tx.run('DELETE FROM opted_out_item WHERE EXISTS (SELECT 1 FROM item WHERE id = item_id AND content IS NULL)');
  return unwanted.map(({ id }) => itemId.parse(id));
}

/**
 * Takes undecided items of opted-out types out of the queue, their content kept in case the person changes their mind. Answers which.
 * Items the hub took back are theirs no more and are forgotten here.
 */
export function hideOptedOut(tx: WriteTx): ItemId[] {
  return hide(tx, tx.all<Unwanted>(UNWANTED));
}

/** As `hideOptedOut`, among these items only: what a page brought. */
export function hideOptedOutOf(tx: WriteTx, items: readonly string[]): ItemId[] {
  const isAnythingUnwanted = tx.first('SELECT 1 FROM opt_out LIMIT 1') !== undefined;
  const unwanted = isAnythingUnwanted ? items.flatMap((id) => tx.all<Unwanted>(`${UNWANTED} AND id = ?`, id)) : [];
  return hide(tx, unwanted);
}

/** Gives items back to the queue whose types are wanted again and that the hub has not taken meanwhile. Answers which. */
export function showOptedIn(tx: WriteTx): ItemId[] {
  const back = tx.all<{ item_id: string }>(
    'SELECT item_id FROM opted_out_item WHERE violation_type NOT IN (SELECT violation_type FROM opt_out)',
  );
  for (const { item_id } of back) {
    tx.run("UPDATE item SET state = 'open' WHERE id = ? AND state = 'removed' AND content IS NOT NULL", item_id);
    tx.run('DELETE FROM opted_out_item WHERE item_id = ?', item_id);
  }
  return back.map(({ item_id }) => itemId.parse(item_id));
}

/** Keeps what the hub is to be told. */
export function addNotice(tx: WriteTx, notice: OptOutNotice): void {
  tx.run('INSERT INTO opt_out_outbox (body) VALUES (?)', JSON.stringify(notice));
}

/** The newest notice that the hub has not heard; older ones are contained in it. Null when it has heard all. */
export function waitingNotice(db: ReadDb): { readonly seq: number; readonly notice: OptOutNotice } | null {
  const row = db.first<{ seq: number; body: string }>(
    'SELECT seq, body FROM opt_out_outbox WHERE told = 0 ORDER BY seq DESC LIMIT 1',
  );
  return row === undefined ? null : { seq: row.seq, notice: optOutNotice.parse(JSON.parse(row.body)) };
}

/** The hub has heard everything up to this notice. */
export function markTold(tx: WriteTx, seq: number): void {
  tx.run('UPDATE opt_out_outbox SET told = 1 WHERE seq <= ?', seq);
}

/** The hub began another life and may have forgotten: the list is told again. */
export function tellAgain(tx: WriteTx): void {
  tx.run('UPDATE opt_out_outbox SET told = 0 WHERE seq = (SELECT max(seq) FROM opt_out_outbox)');
}
