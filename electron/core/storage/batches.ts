import { type Batch, batch } from '#contract/batches.ts';
import { compareBatches } from '#domain/review/queue-order.ts';
import type { ReadDb, WriteTx } from './database.ts';

/** Stores or replaces a batch. */
export function putBatch(tx: WriteTx, body: Batch): void {
  tx.run(
    'INSERT INTO batch (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body',
    body.id,
    JSON.stringify(body),
  );
}

/** Takes a batch away; its items go by their own changes. */
export function removeBatch(tx: WriteTx, id: string): void {
  tx.run('DELETE FROM batch WHERE id = ?', id);
}

/** A batch by its id; null when it is not here. */
export function findBatch(db: ReadDb, id: string): Batch | null {
  const row = db.first<{ body: string }>('SELECT body FROM batch WHERE id = ?', id);
  return row === undefined ? null : batch.parse(JSON.parse(row.body));
}

/** All batches in the order of work. */
export function listBatches(db: ReadDb): Batch[] {
  return db
    .all<{ body: string }>('SELECT body FROM batch')
    .map((row) => batch.parse(JSON.parse(row.body)))
    .sort(compareBatches);
}
