import type { DamageNotice, DiskState, StorageStatus } from '#contract/storage.ts';
import { diskFailure, isDiskFull } from '../coded-error.ts';
import type { Ports } from '../ports/ports.ts';
import type { DiskGuard } from './database.ts';
import { FLOOR_BYTES, freeBytes, freeBytesNow } from './free-space.ts';
import { Reserve } from './reserve.ts';

/** The reserve is laid in when the first item has long been shown. */
const FIRST_MS = 5_000;
const AGAIN_MS = 5_000;
/** A verdict takes less than a tenth of it. */
const WORTH_A_TRY_BYTES = 1024 * 1024;

/** What the watch does with the rest of the core. */
export interface DiskWatchHooks {
  /** Writes something small that must be durable, as a verdict is; throws what the disk throws. */
  readonly probe: () => void;
  /** Folds the database's log in; answers how many bytes that gave back. Throws what the disk throws. */
  readonly foldLog: () => number;
  /** Deletes clips that are not looked at now; answers how many. Their place in the database is told later. */
  readonly evictClips: () => number;
  /** Looks whether what is kept is still what was written; ends this process when not. */
  readonly verify: () => Promise<void>;
  /** The file is damaged: ends this process, so that the next one sets it aside. */
  readonly onDamage: () => void;
}

/**
 * Knows how the disk takes what is written, tells the page when that changes, makes room in an emergency and notices when there is room
 * again. Verdicts are never given up for space; the reserve and clips are, because the hub has them.
 */
export class DiskWatch implements DiskGuard {
  readonly #ports: Pick<Ports, 'clock' | 'log' | 'emit'>;
  readonly #folder: string;
  readonly #hooks: DiskWatchHooks;
  readonly #reserve: Reserve;
  #state: DiskState = 'ok';
  #callOff: () => void = () => undefined;
  #stopped = false;
  #damage: DamageNotice | null = null;

  constructor(ports: Pick<Ports, 'clock' | 'log' | 'emit'>, dataDir: string, hooks: DiskWatchHooks) {
    this.#ports = ports;
    this.#folder = dataDir;
    this.#hooks = hooks;
    this.#reserve = new Reserve(dataDir);
  }

  /** Lays in the reserve a while after the start. */
  start(): void {
    this.#checkAfter(FIRST_MS);
  }

  /** Ends; nothing is tried any more, and nothing is being written when it answers. */
  stop(): Promise<void> {
    this.#stopped = true;
    this.#callOff();
    return this.#reserve.settle();
  }

  /** From here on the page tells of a damaged database, until the person has read it; null when there was none. */
  tellOfDamage(damage: DamageNotice | null): void {
    this.#damage = damage;
  }

  status(): StorageStatus {
    return { disk: this.#state, damage: this.#damage };
  }

  /** The person has read what was saved from a damaged database. */
  damageRead(): StorageStatus {
    this.#damage = null;
    this.#ports.emit('storage.status', this.status());
    return this.status();
  }

  /** The disk has no room: the database's own log is shortened, else the reserve goes, and clips. True when there is some now. */
  makeRoom(): boolean {
    if (this.#foldedLog() >= WORTH_A_TRY_BYTES) return true;
    const reserve = this.#reserve.release();
    const clips = this.#hooks.evictClips();
    this.#ports.log('disk_full', { reserve, clips });
    if (!reserve && clips === 0) return false;
    this.#become('low');
    return true;
  }

  refused(error: unknown): void {
    const code = diskFailure(error)?.code;
    if (code === 'disk-full') this.#become(this.#reserve.isThere ? 'low' : 'full');
    if (code === 'disk-error') this.#become('failing');
  }

  taken(): void {
    // A line of the log may still find a place where a verdict does not: that is no news.
    const isStillFull = this.#state === 'full' && freeBytesNow(this.#folder) < WORTH_A_TRY_BYTES;
    if (this.#state === 'ok' || this.#state === 'low' || isStillFull) return;
    this.#become(this.#reserve.isThere ? 'ok' : 'low');
  }

  damaged(): void {
    this.#hooks.onDamage();
  }

  /** Tries the disk now: whether it still holds what it took, whether it takes a verdict, and whether the reserve can be laid in again. */
  async check(): Promise<StorageStatus> {
    try {
      await this.#hooks.verify();
      if (this.#stopped) return this.status();
      if (this.#state === 'full' && (await freeBytes(this.#folder)) < WORTH_A_TRY_BYTES) return this.status();
      if (this.#state === 'full' || this.#state === 'failing') this.#hooks.probe();
      const hasReserve = await this.#reserve.fill();
      const isWide = hasReserve && (await freeBytes(this.#folder)) >= FLOOR_BYTES;
      if (!this.#stopped) this.#become(isWide ? 'ok' : 'low');
    } catch (error) {
      if (diskFailure(error) === null) throw error;
      this.refused(error);
    }
    return this.status();
  }

  #foldedLog(): number {
    try {
      return this.#hooks.foldLog();
    } catch (error) {
      // The file itself would have to grow for it. What is in the log stays there.
      if (diskFailure(error) === null) throw error;
      return 0;
    }
  }

  #become(state: DiskState): void {
    if (state === this.#state || this.#stopped) return;
    this.#state = state;
    this.#ports.log('disk_state', { state });
    this.#ports.emit('storage.status', this.status());
    if (state !== 'ok') this.#checkAfter(AGAIN_MS);
  }

  #checkAfter(delay_ms: number): void {
    this.#callOff();
    if (this.#stopped) return;
    this.#callOff = this.#ports.clock.after(delay_ms, () => void this.#checkByItself());
  }

  async #checkByItself(): Promise<void> {
    try {
      await this.check();
    } catch (error) {
      this.#ports.log('disk_check_failed', { error: error instanceof Error ? error.name : 'unknown' });
    }
    if (this.#state !== 'ok') this.#checkAfter(AGAIN_MS);
  }
}

/** Opens something that a full disk keeps closed: once more after the reserve was given back. */
export function withReserve<Value>(dataDir: string, open: () => Value): Value {
  try {
    return open();
  } catch (error) {
    if (!isDiskFull(error) || !new Reserve(dataDir).release()) throw error;
    return open();
  }
}
