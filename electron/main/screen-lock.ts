import { LOCK_AFTER_MIN } from '#contract/lock.ts';

/** What the lock needs from its surroundings. */
export interface ScreenLockPorts {
  /** A steady clock in milliseconds. */
  readonly now: () => number;
  /** Whether there is anything to hide: the device's key is there. */
  readonly holdsWork: () => boolean;
  readonly onChange: (locked: boolean) => void;
}

const MINUTE = 60_000;

/** Knows when somebody last touched the app, and whether its work is hidden. Once locked it stays so until it is opened. */
export class ScreenLock {
  readonly #ports: ScreenLockPorts;
  #touchedAt: number;
  #after = LOCK_AFTER_MIN * MINUTE;
  #isLocked = false;

  constructor(ports: ScreenLockPorts) {
    this.#ports = ports;
    this.#touchedAt = ports.now();
  }

  get isLocked(): boolean {
    return this.#isLocked;
  }

  /** Somebody is there: a key or the pointer. */
  touched(): void {
    this.#touchedAt = this.#ports.now();
  }

  /** How long nobody may touch it. Minutes. */
  setAfter(minutes: number): void {
    this.#after = minutes * MINUTE;
  }

  /** To be asked every few seconds: locks when nobody touched it for too long. */
  look(): void {
    if (this.#ports.now() - this.#touchedAt >= this.#after) this.lock();
  }

  lock(): void {
    if (this.#isLocked || !this.#ports.holdsWork()) return;
    this.#isLocked = true;
    this.#ports.onChange(true);
  }

  /** Whoever may open it has been asked already. */
  open(): void {
    if (!this.#isLocked) return;
    this.#isLocked = false;
    this.touched();
    this.#ports.onChange(false);
  }
}
