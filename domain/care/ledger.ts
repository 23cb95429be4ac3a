import type { LedgerDay } from '#contract/care.ts';

/** The ledger with what is known of a day now: in its place, or as the newest when the ledger has no such day yet. At most `days` entries, newest first. */
export function withDay(ledger: readonly LedgerDay[], today: LedgerDay, days: number): readonly LedgerDay[] {
  if (!ledger.some(({ day }) => day === today.day)) return [today, ...ledger].slice(0, days);
  return ledger.map((entry) => (entry.day === today.day ? today : entry));
}
