import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ok, type Result } from '#contract/result.ts';
import { fail } from '#contract/result.ts';
import { diskFailure } from '../coded-error.ts';
import type { HubClient } from '../sync/hub-client.ts';
import type { OpenAnswer } from '../sync/hub-http.ts';

/** Why a clip did not come; `hub-unreachable` and the like are worth another try soon. */
export type DownloadTrouble =
  | { readonly kind: 'content'; readonly code: 'clip-hash-mismatch' | 'not-found' }
  | { readonly kind: 'disk'; readonly code: 'disk-full' }
  | { readonly kind: 'hub'; readonly retry_after_ms: number | null };

export type Downloaded =
  | { readonly ok: true; readonly bytes: number }
  | { readonly ok: false; readonly trouble: DownloadTrouble; readonly bytes_have: number };

/** Where a complete, checked clip lives. */
export function clipFile(folder: string, sha256: string): string {
  return join(folder, sha256);
}

/** Where a clip's frame index is kept, beside the clip. */
export function frameFile(folder: string, sha256: string): string {
  return `${clipFile(folder, sha256)}.frames`;
}

/** Where a clip grows while it comes. */
export function partFile(folder: string, sha256: string): string {
  return join(folder, `${sha256}.part`);
}

/** Size of a file in bytes; null when there is none. */
export async function sizeOf(file: string): Promise<number | null> {
  return stat(file).then(
    (found) => (found.isFile() ? found.size : null),
    () => null,
  );
}

async function hashExisting(file: string): Promise<Hash> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
  return hash;
}

/** Where a 206 begins; null when the header does not say. */
function startOfPart(answer: OpenAnswer): number | null {
  const start = /^bytes (\d+)-/.exec(answer.headers.get('content-range') ?? '')?.[1];
  return start === undefined ? null : Number(start);
}

/** What a download tells, and asks, while it runs. */
export interface DownloadHooks {
  /** Hears how many bytes are here. */
  readonly onBytes: (bytes: number) => void;
  /** Asked after each piece; a download that is halted keeps what came. */
  readonly isHalted: () => boolean;
}

interface Sink {
  readonly file: FileHandle;
  readonly hash: Hash;
  bytes: number;
}

async function openSink(part: string, from: number): Promise<Sink> {
  if (from === 0) return { file: await open(part, 'w', 0o600), hash: createHash('sha256'), bytes: 0 };
  return { file: await open(part, 'a', 0o600), hash: await hashExisting(part), bytes: from };
}

/** Writes what comes; answers false when it broke off on the way. */
async function pour(answer: OpenAnswer, sink: Sink, hooks: DownloadHooks): Promise<boolean> {
  const pieces = answer.pieces();
  while (true) {
    let next: IteratorResult<Uint8Array, void>;
    try {
      next = await pieces.next();
    } catch {
      return false;
    }
    if (next.done) return true;
    await sink.file.write(next.value);
    sink.hash.update(next.value);
    sink.bytes += next.value.byteLength;
    hooks.onBytes(sink.bytes);
    if (hooks.isHalted()) return false;
  }
}

async function syncFolder(file: string): Promise<void> {
  const folder = await open(dirname(file), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function settle(folder: string, sha256: string, sink: Sink): Promise<Downloaded> {
  await sink.file.sync();
  await sink.file.close();
  const part = partFile(folder, sha256);
  if (sink.hash.digest('hex') !== sha256) {
    await rm(part, { force: true });
    return { ok: false, trouble: { kind: 'content', code: 'clip-hash-mismatch' }, bytes_have: 0 };
  }
  await rename(part, clipFile(folder, sha256));
  await syncFolder(part);
  return { ok: true, bytes: sink.bytes };
}

async function receive(
  answer: OpenAnswer,
  folder: string,
  sha256: string,
  have: number,
  hooks: DownloadHooks,
): Promise<Downloaded> {
  const continues = answer.status === 206 && startOfPart(answer) === have;
  if (answer.status === 206 && !continues) {
    answer.close();
    return { ok: false, trouble: { kind: 'hub', retry_after_ms: null }, bytes_have: have };
  }
  const sink = await openSink(partFile(folder, sha256), continues ? have : 0);
  try {
    const complete = await pour(answer, sink, hooks);
    if (complete) return await settle(folder, sha256, sink);
    return { ok: false, trouble: { kind: 'hub', retry_after_ms: null }, bytes_have: sink.bytes };
  } finally {
    answer.close();
    await sink.file.close().catch(() => undefined);
  }
}

async function fetchClip(hub: HubClient, folder: string, sha256: string, hooks: DownloadHooks): Promise<Downloaded> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const part = partFile(folder, sha256);
  const have = (await sizeOf(part)) ?? 0;
  const answer = await hub.object(sha256, have);
  if (!answer.ok) {
    const isGone = answer.error.code === 'not-found';
    const { retry_after_ms } = answer;
    return {
      ok: false,
      trouble: isGone ? { kind: 'content', code: 'not-found' } : { kind: 'hub', retry_after_ms },
      bytes_have: have,
    };
  }
  if (answer.value.status !== 416) return receive(answer.value, folder, sha256, have, hooks);
  // Nothing lies behind what is here: it is whole, or it is not this clip.
  answer.value.close();
  if (have === 0) return { ok: false, trouble: { kind: 'content', code: 'not-found' }, bytes_have: 0 };
  return settle(folder, sha256, await openSink(part, have));
}

/**
 * Brings one clip here: resumes what came before, checks its hash, and gives it its name only when it is whole and on the disk.
 */
export async function downloadClip(
  hub: HubClient,
  folder: string,
  sha256: string,
  hooks: DownloadHooks,
): Promise<Downloaded> {
  try {
    return await fetchClip(hub, folder, sha256, hooks);
  } catch (error) {
    const bytes_have = (await sizeOf(partFile(folder, sha256))) ?? 0;
    if (diskFailure(error)?.code !== 'disk-full') throw error;
    return { ok: false, trouble: { kind: 'disk', code: 'disk-full' }, bytes_have };
  }
}

/** Deletes a clip that nobody names any more, finished or not. */
export async function deleteClip(folder: string, sha256: string): Promise<Result<null>> {
  try {
    await rm(clipFile(folder, sha256), { force: true });
    await rm(partFile(folder, sha256), { force: true });
    await rm(frameFile(folder, sha256), { force: true });
    return ok(null);
  } catch {
    return fail('disk-error', `clip ${sha256} could not be deleted`);
  }
}
