/** SHA-256 as 64 lower-case hex digits; a text is hashed as its UTF-8 bytes. Each program brings its own. */
export type Sha256 = (data: string | Uint8Array) => string;

const LEAF = '\u0000';
const NODE = 0x01;
const HEX_DIGITS = 64;

/** Writes the bytes of a hash in hex at a place. */
function putHex(target: Uint8Array, at: number, hex: string): void {
  for (let digit = 0; digit < HEX_DIGITS; digit += 2) {
    target[at + digit / 2] = Number.parseInt(hex.slice(digit, digit + 2), 16);
  }
}

/** Hash of an entry (RFC 9162): SHA-256 of 0x00 and the entry's bytes. */
export function leafHash(sha256: Sha256, entry: string): string {
  return sha256(LEAF + entry);
}

/** Hash of two subtrees (RFC 9162): SHA-256 of 0x01 and both hashes. */
export function nodeHash(sha256: Sha256, left: string, right: string): string {
  const bytes = new Uint8Array(1 + HEX_DIGITS);
  bytes[0] = NODE;
  putHex(bytes, 1, left);
  putHex(bytes, 1 + HEX_DIGITS / 2, right);
  return sha256(bytes);
}
