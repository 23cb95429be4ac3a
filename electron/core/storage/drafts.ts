import { type Draft, draft } from '#contract/review.ts';
import type { CellPlace } from '../../sealing/row-seal.ts';
import type { ReadDb, WriteTx } from './database.ts';

const placeOf = (itemId: string): CellPlace => `draft|${itemId}|content`;

/** What is stored of a draft's JSON: a person made it, so it is sealed under their own key. */
export function sealDraft({ seals }: Pick<ReadDb, 'seals'>, itemId: string, json: string): Buffer {
  return seals.own.seal(placeOf(itemId), Buffer.from(json, 'utf8'));
}

/** A draft's JSON. Throws `SealBroken` when it is not what was sealed here. */
export function openDraft({ seals }: Pick<ReadDb, 'seals'>, itemId: string, content: Buffer): string {
  return seals.own.open(placeOf(itemId), content).toString('utf8');
}

/** Keeps what was begun on an item. */
export function putDraft(tx: WriteTx, itemId: string, body: Draft): void {
  tx.run(
    'INSERT INTO draft (item_id, content) VALUES (?, ?) ON CONFLICT (item_id) DO UPDATE SET content = excluded.content',
    itemId,
    sealDraft(tx, itemId, JSON.stringify(body)),
  );
}

/** Forgets the draft: it has become a verdict, or the item is gone. */
export function removeDraft(tx: WriteTx, itemId: string): void {
  tx.run('DELETE FROM draft WHERE item_id = ?', itemId);
}

/** What was begun on an item; null when nothing was. */
export function findDraft(db: ReadDb, itemId: string): Draft | null {
  const row = db.first<{ content: Buffer }>('SELECT content FROM draft WHERE item_id = ?', itemId);
  return row === undefined ? null : draft.parse(JSON.parse(openDraft(db, itemId, row.content)));
}
