import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Bytes of every key here: AES-256. */
export const KEY_BYTES = 32;

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** How many bytes longer something sealed is than what is in it. */
export const SEAL_BYTES = NONCE_BYTES + TAG_BYTES;

/** What a key is used for. A key of one purpose opens nothing of another, and one of a person's opens nothing of another person's. */
export type Purpose =
  | 'credential'
  | 'clips'
  | 'clip-keys'
  | 'clip-names'
  | 'rows'
  | `content-keys/${string}`
  | `own-rows/${string}`;

/** Something sealed that does not open: another key, another place, or other bytes. Nothing of its content is released. */
export class SealBroken extends Error {
  readonly code = 'SEAL_BROKEN';

  constructor(what: string) {
    super(`${what} does not open: it is not what was sealed here`);
    this.name = 'SealBroken';
  }
}

/** A new random key. */
export function newKey(): Buffer {
  return randomBytes(KEY_BYTES);
}

/** The key of a purpose (HKDF-SHA-256, RFC 5869). */
export function deriveKey(master: Uint8Array, purpose: Purpose): Buffer {
  return Buffer.from(hkdfSync('sha256', master, '', `lupa/1/${purpose}`, KEY_BYTES));
}

/**
 * Encrypts and authenticates (AES-256-GCM): nonce, content, tag.
 * @param place where it belongs; it opens at this place only
 */
export function seal(key: Uint8Array, place: string, content: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(place, 'utf8'));
  return Buffer.concat([nonce, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
}

/** Opens what `seal` made with the same key for the same place. Throws `SealBroken`. */
export function unseal(key: Uint8Array, place: string, sealed: Uint8Array): Buffer {
  if (sealed.byteLength < SEAL_BYTES) throw new SealBroken(place);
  const end = sealed.byteLength - TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(place, 'utf8'));
  decipher.setAuthTag(sealed.subarray(end));
  const content = decipher.update(sealed.subarray(NONCE_BYTES, end));
  try {
    decipher.final();
  } catch {
    content.fill(0);
    throw new SealBroken(place);
  }
  return content;
}
