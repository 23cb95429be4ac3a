import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HashMismatch, type ObjectStore, type StoredObject } from './object-store.ts';

const hashShape = /^[0-9a-f]{64}$/;

/** Makes a rename itself durable. Windows cannot open folders and writes their entries through. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function pathOf(folder: string, sha256: string): string {
  if (!hashShape.test(sha256)) throw new Error('not the name of an object');
  return join(folder, sha256.slice(0, 2), sha256);
}

const isGone = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

async function statObject(folder: string, sha256: string): Promise<StoredObject | null> {
  try {
    return { sha256, bytes: (await stat(pathOf(folder, sha256))).size };
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** Writes all of a source to a new file, durably. */
async function receive(source: Readable, file: string): Promise<StoredObject> {
  const hash = createHash('sha256');
  let bytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const handle = await open(file, 'wx', 0o600);
  try {
    await pipeline(source, measure, async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) await handle.writeFile(chunk);
    });
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { sha256: hash.digest('hex'), bytes };
}

/** Gives a received file its name, durably. */
async function shelve(folder: string, file: string, sha256: string): Promise<void> {
  const target = pathOf(folder, sha256);
  const shelf = dirname(target);
  await mkdir(shelf, { recursive: true });
  await rename(file, target);
  await syncFolder(shelf);
  await syncFolder(folder);
}

/** An object store in a folder: `<first two digits>/<sha256>`, written beside and renamed, so a name means whole bytes. */
export async function createFolderStore(folder: string): Promise<ObjectStore> {
  const incoming = join(folder, 'incoming');
  // What a killed hub was still receiving.
  await rm(incoming, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await mkdir(incoming, { recursive: true });
  return {
    async put(source, expected) {
      const temporary = join(incoming, randomUUID());
      try {
        const received = await receive(source, temporary);
        if (expected !== undefined && received.sha256 !== expected) throw new HashMismatch(expected, received.sha256);
        if ((await statObject(folder, received.sha256)) === null) await shelve(folder, temporary, received.sha256);
        return received;
      } finally {
        await rm(temporary, { force: true });
      }
    },
    stat: (sha256) => statObject(folder, sha256),
    async read(sha256, range) {
      try {
        const handle = await open(pathOf(folder, sha256), 'r');
        return handle.createReadStream(range === undefined ? {} : { start: range.start, end: range.end });
      } catch (error) {
        if (isGone(error)) return null;
        throw error;
      }
    },
    async check() {
      const probe = join(incoming, randomUUID());
      const handle = await open(probe, 'wx');
      await handle.close();
      await rm(probe);
    },
  };
}
