import { backoff, type BackoffLimits, whileTroubled, whileUnreachable } from '#domain/sync/backoff.ts';
import type { Clock } from '../ports/clock.ts';
import type { Random } from '../ports/random.ts';
import type { HubRefusal, HubResult } from './hub-http.ts';

/** What a lane needs and does. */
export interface LanePorts {
  readonly clock: Clock;
  readonly random: Random;
  /** One step of work with the hub; true when there is more to do at once. */
  readonly step: () => Promise<HubResult<boolean>>;
  /** Told after each step. */
  readonly onOutcome: (outcome: HubResult<boolean>) => void;
  /** Told when a step threw: the disk is full, or something nobody foresaw. The lane tries again later. */
  readonly onSurprise: (error: unknown) => void;
  /** Pause when there is nothing to do. */
  readonly idle_ms: number;
}

/** Without a connection the hub costs nothing to ask; whatever answers wrongly may be a hub in trouble. */
function limitsFor(refusal: HubRefusal | null): BackoffLimits {
  return refusal?.error.code === 'hub-unreachable' ? whileUnreachable : whileTroubled;
}

/** One kind of work with the hub, never twice at a time, with waits after failures. */
export class Lane {
  readonly #ports: LanePorts;
  #running: Promise<void> | null = null;
  #again = false;
  #failures = 0;
  #lastRefusal: HubRefusal | null = null;
  #callOff: () => void = () => undefined;
  #stopped = false;
  #paused = false;

  constructor(ports: LanePorts) {
    this.#ports = ports;
  }

  /** Begins by itself after a while, unless it is asked to earlier. */
  startAfter(delay_ms: number): void {
    this.#callOff = this.#ports.clock.after(delay_ms, () => this.kick());
  }

  /**
   * There may be work. Whoever says so is answered first: the hub comes in the next turn. Does nothing while the lane waits out a failure: many
   * new verdicts do not mean many attempts.
   */
  trigger(): void {
    if (this.#failures > 0 || this.#stopped || this.#paused) return;
    if (this.#running !== null) return this.kick();
    this.#callOff();
    this.#callOff = this.#ports.clock.after(0, () => this.kick());
  }

  /** Works at once, whatever the waits say: a person asked, or the hub was just heard. */
  kick(): void {
    if (this.#stopped || this.#paused) return;
    this.#callOff();
    if (this.#running === null) this.#running = this.#work();
    else this.#again = true;
  }

  /** The hub is there again: a lane that waits because it was not, works at once. Other waits were asked for and are kept. */
  hubIsBack(): void {
    if (this.#lastRefusal?.error.code === 'hub-unreachable') this.kick();
  }

  /** Begins no step until it is resumed; the one that is running ends. */
  pause(): void {
    this.#paused = true;
    this.#again = false;
    this.#callOff();
  }

  /** Works at once. */
  resume(): void {
    this.#paused = false;
    this.kick();
  }

  /** Resolves when no step is running. */
  async settled(): Promise<void> {
    await this.#running;
  }

  /** Starts no more steps; resolves when the last one has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#callOff();
    await this.#running;
  }

  async #work(): Promise<void> {
    let wait = this.#ports.idle_ms;
    do {
      this.#again = false;
      wait = await this.#step();
    } while (!this.#stopped && !this.#paused && (wait === 0 || this.#again));
    this.#running = null;
    if (!this.#stopped && !this.#paused) this.#callOff = this.#ports.clock.after(wait, () => this.kick());
  }

  /** Answers how long to wait in milliseconds; 0 when there is more to do. */
  async #step(): Promise<number> {
    const { step, onOutcome, onSurprise, random, idle_ms } = this.#ports;
    let outcome: HubResult<boolean> | null = null;
    try {
      outcome = await step();
      onOutcome(outcome);
    } catch (error) {
      onSurprise(error);
    }
    if (outcome?.ok) {
      this.#failures = 0;
      this.#lastRefusal = null;
      return outcome.value ? 0 : idle_ms;
    }
    this.#failures += 1;
    this.#lastRefusal = outcome;
    return Math.max(1, backoff(this.#failures, random.next(), limitsFor(outcome), outcome?.retry_after_ms ?? null));
  }
}
