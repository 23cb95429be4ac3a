/** How long to wait after failures, in milliseconds. */
export interface BackoffLimits {
  readonly base_ms: number;
  readonly cap_ms: number;
}

/** A hub that is not there costs nothing to ask again, and work waits for it: so it is noticed within about a second. */
export const whileUnreachable: BackoffLimits = { base_ms: 250, cap_ms: 1_500 };

/** A hub that answers with trouble must not be asked often. */
export const whileTroubled: BackoffLimits = { base_ms: 500, cap_ms: 60_000 };

/**
 * Full jitter: any wait between nothing and the doubled limit is as likely, so that a thousand devices do not come back at once.
 * @param failures failures in a row, from 1
 * @param random in [0, 1)
 * @param retryAfter_ms what the hub asked for; the wait is never shorter
 */
export function backoff(failures: number, random: number, limits: BackoffLimits, retryAfter_ms: number | null): number {
  const ceiling = Math.min(limits.cap_ms, limits.base_ms * 2 ** Math.min(failures - 1, 30));
  return Math.round((retryAfter_ms ?? 0) + random * ceiling);
}

/** Longest wait that a hub may ask for: a broken header must not silence a device for a day. */
const LONGEST_RETRY_AFTER_MS = 10 * 60_000;

/** A Retry-After header (seconds or an HTTP date) in milliseconds from now; null when absent or unreadable. */
export function readRetryAfter(header: string | null, now: number): number | null {
  if (header === null || header.trim() === '') return null;
  const seconds = Number(header);
  const wait = Number.isNaN(seconds) ? Date.parse(header) - now : seconds * 1_000;
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), LONGEST_RETRY_AFTER_MS);
}
