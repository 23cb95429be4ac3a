import type { BatchId, SessionId } from '#contract/ids.ts';
import type { Credential } from '#contract/core-link.ts';
import { LOCK_AFTER_MIN } from '#contract/lock.ts';
import { type Preferences, preferences } from '#contract/preferences.ts';
import { standardKeymap } from '#contract/keymap.ts';
import { type SessionEvent, type SessionEventDetail, sessionEvent } from '#contract/sessions.ts';
import { chainEnd } from './audit/event-chain.ts';
import { sha256 } from './audit/sha256.ts';
import type { ClipStore } from './media/clip-store.ts';
import type { Ports } from './ports/ports.ts';
import type { Database, ReadDb, WriteTx } from './storage/database.ts';
import type { ChainEnd } from '#domain/audit/event-chain.ts';
import { leafHash } from '#domain/audit/hashing.ts';
import { careAtFirst, lookAtFirst } from '#domain/care/choices.ts';
import { countItems } from './storage/items.ts';
import { readPreferences } from './storage/preferences.ts';
import { nextResultSeq } from './storage/results.ts';
import { addSessionEvent } from './storage/session-events.ts';

/** What somebody gets who never chose. */
export const defaultPreferences: Preferences = {
  language: 'en',
  policy_language: 'en',
  player: { volume: 1, muted: true, speed: 1, captions: true, hold_to_step: false },
  care: careAtFirst,
  look: lookAtFirst,
  keymap: standardKeymap,
  command_use: {},
  lock_after_min: LOCK_AFTER_MIN,
};

/** Progress of each batch, counted once and then kept up by the decisions; forgotten when the hub changed something. */
export class BatchProgress {
  #known = new Map<string, { total: number; decided: number }>();

  /** How many items of the batch there are and how many are decided. */
  of(db: Database, batchId: BatchId): { total: number; decided: number } {
    let progress = this.#known.get(batchId);
    if (progress === undefined) {
      progress = countItems(db, batchId);
      this.#known.set(batchId, progress);
    }
    return progress;
  }

  /** One item more (or less) is decided; told after the commit. */
  adjust(batchId: BatchId, decided: number): void {
    const progress = this.#known.get(batchId);
    if (progress !== undefined) this.#known.set(batchId, { ...progress, decided: progress.decided + decided });
  }

  /** The rows changed under us: count again. */
  forget(): void {
    this.#known.clear();
  }
}

/**
 * The numbers and moments that the device's results and events get. Numbers are read from the database once and then counted on. This
 * connection is the only writer; when a transaction is rolled back, they are read again.
 */
export class DeviceNumbers {
  readonly #deviceId: string;
  #result: number | null = null;
  #lastEvent: ChainEnd | null = null;
  /** By how much the session's time runs before the clock, because the clock was set back. Milliseconds. */
  #ahead_ms = 0;
  #last_ms = Number.NEGATIVE_INFINITY;

  constructor(db: Database, deviceId: string) {
    this.#deviceId = deviceId;
    db.onRollback(() => {
      this.#result = null;
      this.#lastEvent = null;
    });
  }

  /** The next result's number; taken by the transaction that asks. */
  nextResult(tx: WriteTx): number {
    this.#result = this.#result === null ? nextResultSeq(tx, this.#deviceId) : this.#result + 1;
    return this.#result;
  }

  /** The device's newest event: its number, and its hash (null when no chain has begun). */
  lastEvent(tx: WriteTx): ChainEnd {
    return (this.#lastEvent ??= chainEnd(tx, this.#deviceId));
  }

  /** An event was added after it. */
  eventAdded(end: ChainEnd): void {
    this.#lastEvent = end;
  }

  /**
   * The moment of the session's next event. A clock that is set back would let a session run backwards: from then on the session's time
   * goes on from where it was, by as much as the clock goes on.
   * @param now_ms what the clock says, milliseconds since 1970
   */
  eventMoment(now_ms: number): string {
    if (now_ms + this.#ahead_ms < this.#last_ms) this.#ahead_ms = this.#last_ms - now_ms;
    this.#last_ms = now_ms + this.#ahead_ms;
    return new Date(this.#last_ms).toISOString();
  }
}

/**
 * How somebody begins: right after enrolment, with a credential that was kept from before, or with a new one because the device was copied or
 * set back.
 */
export type Beginning = 'enrolled' | 'resumed' | 'registered_anew';

/** One signed-in person on this device: their database, and what every use case needs beside it. */
export interface Account {
  readonly db: Database;
  readonly credential: Credential;
  readonly sessionId: SessionId;
  readonly dataDir: string;
  readonly clips: ClipStore;
  readonly ports: Ports;
  readonly progress: BatchProgress;
  readonly numbers: DeviceNumbers;
  /** What the person chose; read from the database when it changed. */
  readonly preferences: () => Preferences;
  readonly preferencesChanged: () => void;
  /** Told after a result was committed, so that it is sent. */
  readonly onResult: () => void;
}

/** Appends an event to the session log and its chain, in the transaction of what it tells. */
export function recordEvent(
  tx: WriteTx,
  account: Pick<Account, 'credential' | 'sessionId' | 'ports' | 'numbers'>,
  detail: SessionEventDetail,
): void {
  const { credential, ports, numbers } = account;
  const last = numbers.lastEvent(tx);
  const event: SessionEvent = {
    id: sessionEvent.shape.id.parse(ports.ids.next()),
    session_id: account.sessionId,
    person_id: credential.person.id,
    device_id: credential.device_id,
    device_seq: last.device_seq + 1,
    at: numbers.eventMoment(ports.clock.now()),
    detail,
    prev: sessionEvent.shape.prev.parse(last.hash),
  };
  const line = JSON.stringify(event);
  addSessionEvent(tx, event, line);
  numbers.eventAdded({ device_seq: event.device_seq, hash: leafHash(sha256, line) });
}

/** What the person chose, filled up with what nobody chose. */
export function preferencesOf(db: ReadDb): Preferences {
  return preferences.parse({ ...defaultPreferences, ...readPreferences(db) });
}
