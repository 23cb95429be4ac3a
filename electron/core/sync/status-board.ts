import type { ErrorCode } from '#contract/errors.ts';
import type { SyncStatus } from '#contract/sync.ts';
import { type SyncFacts, syncStateOf } from '#domain/sync/status.ts';
import type { Account } from '../account.ts';
import { instantOf } from '../ports/clock.ts';
import { totalClips } from '../storage/clips.ts';
import { write } from '../storage/database.ts';
import { countLate, countParked, countWaiting, newestParkedCode } from '../storage/outbox.ts';
import { spareable } from '../storage/spared.ts';
import { readSyncState, setLastContact } from '../storage/sync-state.ts';

/** A push shorter than this is not worth a change of words. */
const BLINK_MS = 150;
/** At most ten words a second. */
const PAUSE_MS = 100;
/** The moment of contact is shown from memory; the disk hears of it now and then. */
const REMEMBER_MS = 60_000;

/** A reason for a person to look, and how much of it there is. */
export type Trouble = { readonly code: ErrorCode; readonly count: number };

/** Knows how sync stands and tells the page, never more often than it can read. */
export class StatusBoard {
  readonly #account: Account;
  #reachable = false;
  #lastContact: string | null;
  #remembered: number;
  #trouble: Trouble | null = null;
  #push: { began: number; done: number } | null = null;
  #spoken = '';
  #pending = false;
  #stopped = false;
  #paused = false;
  #downloads = 0;

  #notice: Trouble | null;

  /** @param notice something that happened at the start and that a person must see, such as a damaged database */
  constructor(account: Account, notice: Trouble | null) {
    this.#account = account;
    this.#notice = notice;
    this.#lastContact = readSyncState(account.db).last_contact_at;
    this.#remembered = account.ports.clock.now();
  }

  /** Whether the last contact worked. */
  get reachable(): boolean {
    return this.#reachable;
  }

  /** The status as it is now. */
  status(): SyncStatus {
    const { db } = this.#account;
    const pending = countWaiting(db);
    const state = syncStateOf(this.#facts(pending));
    return {
      sync: state,
      reachable: this.#reachable,
      last_contact_at: this.#lastContact,
      pending_results: pending,
      paused: this.#paused,
      clips: { ...totalClips(db), active: this.#downloads },
    };
  }

  /** The hub was heard, in the agreed language. */
  heard(): void {
    const { clock } = this.#account.ports;
    this.#reachable = true;
    this.#lastContact = instantOf(clock);
    if (clock.now() - this.#remembered > REMEMBER_MS) this.remember();
    this.changed();
  }

  /** The hub was not heard. */
  notHeard(): void {
    this.#reachable = false;
    this.changed();
  }

  /** Something that was found and that a person must see, until they ask for a sync. */
  setNotice(notice: Trouble): void {
    this.#notice = notice;
    this.changed();
  }

  /** A person halted the exchange, or lets it go on. */
  setPaused(paused: boolean): void {
    this.#paused = paused;
    this.changed();
  }

  /** So many clips are on their way. */
  setDownloads(downloads: number): void {
    this.#downloads = downloads;
    this.changed();
  }

  /** Something that a person must see, until it is taken back with null. */
  setTrouble(trouble: Trouble | null): void {
    if (trouble === this.#trouble) return;
    this.#trouble = trouble;
    this.changed();
  }

  /** The person has seen what happened at the start. */
  dismissNotice(): void {
    this.#notice = null;
    this.changed();
  }

  /** A push is under way and so many results are through; null: it ended. */
  setPush(done: number | null): void {
    if (done === null) {
      this.#push = null;
      return this.changed();
    }
    if (this.#push !== null) {
      this.#push.done = done;
      return this.changed();
    }
    this.#push = { began: this.#account.ports.clock.now(), done };
    this.#account.ports.clock.after(BLINK_MS, () => this.changed());
  }

  /** Something the status tells may have changed. */
  changed(): void {
    if (this.#pending || this.#stopped) return;
    this.#pending = true;
    this.#account.ports.clock.after(PAUSE_MS, () => {
      this.#pending = false;
      if (!this.#stopped) this.#speak();
    });
  }

  /** Writes down when the hub was last heard. */
  remember(): void {
    const at = this.#lastContact;
    if (at === null) return;
    this.#remembered = this.#account.ports.clock.now();
    const { db, ports } = this.#account;
    // Whoever closes the database must not be stopped by it.
    spareable(ports.log, 'contact_not_kept', () => write(db, (tx) => setLastContact(tx, at)));
  }

  /** Says nothing more. */
  stop(): void {
    this.#stopped = true;
  }

  #speak(): void {
    const status = this.status();
    const text = JSON.stringify(status);
    if (text === this.#spoken) return;
    this.#spoken = text;
    this.#account.ports.emit('sync.status', status);
  }

  #facts(pending: number): SyncFacts {
    const push = this.#push;
    const isLong = push !== null && this.#account.ports.clock.now() - push.began >= BLINK_MS;
    return {
      pending,
      push: isLong && pending > 0 ? { done: push.done, total: push.done + pending } : null,
      reachable: this.#reachable,
      lastContactAt: this.#lastContact,
      attention: this.#notice ?? this.#trouble ?? this.#resultTrouble(),
    };
  }

  #resultTrouble(): Trouble | null {
    const { db } = this.#account;
    const count = countParked(db);
    const code = count === 0 ? null : newestParkedCode(db);
    if (code !== null) return { code, count };
    const late = countLate(db);
    return late === 0 ? null : { code: 'verdict-late', count: late };
  }
}
