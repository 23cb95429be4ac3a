import { type Draft, draft } from '#contract/review.ts';
import type { ReadDb, WriteTx } from './database.ts';

/** Keeps what was begun on an item. */
export function putDraft(tx: WriteTx, itemId: string, body: Draft): void {
  tx.run(
    'INSERT INTO draft (item_id, body) VALUES (?, ?) ON CONFLICT (item_id) DO UPDATE SET body = excluded.body',
    itemId,
    JSON.stringify(body),
  );
}

/** Forgets the draft: it has become a verdict, or the item is gone. */
export function removeDraft(tx: WriteTx, itemId: string): void {
  tx.run('DELETE FROM draft WHERE item_id = ?', itemId);
}

/** What was begun on an item; null when nothing was. */
export function findDraft(db: ReadDb, itemId: string): Draft | null {
  const row = db.first<{ body: string }>('SELECT body FROM draft WHERE item_id = ?', itemId);
  return row === undefined ? null : draft.parse(JSON.parse(row.body));
}
