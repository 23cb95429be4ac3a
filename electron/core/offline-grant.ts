import { advanceGrant, type Grant, isGrantOver, renewedGrant, resumeGrant } from '#domain/people/offline-grant.ts';
import type { Clock } from './ports/clock.ts';
import { type Database, writeLazily } from './storage/database.ts';
import { readGrant, writeGrant } from './storage/grant.ts';

const LOOK_EVERY_MS = 60_000;

/** Counts how long this device has been without the hub, and tells when that locks what it holds, or no longer does. */
export class OfflineGrant {
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #onChange: () => void;
  #grant: Grant;
  #looked: number;
  #callOff: () => void = () => undefined;

  /** @param fresh the hub was heard just now: somebody signed in */
  constructor(db: Database, clock: Clock, fresh: boolean, onChange: () => void) {
    this.#db = db;
    this.#clock = clock;
    this.#onChange = onChange;
    this.#grant = fresh ? renewedGrant(clock.now()) : resumeGrant(readGrant(db), clock.now());
    this.#looked = clock.steady();
    this.#keep();
    this.#lookLater();
  }

  /** Whether what this device holds is locked. */
  get isOver(): boolean {
    return isGrantOver(this.#grant);
  }

  /** The hub was heard. */
  renew(): void {
    const wasOver = this.isOver;
    const since = this.#clock.now() - this.#grant.seen_at;
    this.#grant = renewedGrant(this.#clock.now());
    this.#looked = this.#clock.steady();
    // Written down now and then: a little less of the grant after a kill harms nobody.
    if (wasOver || since >= LOOK_EVERY_MS || since < 0) this.#keep();
    if (wasOver) this.#onChange();
  }

  /** Looks no more. */
  stop(): void {
    this.#callOff();
  }

  #lookLater(): void {
    this.#callOff = this.#clock.after(LOOK_EVERY_MS, () => {
      this.#look();
      this.#lookLater();
    });
  }

  #look(): void {
    const wasOver = this.isOver;
    const steady = this.#clock.steady();
    this.#grant = advanceGrant(this.#grant, this.#clock.now(), steady - this.#looked);
    this.#looked = steady;
    this.#keep();
    if (this.isOver && !wasOver) this.#onChange();
  }

  #keep(): void {
    writeLazily(this.#db, (tx) => writeGrant(tx, this.#grant));
  }
}
