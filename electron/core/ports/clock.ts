/** Time as the core sees it. */
export interface Clock {
  /** Milliseconds since 1970 by the device's clock; may step. */
  now(): number;
  /** Milliseconds of a clock that nobody can set, from any beginning; may stand still while the machine sleeps. */
  steady(): number;
  /** Runs the action once after a delay; returns how to call it off. */
  after(delay_ms: number, action: () => void): () => void;
}

/** The device's own clock. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  steady: () => performance.now(),
  after(delay_ms, action) {
    const timer = setTimeout(action, delay_ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** A moment of the clock as ISO 8601 in UTC. */
export function instantOf(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}
