import { closeSync, openSync, readSync } from 'node:fs';

const HEADER_BYTES = 100;
const MAGIC = 'SQLite format 3\0';

/** Places in the header of the file format (sqlite.org/fileformat2.html) whose content never changes in a file of ours. */
const FIXED: readonly (readonly [at: number, size: 1 | 2 | 4, allowed: readonly number[]])[] = [
  [16, 2, [4096, 8192]],
  [18, 1, [1, 2]],
  [19, 1, [1, 2]],
  [20, 1, [0]],
  [21, 1, [64]],
  [22, 1, [32]],
  [23, 1, [32]],
  [44, 4, [0, 4]],
  [56, 4, [0, 1]],
];

/**
 * Whether the first bytes of a database say what they must. SQLite answers some damage there with "read-only" or "cannot open", which would look
 * like a trouble of the disk. A file with another beginning is left to SQLite.
 */
export function hasSoundHeader(file: string): boolean {
  const header = Buffer.alloc(HEADER_BYTES);
  const handle = openSync(file, 'r');
  try {
    if (readSync(handle, header, 0, HEADER_BYTES, 0) < HEADER_BYTES) return true;
  } finally {
    closeSync(handle);
  }
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC) return true;
  return FIXED.every(([at, size, allowed]) => allowed.includes(header.readUIntBE(at, size)));
}
