import type { Readable } from 'node:stream';

/** What is known of a stored object. */
export interface StoredObject {
  readonly sha256: string;
  readonly bytes: number;
}

/** The bytes did not have the hash that was promised; nothing was stored. */
export class HashMismatch extends Error {
  override readonly name = 'HashMismatch';
  readonly actual: string;
  constructor(expected: string, actual: string) {
    super(`expected sha256 ${expected}, the bytes have ${actual}`);
    this.actual = actual;
  }
}

/** Keeps clips by the SHA-256 of their bytes. Objects never change, so storing one twice is storing it once. */
export interface ObjectStore {
  /**
   * Stores all bytes of `source` durably and names them by their hash.
   * @param expected the hash they must have, when it is known
   * @throws HashMismatch when they do not; and whatever the source throws. Nothing is stored then.
   */
  put(source: Readable, expected?: string): Promise<StoredObject>;
  /** What is stored under the hash, or null. */
  stat(sha256: string): Promise<StoredObject | null>;
  /** The bytes from `start` to `end`, both inclusive (all when absent); null when there is no such object. */
  read(sha256: string, range?: { readonly start: number; readonly end: number }): Promise<Readable | null>;
  /** Proves that objects can be stored now. @throws when not */
  check(): Promise<void>;
}
