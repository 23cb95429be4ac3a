import type { CellPlace } from '../../sealing/row-seal.ts';
import { SEAL_BYTES, SealBroken } from '../../sealing/sealing.ts';
import type { ReadDb } from './database.ts';

/** How every sealed result begins: a damaged file is searched for it. */
const MARK = Buffer.from('LupaRes1', 'latin1');
const ID_BYTES = 16;
const LENGTH_BYTES = 4;
const HEAD_BYTES = MARK.byteLength + ID_BYTES + LENGTH_BYTES;
/** No result is longer: a note has 4,000 characters. Bytes. */
const LONGEST = 256 * 1024;

type Sealing = Pick<ReadDb, 'seals'>;

const placeOf = (id: string): CellPlace => `result|${id}|body`;

function headOf(id: string, bytes: number): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  MARK.copy(head);
  head.write(id.replaceAll('-', ''), MARK.byteLength, 'hex');
  head.writeUInt32BE(bytes, HEAD_BYTES - LENGTH_BYTES);
  return head;
}

/**
 * What is stored of a result's frozen bytes: sealed under the person's own key, behind a head that names the result, so that it can be found and opened
 * in bytes that are no database any more.
 */
export function sealResult({ seals }: Sealing, id: string, bytes: Uint8Array): Buffer {
  return seals.own.seal(placeOf(id), bytes, headOf(id, bytes.byteLength + SEAL_BYTES));
}

/** The frozen bytes of a result. Throws `SealBroken` when they are not what was sealed for it. */
export function openResult({ seals }: Sealing, id: string, cell: Buffer): Buffer {
  const sealed = cell.subarray(HEAD_BYTES);
  if (!cell.subarray(0, HEAD_BYTES).equals(headOf(id, sealed.byteLength))) throw new SealBroken(placeOf(id));
  return seals.own.open(placeOf(id), sealed);
}

/** As `openResult`; null where that throws. */
export function tryResult(db: Sealing, id: string, cell: Buffer): Buffer | null {
  try {
    return openResult(db, id, cell);
  } catch (error) {
    if (error instanceof SealBroken) return null;
    throw error;
  }
}

const idAt = (bytes: Buffer, at: number): string =>
  bytes.toString('hex', at, at + ID_BYTES).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** The frozen bytes of the sealed result that begins here, whichever it is; null when none does, or it does not open. */
function resultAt(db: Sealing, bytes: Buffer, at: number): Buffer | null {
  if (at + HEAD_BYTES > bytes.byteLength) return null;
  const length = bytes.readUInt32BE(at + HEAD_BYTES - LENGTH_BYTES);
  if (length > LONGEST) return null;
  return tryResult(db, idAt(bytes, at + MARK.byteLength), bytes.subarray(at, at + HEAD_BYTES + length));
}

/** Whether this is a sealed result, and none in plain. */
export const isSealedResult = (cell: Buffer): boolean => cell.subarray(0, MARK.byteLength).equals(MARK);

/** The frozen bytes in a value of a damaged database: sealed, or in plain as an older Lupa kept them. Null when they do not open. */
export function salvageCell(db: Sealing, cell: Buffer): Buffer | null {
  return isSealedResult(cell) ? resultAt(db, cell, 0) : cell;
}

/** Finds the frozen bytes of sealed results in any bytes. What is found is as it was sealed. */
export function findSealedResults(db: Sealing, bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = bytes.indexOf(MARK); at >= 0; at = bytes.indexOf(MARK, at + 1)) {
    const result = resultAt(db, bytes, at);
    if (result !== null) found.push(result);
  }
  return found;
}
