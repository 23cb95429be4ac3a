import type { CellPlace } from '../../sealing/row-seal.ts';
import { SealBroken } from '../../sealing/sealing.ts';
import type { Database } from './database.ts';

const PLACE: CellPlace = 'seal_check|1|content';
const CONTENT = Buffer.from('lupa');

/** Keeps something that only the key of this database's owner opens. */
export function addSealCheck(db: Database): void {
  db.run('INSERT INTO seal_check (one, content) VALUES (1, ?)', db.seals.own.seal(PLACE, CONTENT));
}

/** Whether what a person made here was sealed under the key that the device has now. */
export function isOwnKey(db: Database): boolean {
  const check = db.first<{ content: Buffer }>('SELECT content FROM seal_check');
  if (check === undefined) return false;
  try {
    return db.seals.own.open(PLACE, check.content).equals(CONTENT);
  } catch (error) {
    if (error instanceof SealBroken) return false;
    throw error;
  }
}
