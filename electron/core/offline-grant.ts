import { advanceGrant, type Grant, isGrantOver, renewedGrant, resumeGrant } from '#domain/people/offline-grant.ts';
import type { Ports } from './ports/ports.ts';
import { type Database, writeLazily } from './storage/database.ts';
import { readGrant, writeGrant } from './storage/grant.ts';
import { spareable } from './storage/spared.ts';

const LOOK_EVERY_MS = 60_000;

/** Counts how long this device has been without the hub, and tells when that locks what it holds, or no longer does. */
export class OfflineGrant {
  readonly #db: Database;
  readonly #ports: Pick<Ports, 'clock' | 'log'>;
  readonly #onChange: () => void;
  #grant: Grant;
  #looked: number;
  #callOff: () => void = () => undefined;

  /** @param fresh the hub was heard just now: somebody signed in */
  constructor(db: Database, ports: Pick<Ports, 'clock' | 'log'>, fresh: boolean, onChange: () => void) {
    const { clock } = ports;
    this.#db = db;
    this.#ports = ports;
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
    const since = this.#ports.clock.now() - this.#grant.seen_at;
    this.#grant = renewedGrant(this.#ports.clock.now());
    this.#looked = this.#ports.clock.steady();
    // Written down now and then: a little less of the grant after a kill harms nobody.
    if (wasOver || since >= LOOK_EVERY_MS || since < 0) this.#keep();
    if (wasOver) this.#onChange();
  }

  /** Looks no more. */
  stop(): void {
    this.#callOff();
  }

  #lookLater(): void {
    this.#callOff = this.#ports.clock.after(LOOK_EVERY_MS, () => {
      this.#look();
      this.#lookLater();
    });
  }

  #look(): void {
    const wasOver = this.isOver;
    const steady = this.#ports.clock.steady();
    this.#grant = advanceGrant(this.#grant, this.#ports.clock.now(), steady - this.#looked);
    this.#looked = steady;
    this.#keep();
    if (this.isOver && !wasOver) this.#onChange();
  }

  #keep(): void {
    // What the disk refuses goes on counting in memory, and is written down with the next look.
    spareable(this.#ports.log, 'grant_not_kept', () => writeLazily(this.#db, (tx) => writeGrant(tx, this.#grant)));
  }
}
