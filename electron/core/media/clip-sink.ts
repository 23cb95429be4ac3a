import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import {
  CHUNK_BYTES,
  chunkPlace,
  type ClipKeys,
  HEADER_BYTES,
  readChunk,
  readClipKey,
  RECORD_BYTES,
  sealHeader,
} from '../../sealing/clip-file.ts';
import { newKey, seal, SealBroken } from '../../sealing/sealing.ts';

/**
 * A clip that is still coming: seals what comes chunk by chunk, so that nothing of it is on the disk in plain at any time, and hashes it on the
 * way. The last chunk is kept back until it is known to be the last.
 */
export class ClipSink {
  readonly #file: FileHandle;
  readonly #key: Buffer;
  readonly #sha256: string;
  readonly #hash: Hash = createHash('sha256');
  readonly #tail = Buffer.alloc(CHUNK_BYTES);
  #tailBytes = 0;
  #chunks = 0;

  private constructor(file: FileHandle, key: Buffer, sha256: string) {
    this.#file = file;
    this.#key = key;
    this.#sha256 = sha256;
  }

  /** Begins anew, under a new key; what was there is gone. Throws what the disk throws. */
  static async create(path: string, keys: ClipKeys, sha256: string): Promise<ClipSink> {
    const file = await open(path, 'w+', 0o600);
    const key = newKey();
    await file.write(sealHeader(keys, sha256, key), 0, HEADER_BYTES, 0);
    return new ClipSink(file, key, sha256);
  }

  /**
   * Goes on with what an earlier run left, as far as it is whole and authentic; null when nothing of it can be used.
   * Throws what the disk throws.
   */
  static async resume(path: string, keys: ClipKeys, sha256: string): Promise<ClipSink | null> {
    const file = await open(path, 'r+').catch(() => null);
    if (file === null) return null;
    try {
      const sink = new ClipSink(file, await readClipKey(file, keys, sha256), sha256);
      await sink.#readOn();
      return sink;
    } catch (error) {
      await file.close();
      if (error instanceof SealBroken) return null;
      throw error;
    }
  }

  /** Plain bytes that would still be here after a kill. */
  get kept(): number {
    return this.#chunks * CHUNK_BYTES;
  }

  /** Plain bytes so far. */
  get bytes(): number {
    return this.kept + this.#tailBytes;
  }

  /** Takes what comes. Throws what the disk throws. */
  async write(piece: Uint8Array): Promise<void> {
    this.#hash.update(piece);
    for (let at = 0; at < piece.byteLength; ) {
      if (this.#tailBytes === CHUNK_BYTES) await this.#flush(false);
      const taken = piece.subarray(at, at + CHUNK_BYTES - this.#tailBytes);
      this.#tail.set(taken, this.#tailBytes);
      this.#tailBytes += taken.byteLength;
      at += taken.byteLength;
    }
  }

  /** Nothing more comes: the last chunk is written as such, and all of it is on the disk. Answers the hash of the whole. */
  async finish(): Promise<string> {
    await this.#flush(true);
    await this.#file.sync();
    await this.#file.close();
    return this.#hash.digest('hex');
  }

  /** Lets go of the file; what is kept back is lost. */
  async close(): Promise<void> {
    await this.#file.close().catch(() => undefined);
  }

  /** Reads the whole chunks that are there; what comes behind the last good one is cut off. */
  async #readOn(): Promise<void> {
    for (;;) {
      const at = { sha256: this.#sha256, index: this.#chunks, length: CHUNK_BYTES, isLast: false };
      const chunk = await readChunk(this.#file, this.#key, at).catch((error: unknown) => {
        if (error instanceof SealBroken) return null;
        throw error;
      });
      if (chunk === null) break;
      this.#hash.update(chunk);
      this.#chunks += 1;
    }
    await this.#file.truncate(HEADER_BYTES + this.#chunks * RECORD_BYTES);
  }

  async #flush(isLast: boolean): Promise<void> {
    const content = this.#tail.subarray(0, this.#tailBytes);
    const record = seal(this.#key, chunkPlace(this.#sha256, this.#chunks, isLast), content);
    await this.#file.write(record, 0, record.byteLength, HEADER_BYTES + this.#chunks * RECORD_BYTES);
    if (isLast) return;
    this.#chunks += 1;
    this.#tailBytes = 0;
  }
}
