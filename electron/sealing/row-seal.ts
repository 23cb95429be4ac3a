import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomFillSync } from 'node:crypto';
import { SEAL_BYTES, SealBroken } from './sealing.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const OPTIONS = { authTagLength: TAG_BYTES };
const NO_HEAD = new Uint8Array(0);

/** Random bytes are asked for by the thousand: asking costs more than giving. */
const POOL = Buffer.alloc(NONCE_BYTES * 1_024);
let taken = POOL.byteLength;

function nonceInto(target: Buffer, at: number): void {
  if (taken === POOL.byteLength) {
    randomFillSync(POOL);
    taken = 0;
  }
  POOL.copy(target, at, taken, taken + NONCE_BYTES);
  taken += NONCE_BYTES;
}

/** The column of a row that something sealed belongs to: `table|row|column`. It opens there and nowhere else. */
export type CellPlace = `${string}|${string}|${string}`;

/** Seals and opens cells of a database by one key, as `seal` and `unseal` do (nonce, content, tag), but made ready once for thousands of rows. */
export class RowSeal {
  readonly #key: KeyObject;

  constructor(key: Uint8Array) {
    this.#key = createSecretKey(key);
  }

  /**
   * What is stored for this content at its place.
   * @param head bytes that stand before it in plain; they are not authenticated by themselves
   */
  seal(place: CellPlace, content: Uint8Array, head: Uint8Array = NO_HEAD): Buffer {
    const from = head.byteLength;
    const stored = Buffer.allocUnsafe(from + content.byteLength + SEAL_BYTES);
    stored.set(head);
    nonceInto(stored, from);
    const cipher = createCipheriv('aes-256-gcm', this.#key, stored.subarray(from, from + NONCE_BYTES), OPTIONS);
    cipher.setAAD(Buffer.from(place, 'utf8'));
    stored.set(cipher.update(content), from + NONCE_BYTES);
    cipher.final();
    stored.set(cipher.getAuthTag(), from + NONCE_BYTES + content.byteLength);
    return stored;
  }

  /** The content again. Throws `SealBroken` for another key or place, and for changed bytes. */
  open(place: CellPlace, sealed: Uint8Array): Buffer {
    const end = sealed.byteLength - TAG_BYTES;
    if (end < NONCE_BYTES) throw new SealBroken(place);
    const decipher = createDecipheriv('aes-256-gcm', this.#key, sealed.subarray(0, NONCE_BYTES), OPTIONS);
    decipher.setAAD(Buffer.from(place, 'utf8'));
    decipher.setAuthTag(sealed.subarray(end));
    const content = decipher.update(sealed.subarray(NONCE_BYTES, end));
    try {
      decipher.final();
    } catch {
      throw new SealBroken(place);
    }
    return content;
  }
}
