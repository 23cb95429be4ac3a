import type { CellPlace } from '../../sealing/row-seal.ts';
import type { ReadDb } from './database.ts';

const placeOf = (id: string): CellPlace => `item|${id}|content`;

/** An item's sealed body, and what says where it belongs. */
export interface SealedItem {
  readonly id: string;
  readonly batch_id: string;
  readonly content: Buffer;
}

/** Where a body is sealed: in the transaction that keeps it. */
type Sealing = Pick<ReadDb, 'seals'> & { run(sql: string, ...values: readonly unknown[]): number };

/** What is stored of an item's body: sealed under its batch's key. */
export function sealBody(tx: Sealing, { id, batch_id }: Omit<SealedItem, 'content'>, body: Uint8Array): Buffer {
  return tx.seals.content.sealing(tx, batch_id).seal(placeOf(id), body);
}

/** An item's body as the hub told it. Throws `SealBroken` when it is not what was sealed here, or its key is gone. */
export function openBody({ seals }: Pick<ReadDb, 'seals'>, { id, batch_id, content }: SealedItem): string {
  return seals.content.opening(batch_id).open(placeOf(id), content).toString('utf8');
}
