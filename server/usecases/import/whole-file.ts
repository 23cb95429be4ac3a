import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { ImportReason } from '#contract/packs.ts';
import { PackDamaged, type PackSource } from './pack-source.ts';

/** Small files, read at once: at most this many bytes. */
const largest = 16 * 1024 * 1024;

/** A small text file of a pack, or why there is none. */
export type WholeFile =
  | { readonly kind: 'text'; readonly text: string; readonly sha256: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused'; readonly reason: ImportReason; readonly detail: string };

/** Reads a small text file of a pack at once. */
export async function readWhole(source: PackSource, path: string): Promise<WholeFile> {
  const found = await source.find(path);
  if (found.kind !== 'file') return found;
  const refuse = (reason: ImportReason, detail: string): WholeFile => ({ kind: 'refused', reason, detail });
  if (found.bytes > largest) return refuse('too_large', `${path}: ${found.bytes} bytes; at most ${largest}`);
  try {
    const bytes = await buffer(await found.open());
    if (!isUtf8(bytes)) return refuse('not_utf8', `${path} is not UTF-8`);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { kind: 'text', text: bytes.toString('utf8').replace(/^\uFEFF/, ''), sha256 };
  } catch (error) {
    if (error instanceof PackDamaged) return refuse('archive_damaged', `${path}: ${error.message}`);
    throw error;
  }
}
