import { createHmac } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { deriveKey, KEY_BYTES, seal, SEAL_BYTES, SealBroken, unseal } from './sealing.ts';

/** How much of a clip is sealed together. */
export const CHUNK_BYTES = 64 * 1024;

/** A sealed chunk on the disk: nonce, content, tag. */
export const RECORD_BYTES = CHUNK_BYTES + SEAL_BYTES;

const MAGIC = Buffer.from('LUPACLP1', 'latin1');

/** What comes before the chunks: a mark, and the clip's own key, sealed. Overwriting it makes the rest unreadable for good. */
export const HEADER_BYTES = MAGIC.byteLength + KEY_BYTES + SEAL_BYTES;

/** The keys by which clips are found and opened on this device. */
export interface ClipKeys {
  /** Seals the keys of the clips. */
  readonly wrapping: Uint8Array;
  /** Makes the names. */
  readonly naming: Uint8Array;
}

/** @param clips the device's key for clips (`deriveKey` of purpose `clips`) */
export function clipKeys(clips: Uint8Array): ClipKeys {
  return { wrapping: deriveKey(clips, 'clip-keys'), naming: deriveKey(clips, 'clip-names') };
}

/** A clip's name on the disk: random to everybody without the key, and the same each time for who has it. */
export function clipName({ naming }: ClipKeys, sha256: string): string {
  return createHmac('sha256', naming).update(sha256).digest('hex').slice(0, 32);
}

/** Where a clip belongs among the chunks of all clips: no chunk opens at another place, and only the last one as the last. */
export function chunkPlace(sha256: string, index: number, isLast: boolean): string {
  return `clip|${sha256}|${index}|${isLast ? 'last' : 'more'}`;
}

/** What a clip file begins with. */
export function sealHeader({ wrapping }: ClipKeys, sha256: string, key: Uint8Array): Buffer {
  return Buffer.concat([MAGIC, seal(wrapping, `clip-key|${sha256}`, key)]);
}

async function readExactly(file: FileHandle, length: number, position: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  for (let have = 0; have < length; ) {
    const { bytesRead } = await file.read(bytes, have, length - have, position + have);
    if (bytesRead === 0) throw new SealBroken('the end of a clip');
    have += bytesRead;
  }
  return bytes;
}

/** Whether a file begins as a sealed clip does. One that was shredded, or never sealed, does not. */
export async function beginsAsClip(file: FileHandle): Promise<boolean> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(MAGIC.byteLength), 0, MAGIC.byteLength, 0);
  return bytesRead === MAGIC.byteLength && buffer.equals(MAGIC);
}

/** The clip's own key. Throws `SealBroken` when the header is not of this clip and device, or was shredded. */
export async function readClipKey(file: FileHandle, { wrapping }: ClipKeys, sha256: string): Promise<Buffer> {
  const header = await readExactly(file, HEADER_BYTES, 0);
  if (!header.subarray(0, MAGIC.byteLength).equals(MAGIC)) throw new SealBroken('the header of a clip');
  return unseal(wrapping, `clip-key|${sha256}`, header.subarray(MAGIC.byteLength));
}

/** One chunk. Throws `SealBroken`; then no byte of it is released. @param length plain bytes */
export async function readChunk(
  file: FileHandle,
  key: Uint8Array,
  at: { readonly sha256: string; readonly index: number; readonly length: number; readonly isLast: boolean },
): Promise<Buffer> {
  const record = await readExactly(file, at.length + SEAL_BYTES, HEADER_BYTES + at.index * RECORD_BYTES);
  return unseal(key, chunkPlace(at.sha256, at.index, at.isLast), record);
}

/** An opened clip: gives plain bytes chunk by chunk, each only after it was found authentic. */
export class ClipReader {
  readonly #file: FileHandle;
  readonly #key: Buffer;
  readonly #sha256: string;
  #index: number;
  #chunk: Buffer;
  /** Plain bytes of the whole clip. */
  readonly size: number;
  readonly #chunks: number;

  /** For `openClip`. @param last the last chunk, whose authenticity proves the length */
  constructor(file: FileHandle, key: Buffer, sha256: string, chunks: number, last: Buffer) {
    this.#file = file;
    this.#key = key;
    this.#sha256 = sha256;
    this.#chunks = chunks;
    this.#index = chunks - 1;
    this.#chunk = last;
    this.size = (chunks - 1) * CHUNK_BYTES + last.byteLength;
  }

  /** Bytes from `start` to the end of their chunk, at most `most`; empty behind the end. Throws `SealBroken`. */
  async read(start: number, most: number): Promise<Buffer> {
    if (start >= this.size) return Buffer.alloc(0);
    const index = Math.floor(start / CHUNK_BYTES);
    if (index !== this.#index) {
      const isLast = index === this.#chunks - 1;
      const length = isLast ? this.size - index * CHUNK_BYTES : CHUNK_BYTES;
      this.#chunk = await readChunk(this.#file, this.#key, { sha256: this.#sha256, index, length, isLast });
      this.#index = index;
    }
    const from = start - index * CHUNK_BYTES;
    return this.#chunk.subarray(from, from + most);
  }

  /** Seals something that belongs to this clip and goes with it: it is unreadable as soon as the clip's key is. */
  sealBeside(what: string, content: Uint8Array): Buffer {
    return seal(this.#key, `${what}|${this.#sha256}`, content);
  }

  /** Opens what `sealBeside` made. Throws `SealBroken`. */
  unsealBeside(what: string, sealed: Uint8Array): Buffer {
    return unseal(this.#key, `${what}|${this.#sha256}`, sealed);
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

/** How many chunks a file of this size holds and how long the last is; null when no whole clip has this size. */
function layoutOf(fileBytes: number): { readonly chunks: number; readonly lastLength: number } | null {
  const body = fileBytes - HEADER_BYTES;
  if (body < SEAL_BYTES) return null;
  const chunks = Math.ceil(body / RECORD_BYTES);
  const lastLength = body - (chunks - 1) * RECORD_BYTES - SEAL_BYTES;
  return lastLength < 0 || (lastLength === 0 && chunks > 1) ? null : { chunks, lastLength };
}

async function readerOf(file: FileHandle, size: number, keys: ClipKeys, sha256: string): Promise<ClipReader> {
  const layout = layoutOf(size);
  if (layout === null) throw new SealBroken('a clip of this size');
  const key = await readClipKey(file, keys, sha256);
  const index = layout.chunks - 1;
  const last = await readChunk(file, key, { sha256, index, length: layout.lastLength, isLast: true });
  return new ClipReader(file, key, sha256, layout.chunks, last);
}

/**
 * Opens a whole clip, never through a link; null when it is not there. Throws `SealBroken` when it was shortened, shredded, or is another's.
 * @param folder where the clips of this device are
 */
export async function openClip(folder: string, keys: ClipKeys, sha256: string): Promise<ClipReader | null> {
  // Windows has no such flag and no such links without rights.
  const noFollow = constants.O_NOFOLLOW ?? 0;
  const file = await open(join(folder, clipName(keys, sha256)), constants.O_RDONLY | noFollow).catch(() => null);
  if (file === null) return null;
  try {
    const stat = await file.stat();
    if (stat.isFile()) return await readerOf(file, stat.size, keys, sha256);
    await file.close();
    return null;
  } catch (error) {
    await file.close();
    throw error;
  }
}
