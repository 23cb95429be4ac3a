import { createHash } from 'node:crypto';
import { mkdir, rename } from 'node:fs/promises';
import { ClipSink } from '#core/media/clip-sink.ts';
import { clipFile, type ClipStore, partFile } from '#core/media/clip-store.ts';
import { clipKeys, openClip } from '../../electron/sealing/clip-file.ts';
import { newKey } from '../../electron/sealing/sealing.ts';

/** A place for clips with keys of its own. @param clips the device's key for clips */
export function madeClipStore(folder: string, clips: Uint8Array = newKey()): ClipStore {
  return { folder, keys: clipKeys(clips) };
}

/** Puts a clip there as a finished download does; answers its hash. @param sha256 what it is called, its hash unless a test lies */
export async function keepClip(
  store: ClipStore,
  bytes: Uint8Array,
  sha256 = createHash('sha256').update(bytes).digest('hex'),
): Promise<string> {
  await mkdir(store.folder, { recursive: true });
  const sink = await ClipSink.create(partFile(store, sha256), store.keys, sha256);
  await sink.write(bytes);
  await sink.finish();
  await rename(partFile(store, sha256), clipFile(store, sha256));
  return sha256;
}

/** All bytes of a clip of this place; null when it is not there. Throws `SealBroken`. */
export async function readClip(store: ClipStore, sha256: string): Promise<Buffer | null> {
  const clip = await openClip(store.folder, store.keys, sha256);
  if (clip === null) return null;
  const pieces: Buffer[] = [];
  try {
    for (let at = 0; at < clip.size; ) {
      const piece = await clip.read(at, clip.size);
      pieces.push(Buffer.from(piece));
      at += piece.byteLength;
    }
    return Buffer.concat(pieces);
  } finally {
    await clip.close();
  }
}
