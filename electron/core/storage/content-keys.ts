import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shredAndRemove, writeDurably } from '../../files/durable-file.ts';
import { RowSeal } from '../../sealing/row-seal.ts';
import { newKey, seal, SealBroken, unseal } from '../../sealing/sealing.ts';

/** Where a change is written, in the transaction that is open. */
interface Writing {
  run(sql: string, ...values: readonly unknown[]): number;
}

const placeOf = (batchId: string): string => `content-key|${batchId}`;

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Shreds every key in a folder but these; answers how many there were. Throws what the disk throws. */
export function shredKeysBut(folder: string, kept: ReadonlySet<string>): number {
  const others = namesIn(folder).filter((name) => !kept.has(name));
  for (const name of others) shredAndRemove(join(folder, name));
  return others.length;
}

/**
 * The keys of what the hub lent, one a batch. Each lies in a file of its own, sealed under a key that only the device makes, so that one can be written
 * over and gone for good; a page of the database or its log would have left copies. `content_key` names the batches whose records here need one.
 */
export class ContentKeys {
  readonly #folder: string;
  readonly #wrapping: Uint8Array;
  readonly #seals = new Map<string, RowSeal>();
  readonly #noted = new Set<string>();

  /** @param wrapping seals the keys, 32 bytes */
  constructor(folder: string, wrapping: Uint8Array) {
    this.#folder = folder;
    this.#wrapping = wrapping;
  }

  /** What seals the records of a batch. Makes its key when there is none, whole on the disk before anything lies under it. Throws what the disk throws. */
  sealing(tx: Writing, batchId: string): RowSeal {
    const found = this.#find(batchId) ?? this.#make(batchId);
    if (!this.#noted.has(batchId)) {
      tx.run('INSERT INTO content_key (batch_id) VALUES (?) ON CONFLICT DO NOTHING', batchId);
      this.#noted.add(batchId);
    }
    return found;
  }

  /** What opens the records of a batch. Throws `SealBroken` when its key is gone. */
  opening(batchId: string): RowSeal {
    const found = this.#find(batchId);
    if (found === null) throw new SealBroken(placeOf(batchId));
    return found;
  }

  /** Whether there is a key for a batch, and it opens. */
  has(batchId: string): boolean {
    return this.#find(batchId) !== null;
  }

  /** Gives up the key of a batch: nothing opens what lies under it when this returns. Throws what the disk throws. */
  shred(batchId: string): void {
    this.#seals.delete(batchId);
    this.#noted.delete(batchId);
    shredAndRemove(join(this.#folder, batchId));
  }

  /** Gives up every key but those of these batches. Throws what the disk throws. */
  shredAllBut(batches: ReadonlySet<string>): void {
    for (const batchId of this.#seals.keys()) {
      if (batches.has(batchId)) continue;
      this.#seals.delete(batchId);
      this.#noted.delete(batchId);
    }
    shredKeysBut(this.#folder, batches);
  }

  /** A transaction did not happen: what it noted of keys is not in the database. */
  rolledBack(): void {
    this.#noted.clear();
  }

  #find(batchId: string): RowSeal | null {
    const known = this.#seals.get(batchId);
    if (known !== undefined) return known;
    const key = this.#read(batchId);
    if (key === null) return null;
    const found = new RowSeal(key);
    this.#seals.set(batchId, found);
    return found;
  }

  #read(batchId: string): Buffer | null {
    try {
      const sealed = Buffer.from(readFileSync(join(this.#folder, batchId), 'latin1'), 'base64');
      return unseal(this.#wrapping, placeOf(batchId), sealed);
    } catch (error) {
      if (error instanceof SealBroken) return null;
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
  }

  #make(batchId: string): RowSeal {
    const key = newKey();
    writeDurably(join(this.#folder, batchId), seal(this.#wrapping, placeOf(batchId), key).toString('base64'));
    const made = new RowSeal(key);
    this.#seals.set(batchId, made);
    return made;
  }
}
