import Database from 'better-sqlite3';
import { openResult } from '#core/storage/result-cells.ts';
import { rowSealsOf } from '#core/storage/row-seals.ts';
import { madeOwner } from './made-key.ts';

/** A result as it lies in a database. */
export interface FrozenResult {
  readonly id: string;
  /** What was frozen, and goes to the hub. */
  readonly bytes: Buffer;
  /** The same, sealed, as it stands in the file. */
  readonly cell: Buffer;
}

/** Every result in a person's database on a device with the made key, in the order of their making. Throws when one does not open. */
export function readFrozen(file: string, personId: string): FrozenResult[] {
  const seals = rowSealsOf(file, madeOwner(personId));
  const raw = new Database(file, { readonly: true });
  try {
    return raw
      .prepare<[], { id: string; cell: Buffer }>('SELECT id, body AS cell FROM result ORDER BY seq')
      .all()
      .map(({ id, cell }) => ({ id, cell, bytes: openResult({ seals }, id, cell) }));
  } finally {
    raw.close();
  }
}
