/** So long a device may work without the hub, in milliseconds: three days. */
export const OFFLINE_GRANT_MS = 72 * 3_600_000;

/** A clock is set right by minutes now and then; more than this is another time. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** How much of the grant is used up. */
export interface Grant {
  /** Milliseconds without the hub. */
  readonly used_ms: number;
  /** The latest moment that the device's clock ever showed, in milliseconds since 1970; 0 when none is known. */
  readonly seen_at: number;
}

/** The hub was heard: the grant begins anew. */
export function renewedGrant(now: number): Grant {
  return { used_ms: 0, seen_at: now };
}

/**
 * Time went by while the program ran. What the device's clock says counts, and at least what a clock that nobody can set says:
 * putting the clock back gains nothing.
 * @param now the device's clock, in milliseconds since 1970
 * @param steady_ms since the last look, by the steady clock, which may stand still while the machine sleeps
 */
export function advanceGrant(grant: Grant, now: number, steady_ms: number): Grant {
  const passed = Math.max(0, now - grant.seen_at, steady_ms);
  return { used_ms: grant.used_ms + passed, seen_at: Math.max(grant.seen_at, now) };
}

/** The program starts. A clock that shows an earlier time than it did before hides how long the device was off: then all of it is used. */
export function resumeGrant(grant: Grant, now: number): Grant {
  if (grant.seen_at === 0) return renewedGrant(now);
  if (now < grant.seen_at - CLOCK_TOLERANCE_MS) return { ...grant, used_ms: Math.max(grant.used_ms, OFFLINE_GRANT_MS) };
  return advanceGrant(grant, now, 0);
}

/** Whether the device has been without the hub for too long. */
export function isGrantOver(grant: Grant): boolean {
  return grant.used_ms >= OFFLINE_GRANT_MS;
}
