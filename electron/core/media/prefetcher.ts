import { rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { itemId, sha256 as sha256Schema } from '#contract/ids.ts';
import { fail, ok, type Result } from '#contract/result.ts';
import { backoff, whileUnreachable } from '#domain/sync/backoff.ts';
import type { Account } from '../account.ts';
import { diskFailure } from '../coded-error.ts';
import { listBatches } from '../storage/batches.ts';
import {
  type ClipRow,
  findClip,
  listClips,
  listEvictable,
  listItemsWith,
  listReady,
  listUnfinished,
  listUnfinishedOf,
  listUnfinishedOfItem,
  markLost,
  markReady,
  markUnfinished,
  markWanted,
  setBytesHave,
} from '../storage/clips.ts';
import { write, writeLazily } from '../storage/database.ts';
import { FLOOR_BYTES, freeBytes } from '../storage/free-space.ts';
import { readPosition } from '../storage/items.ts';
import type { HubClient } from '../sync/hub-client.ts';
import { clipFile, type ClipStore, shredClip, tidyClips } from './clip-store.ts';
import { type DownloadTrouble, downloadClip } from './download.ts';

const AT_A_TIME = 2;
const PROGRESS_EVERY_MS = 500;
/** A clip that came wrong, or that the hub does not have, is tried again: the hub may be mended. */
const CONTENT_BACKOFF = { base_ms: 15_000, cap_ms: 60 * 60_000 };
const DISK_PAUSE_MS = 30_000;
const TELL_AGAIN_MS = 1_000;

/** What the prefetcher tells others. */
export interface PrefetchHooks {
  /** Numbers of the status may have changed; `active` clips are on their way. */
  readonly onProgress: (active: number) => void;
}

/** Brings clips here before they are needed: the open item's first, then in the order of the queue, two at a time. */
export class Prefetcher {
  readonly #account: Account;
  readonly #hub: HubClient;
  readonly #hooks: PrefetchHooks;
  readonly #store: ClipStore;
  readonly #active = new Map<string, Promise<void>>();
  #first: string[] = [];
  #pausedUntil = 0;
  #hubFailures = 0;
  #callOff: () => void = () => undefined;
  #stopped = false;
  #halted = false;
  /** Deleted to make room, and not yet so in the database. */
  readonly #evicted = new Set<string>();
  /** Just being shredded because they did not open. */
  readonly #replaced = new Set<string>();

  constructor(account: Account, hub: HubClient, hooks: PrefetchHooks) {
    this.#account = account;
    this.#hub = hub;
    this.#hooks = hooks;
    this.#store = account.clips;
  }

  /** Shreds what belongs to no clip here, checks that the clips said to be here are here, then begins. */
  async start(): Promise<void> {
    const { db, ports } = this.#account;
    const { here, shredded } = await tidyClips(this.#store, listClips(db));
    if (shredded > 0) ports.log('clips_shredded', { count: shredded });
    if (this.#stopped) return;
    const lost = listReady(db).filter((sha256) => !here.has(sha256));
    if (lost.length > 0) write(db, (tx) => lost.forEach((sha256) => markLost(tx, sha256)));
    this.pump();
  }

  /** A clip that is said to be here does not open, or is gone: what is left of it goes, and it is fetched anew before all others. */
  async replace(sha256: string): Promise<void> {
    const { db, ports } = this.#account;
    if (this.#stopped || this.#replaced.has(sha256) || findClip(db, sha256)?.state !== 'ready') return;
    this.#replaced.add(sha256);
    try {
      ports.log('clip_broken', { sha256 });
      await shredClip(this.#store, sha256);
      if (this.#stopped || this.#evicted.has(sha256)) return;
      write(db, (tx) => markLost(tx, sha256));
      this.#tellItemsWith(sha256);
      this.want(sha256);
    } catch (error) {
      if (diskFailure(error) === null) throw error;
      ports.log('clip_not_replaced', { sha256 });
    } finally {
      this.#replaced.delete(sha256);
    }
  }

  /** Puts a clip first. */
  want(sha256: string): Result<Record<string, never>, 'not-found'> {
    const { db } = this.#account;
    if (findClip(db, sha256) === null) return fail('not-found', `no item here names the clip ${sha256}`);
    write(db, (tx) => markWanted(tx, sha256));
    this.#first = [sha256, ...this.#first.filter((each) => each !== sha256)];
    this.pump();
    return ok({});
  }

  /** Lets go of what is on its way, with what came of it, and begins nothing until it is resumed. */
  pause(): void {
    this.#halted = true;
    this.#callOff();
  }

  /** Goes on from the bytes that are here. */
  resume(): void {
    this.#halted = false;
    this.wake();
  }

  /** The hub is there again. */
  wake(): void {
    this.#pausedUntil = 0;
    this.pump();
  }

  /**
   * The disk is full: deletes clips that are needed last, down to the open item's own, until enough is given back; answers how many. The database
   * hears of it in the next turn, for it may be in the middle of something; when that fails too, the next start finds that they are gone.
   */
  evict(): number {
    const evicted: string[] = [];
    let freed = 0;
    for (const { sha256, bytes } of listEvictable(this.#account.db)) {
      if (freed >= FLOOR_BYTES) break;
      if (this.#evicted.has(sha256)) continue;
      rmSync(clipFile(this.#store, sha256), { force: true });
      this.#evicted.add(sha256);
      evicted.push(sha256);
      freed += bytes;
    }
    if (evicted.length > 0) this.#account.ports.clock.after(0, () => this.#tellEvicted());
    return evicted.length;
  }

  /** Shreds the files of clips that no item names any more. */
  async forget(orphans: readonly string[]): Promise<void> {
    for (const sha256 of orphans) {
      await this.#active.get(sha256);
      if (findClip(this.#account.db, sha256) !== null) continue;
      await shredClip(this.#store, sha256).catch(() => this.#account.ports.log('clip_not_shredded', { sha256 }));
    }
  }

  /** Begins what can be begun; otherwise comes back when something can. */
  pump(): void {
    this.#callOff();
    if (this.#stopped || this.#halted) return;
    const now = this.#account.ports.clock.now();
    if (now < this.#pausedUntil) return this.#comeBack(this.#pausedUntil - now);
    while (this.#active.size < AT_A_TIME) {
      const next = this.#pick(now);
      if (next === null) break;
      this.#begin(next);
    }
    if (this.#active.size === 0) this.#comeBackForFailed(now);
  }

  /** Begins nothing more; resolves when the last download has let go of its file. The hub client is stopped by its owner. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#callOff();
    await Promise.all(this.#active.values());
  }

  #comeBack(delay_ms: number): void {
    this.#callOff = this.#account.ports.clock.after(delay_ms, () => this.pump());
  }

  #comeBackForFailed(now: number): void {
    const due = listUnfinished(this.#account.db).map((clip) => clip.next_at);
    if (due.length > 0) this.#comeBack(Math.max(1_000, due.reduce((a, b) => Math.min(a, b)) - now));
  }

  #pick(now: number): ClipRow | null {
    const { db } = this.#account;
    const isFree = (clip: ClipRow | null | undefined): clip is ClipRow =>
      clip !== null &&
      clip !== undefined &&
      clip.state !== 'ready' &&
      clip.next_at <= now &&
      !this.#active.has(clip.sha256);
    for (const sha256 of this.#first) {
      const clip = findClip(db, sha256);
      if (isFree(clip)) return clip;
    }
    const open = readPosition(db);
    const beside = open === null ? undefined : listUnfinishedOfItem(db, open).find(isFree);
    if (beside) return beside;
    const batches = listBatches(db);
    for (const decided of [false, true]) {
      for (const batch of batches) {
        const clip = listUnfinishedOf(db, batch.id, decided, now, AT_A_TIME + 1).find(isFree);
        if (clip) return clip;
      }
    }
    return null;
  }

  #begin(clip: ClipRow): void {
    const work = this.#bring(clip)
      .catch((error: unknown) => {
        this.#pausedUntil = this.#account.ports.clock.now() + DISK_PAUSE_MS;
        this.#account.ports.log('clip_surprise', {
          sha256: clip.sha256,
          error: error instanceof Error ? error.name : 'unknown',
        });
      })
      .finally(() => {
        this.#active.delete(clip.sha256);
        this.pump();
        this.#hooks.onProgress(this.#active.size);
      });
    this.#active.set(clip.sha256, work);
    this.#hooks.onProgress(this.#active.size);
  }

  async #bring(clip: ClipRow): Promise<void> {
    const { db, ports } = this.#account;
    const { sha256 } = clip;
    let told = ports.clock.now();
    if (!(await this.#hasRoomFor(clip))) {
      this.#noteTrouble(clip, { kind: 'disk', code: 'disk-full' }, clip.bytes_have);
      return this.#hooks.onProgress(this.#active.size);
    }
    const onBytes = (bytes: number): void => {
      if (ports.clock.now() - told < PROGRESS_EVERY_MS) return;
      told = ports.clock.now();
      writeLazily(db, (tx) => setBytesHave(tx, sha256, bytes));
      this.#hooks.onProgress(this.#active.size);
    };
    const done = await downloadClip(this.#hub, this.#store, sha256, { onBytes, isHalted: () => this.#halted });
    if (this.#stopped) return;
    if (done.ok) {
      write(db, (tx) => markReady(tx, sha256, done.bytes));
      this.#first = this.#first.filter((each) => each !== sha256);
      this.#hubFailures = 0;
      ports.emit('media.ready', { sha256: sha256Schema.parse(sha256) });
    } else {
      this.#noteTrouble(clip, done.trouble, done.bytes_have);
    }
    this.#hooks.onProgress(this.#active.size);
  }

  #tellEvicted(): void {
    if (this.#stopped) return;
    const { db, ports } = this.#account;
    const evicted = [...this.#evicted];
    const again = ports.clock.now() + DISK_PAUSE_MS;
    this.#pausedUntil = again;
    try {
      write(db, (tx) => evicted.forEach((sha256) => markUnfinished(tx, sha256, 0, again, 'disk-full')));
    } catch (error) {
      if (diskFailure(error) === null) throw error;
      return void ports.clock.after(TELL_AGAIN_MS, () => this.#tellEvicted());
    }
    for (const sha256 of evicted) this.#evicted.delete(sha256);
    const item_ids = evicted.flatMap((sha256) => listItemsWith(db, sha256)).map((id) => itemId.parse(id));
    ports.emit('data.changed', { batches: true, policies: false, item_ids });
    this.#hooks.onProgress(this.#active.size);
  }

  /** Clips leave the last of the disk to what a person makes. */
  async #hasRoomFor(clip: ClipRow): Promise<boolean> {
    await mkdir(this.#store.folder, { recursive: true, mode: 0o700 });
    return (await freeBytes(this.#store.folder)) >= FLOOR_BYTES + (clip.bytes ?? 0) - clip.bytes_have;
  }

  #noteTrouble(clip: ClipRow, trouble: DownloadTrouble, bytesHave: number): void {
    const { db, ports } = this.#account;
    const now = ports.clock.now();
    const random = ports.random.next();
    // Whoever halts it wants no waits afterwards.
    if (this.#halted) return write(db, (tx) => markUnfinished(tx, clip.sha256, bytesHave, 0, null));
    if (trouble.kind === 'hub') {
      this.#hubFailures += 1;
      this.#pausedUntil = now + backoff(this.#hubFailures, random, whileUnreachable, trouble.retry_after_ms);
      return write(db, (tx) => markUnfinished(tx, clip.sha256, bytesHave, 0, null));
    }
    if (trouble.kind === 'disk') this.#pausedUntil = now + DISK_PAUSE_MS;
    const wait =
      trouble.kind === 'disk'
        ? DISK_PAUSE_MS
        : backoff(clip.attempts + 1, random, CONTENT_BACKOFF, CONTENT_BACKOFF.base_ms);
    ports.log('clip_failed', { sha256: clip.sha256, code: trouble.code });
    write(db, (tx) => markUnfinished(tx, clip.sha256, bytesHave, now + wait, trouble.code));
    this.#tellItemsWith(clip.sha256);
  }

  #tellItemsWith(sha256: string): void {
    const { db, ports } = this.#account;
    const item_ids = listItemsWith(db, sha256).map((id) => itemId.parse(id));
    ports.emit('data.changed', { batches: true, policies: false, item_ids });
  }
}
