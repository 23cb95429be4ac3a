/** What to do after the core ended by itself. */
export type RestartDecision = { readonly kind: 'restart'; readonly delay_ms: number } | { readonly kind: 'give_up' };

const WINDOW_MS = 60_000;
const MOST_IN_WINDOW = 5;
const FIRST_DELAY_MS = 100;

/**
 * Whether and when to start the core again: at once after the first end within a minute, then 100, 200, 400, 800 ms;
 * the sixth end within a minute is more than bad luck.
 * @param ends moments of all ends so far, the present one included, in milliseconds of any steady clock, oldest first
 */
export function decideRestart(ends: readonly number[]): RestartDecision {
  const now = ends.at(-1) ?? 0;
  const recent = ends.filter((at) => now - at < WINDOW_MS).length;
  if (recent > MOST_IN_WINDOW) return { kind: 'give_up' };
  return { kind: 'restart', delay_ms: recent <= 1 ? 0 : FIRST_DELAY_MS * 2 ** (recent - 2) };
}
