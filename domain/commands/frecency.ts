const DAY_MS = 86_400_000;
/** After so many days without use a command counts half as much. */
const HALF_LIFE_DAYS = 10;

/** How much a command deserves to come first: often and lately used. `now` and `chosen_at` are milliseconds since 1970. */
export function frecency(
  use: { readonly chosen: number; readonly chosen_at: number } | undefined,
  now: number,
): number {
  if (use === undefined || use.chosen === 0) return 0;
  const days = Math.max(0, now - use.chosen_at) / DAY_MS;
  return Math.log2(1 + use.chosen) * 0.5 ** (days / HALF_LIFE_DAYS);
}
