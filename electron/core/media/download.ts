import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { diskFailure } from '../coded-error.ts';
import type { HubClient } from '../sync/hub-client.ts';
import type { OpenAnswer } from '../sync/hub-http.ts';
import { ClipSink } from './clip-sink.ts';
import { clipFile, type ClipStore, partFile, shredPart } from './clip-store.ts';

/** Why a clip did not come; `hub-unreachable` and the like are worth another try soon. */
export type DownloadTrouble =
  | { readonly kind: 'content'; readonly code: 'clip-hash-mismatch' | 'not-found' }
  | { readonly kind: 'disk'; readonly code: 'disk-full' }
  | { readonly kind: 'hub'; readonly retry_after_ms: number | null };

export type Downloaded =
  | { readonly ok: true; readonly bytes: number }
  | { readonly ok: false; readonly trouble: DownloadTrouble; readonly bytes_have: number };

/** Where a 206 begins; null when the header does not say. */
function startOfPart(answer: OpenAnswer): number | null {
  const start = /^bytes (\d+)-/.exec(answer.headers.get('content-range') ?? '')?.[1];
  return start === undefined ? null : Number(start);
}

/** What a download tells, and asks, while it runs. */
export interface DownloadHooks {
  /** Hears how many bytes are here. */
  readonly onBytes: (bytes: number) => void;
  /** Asked after each piece; a download that is halted keeps the whole chunks that came. */
  readonly isHalted: () => boolean;
}

/** Writes what comes; answers false when it broke off on the way. */
async function pour(answer: OpenAnswer, sink: ClipSink, hooks: DownloadHooks): Promise<boolean> {
  const pieces = answer.pieces();
  while (true) {
    let next: IteratorResult<Uint8Array, void>;
    try {
      next = await pieces.next();
    } catch {
      return false;
    }
    if (next.done) return true;
    await sink.write(next.value);
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

/** One download: the clip, where it grows, and what of it is here. */
class Download {
  readonly #hub: HubClient;
  readonly #store: ClipStore;
  readonly #sha256: string;
  readonly #hooks: DownloadHooks;
  #sink: ClipSink | null = null;

  constructor(hub: HubClient, store: ClipStore, sha256: string, hooks: DownloadHooks) {
    this.#hub = hub;
    this.#store = store;
    this.#sha256 = sha256;
    this.#hooks = hooks;
  }

  get #part(): string {
    return partFile(this.#store, this.#sha256);
  }

  async run(): Promise<Downloaded> {
    await mkdir(this.#store.folder, { recursive: true, mode: 0o700 });
    this.#sink = await ClipSink.resume(this.#part, this.#store.keys, this.#sha256);
    try {
      return await this.#fetch();
    } catch (error) {
      if (diskFailure(error)?.code !== 'disk-full') throw error;
      return this.#trouble({ kind: 'disk', code: 'disk-full' });
    } finally {
      await this.#sink?.close();
    }
  }

  #trouble(trouble: DownloadTrouble): Downloaded {
    return { ok: false, trouble, bytes_have: this.#sink?.kept ?? 0 };
  }

  async #fetch(): Promise<Downloaded> {
    const have = this.#sink?.kept ?? 0;
    const answer = await this.#hub.object(this.#sha256, have);
    if (!answer.ok) {
      const isGone = answer.error.code === 'not-found';
      return this.#trouble(
        isGone ? { kind: 'content', code: 'not-found' } : { kind: 'hub', retry_after_ms: answer.retry_after_ms },
      );
    }
    try {
      return await this.#receive(answer.value, have);
    } finally {
      answer.value.close();
    }
  }

  async #receive(answer: OpenAnswer, have: number): Promise<Downloaded> {
    // The last bytes of a clip are never among what is kept, so something must lie behind it: this is another clip.
    if (answer.status === 416)
      return have === 0 ? this.#trouble({ kind: 'content', code: 'not-found' }) : this.#mismatch();
    const continues = answer.status === 206 && startOfPart(answer) === have;
    if (answer.status === 206 && !continues) return this.#trouble({ kind: 'hub', retry_after_ms: null });
    const sink = continues && this.#sink !== null ? this.#sink : await this.#beginAnew();
    const isComplete = await pour(answer, sink, this.#hooks);
    return isComplete ? this.#settle(sink) : this.#trouble({ kind: 'hub', retry_after_ms: null });
  }

  async #beginAnew(): Promise<ClipSink> {
    await this.#sink?.close();
    this.#sink = await ClipSink.create(this.#part, this.#store.keys, this.#sha256);
    return this.#sink;
  }

  async #mismatch(): Promise<Downloaded> {
    await this.#sink?.close();
    this.#sink = null;
    await shredPart(this.#store, this.#sha256);
    return this.#trouble({ kind: 'content', code: 'clip-hash-mismatch' });
  }

  async #settle(sink: ClipSink): Promise<Downloaded> {
    const { bytes } = sink;
    if ((await sink.finish()) !== this.#sha256) return this.#mismatch();
    await rename(this.#part, clipFile(this.#store, this.#sha256));
    await syncFolder(this.#part);
    return { ok: true, bytes };
  }
}

/**
 * Brings one clip here: resumes what came before, checks its hash, and gives it its name only when it is whole and on the disk. No byte of it
 * is on the disk in plain at any time.
 */
export function downloadClip(
  hub: HubClient,
  store: ClipStore,
  sha256: string,
  hooks: DownloadHooks,
): Promise<Downloaded> {
  return new Download(hub, store, sha256, hooks).run();
}
