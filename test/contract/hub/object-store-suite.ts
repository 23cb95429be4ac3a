import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { beforeEach, describe, expect, it } from 'vitest';
import { HashMismatch, type ObjectStore } from '#server/object-store/object-store.ts';

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** What every object store must do, whatever it keeps objects in. `create` gives an empty one. */
export function objectStoreSuite(name: string, create: () => Promise<ObjectStore>): void {
  describe(`object store: ${name}`, () => {
    let store: ObjectStore;
    beforeEach(async () => {
      store = await create();
    });

    it.each([0, 1, 300_000])('gives back %i bytes under their hash', async (size) => {
      const bytes = randomBytes(size);
      expect(await store.put(Readable.from([bytes]))).toEqual({ sha256: hashOf(bytes), bytes: size });
      expect(await store.stat(hashOf(bytes))).toEqual({ sha256: hashOf(bytes), bytes: size });
      const stream = await store.read(hashOf(bytes));
      expect(stream === null ? null : await buffer(stream)).toEqual(bytes);
    });

    it('reads a part, both ends inclusive', async () => {
      const bytes = randomBytes(1000);
      const { sha256 } = await store.put(Readable.from([bytes]));
      const stream = await store.read(sha256, { start: 10, end: 19 });
      expect(stream === null ? null : await buffer(stream)).toEqual(bytes.subarray(10, 20));
    });

    it('stores nothing when the hash is not the promised one', async () => {
      const bytes = randomBytes(100);
      await expect(store.put(Readable.from([bytes]), 'a'.repeat(64))).rejects.toThrow(HashMismatch);
      expect(await store.stat(hashOf(bytes))).toBeNull();
      expect(await store.stat('a'.repeat(64))).toBeNull();
    });

    it('stores nothing when the source breaks off', async () => {
      const first = randomBytes(100);
      const broken = Readable.from(
        (async function* source() {
          yield first;
          throw new Error('cable pulled');
        })(),
      );
      await expect(store.put(broken)).rejects.toThrow('cable pulled');
      expect(await store.stat(hashOf(first))).toBeNull();
    });

    it('takes the same bytes many times at once', async () => {
      const bytes = randomBytes(50_000);
      const stored = await Promise.all(Array.from({ length: 8 }, () => store.put(Readable.from([bytes]))));
      expect(new Set(stored.map((one) => one.sha256))).toEqual(new Set([hashOf(bytes)]));
    });

    it('knows nothing of what was never stored, and follows no path', async () => {
      expect(await store.stat('b'.repeat(64))).toBeNull();
      expect(await store.read('b'.repeat(64))).toBeNull();
      await expect(store.stat('../../etc/passwd')).rejects.toThrow('not the name of an object');
      await expect(store.read('../../etc/passwd')).rejects.toThrow('not the name of an object');
    });

    it('says that it can be written to', async () => {
      await expect(store.check()).resolves.toBeUndefined();
    });
  });
}
