import { type FileHandle, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beginsAsClip, type ClipKeys, clipName, HEADER_BYTES } from '../../sealing/clip-file.ts';

/** Where the clips of this device are, and the keys to them. */
export interface ClipStore {
  readonly folder: string;
  readonly keys: ClipKeys;
}

/** So much is overwritten at once. */
const PIECE_BYTES = 1_048_576;

/** Where a complete, checked clip lives. */
export function clipFile({ folder, keys }: ClipStore, sha256: string): string {
  return join(folder, clipName(keys, sha256));
}

/** Where a clip grows while it comes. */
export function partFile(store: ClipStore, sha256: string): string {
  return `${clipFile(store, sha256)}.part`;
}

/** Where a clip's frame index is kept, beside the clip. */
export function frameFile(store: ClipStore, sha256: string): string {
  return `${clipFile(store, sha256)}.frames`;
}

async function zero(file: FileHandle, bytes: number): Promise<void> {
  const nothing = Buffer.alloc(Math.min(bytes, PIECE_BYTES));
  for (let at = 0; at < bytes; ) {
    const { bytesWritten } = await file.write(nothing, 0, Math.min(nothing.byteLength, bytes - at), at);
    at += bytesWritten;
  }
  await file.sync();
}

/**
 * Makes a file unreadable for good, then deletes it: its key first, on the disk, so that a kill in between leaves nothing that opens. What was never
 * sealed has no key and is written over from end to end.
 */
async function shredFile(path: string): Promise<void> {
  const file = await open(path, 'r+').catch(() => null);
  try {
    if (file !== null) {
      const { size } = await file.stat();
      await zero(file, (await beginsAsClip(file)) ? Math.min(size, HEADER_BYTES) : size);
    }
  } finally {
    await file?.close();
  }
  await rm(path, { force: true });
}

/** Shreds what has come of a clip so far. Throws what the disk throws. */
export function shredPart(store: ClipStore, sha256: string): Promise<void> {
  return shredFile(partFile(store, sha256));
}

/** Shreds a clip, finished or not, and what belongs to it. Throws what the disk throws. */
export async function shredClip(store: ClipStore, sha256: string): Promise<void> {
  await shredFile(clipFile(store, sha256));
  await shredPart(store, sha256);
  await rm(frameFile(store, sha256), { force: true });
}

/** What was found in the folder of clips. */
export interface Tidied {
  /** Clips whose whole files are there. Whether they open is found when they are read. */
  readonly here: ReadonlySet<string>;
  readonly shredded: number;
}

/**
 * Shreds every file in the folder that belongs to none of these clips: what a kill left half shredded, what another person, another key or an older
 * Lupa left. Throws what the disk throws.
 */
export async function tidyClips(store: ClipStore, known: readonly string[]): Promise<Tidied> {
  const names = await readdir(store.folder).catch(() => []);
  const byName = new Map(known.map((sha256) => [clipName(store.keys, sha256), sha256]));
  const here = new Set<string>();
  let shredded = 0;
  for (const name of names) {
    const sha256 = byName.get(name);
    if (sha256 !== undefined) here.add(sha256);
    if (byName.has(name.replace(/\.(part|frames|frames\.part)$/, ''))) continue;
    const path = join(store.folder, name);
    if (!(await stat(path)).isFile()) continue;
    await shredFile(path);
    shredded += 1;
  }
  return { here, shredded };
}
