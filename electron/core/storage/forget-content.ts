import { takeOrphans } from './clips.ts';
import { type Database, type WriteTx, write } from './database.ts';
import { restartPull } from './sync-state.ts';

/** The batches whose records here need a key. */
function batchesWithContent(db: Pick<Database, 'all'>): string[] {
  return db.all<{ batch_id: string }>('SELECT batch_id FROM content_key').map((row) => row.batch_id);
}

/** Whether a record is here. */
export const hasContent = (db: Pick<Database, 'first'>): boolean => db.first('SELECT 1 FROM content_key') !== undefined;

/** The records of a batch go, and which clips they name; bare rows stay, so that drafts and verdicts keep their place. */
function forgetRecords(tx: WriteTx, batchId: string): void {
  tx.run('DELETE FROM item_clip WHERE item_id IN (SELECT id FROM item WHERE batch_id = ?)', batchId);
  tx.run(
    "UPDATE item SET state = 'removed', skip_order = NULL, content = NULL WHERE batch_id = ? AND content IS NOT NULL",
    batchId,
  );
  tx.run('DELETE FROM content_key WHERE batch_id = ?', batchId);
}

/**
 * Notes which of these batches have no record here any more; their keys are to be shredded after the commit (`ContentKeys.shred`). Answers which.
 */
export function takeEmptied(tx: WriteTx, batches: Iterable<string>): string[] {
  return [...batches].filter((batchId) => {
    const isLeft = tx.first('SELECT 1 FROM item WHERE batch_id = ? AND content IS NOT NULL LIMIT 1', batchId);
    return isLeft === undefined && tx.run('DELETE FROM content_key WHERE batch_id = ?', batchId) > 0;
  });
}

/**
 * Makes good what a kill, lost power or a lost file left: records whose key is gone are forgotten, and the hub is asked for everything again; a key that
 * nothing here needs is shredded. Throws what the disk throws.
 */
export function mendContent(db: Database): void {
  const { content } = db.seals;
  const batches = batchesWithContent(db);
  const lost = batches.filter((batchId) => !content.has(batchId));
  if (lost.length > 0) {
    write(db, (tx) => {
      for (const batchId of lost) forgetRecords(tx, batchId);
      restartPull(tx);
    });
  }
  content.shredAllBut(new Set(batches));
}

/**
 * Forgets everything that the hub lent: no record here can be read by anybody when this returns. What the person made stays (verdicts, drafts), and the
 * next pull begins from the start. The keys go first; when the rest is cut off, opening the database ends it. Throws what the disk throws.
 */
export function forgetContent(db: Database): void {
  db.seals.content.shredAllBut(new Set());
  write(db, (tx) => {
    for (const batchId of batchesWithContent(tx)) forgetRecords(tx, batchId);
    takeOrphans(tx);
    restartPull(tx);
  });
  db.foldLog();
}
