/** What the tour found. Counts under the first heading are read from the hub's database by SQL. */
export interface TourReport {
  /** Records that the hub holds after the import. */
  readonly imported: number;
  /** Records of the pack that the import refused. */
  readonly refused: number;
  readonly assigned: number;
  /** Items of the batch for which the hub holds an effective verdict. */
  readonly uploaded: number;
  /** Results beyond one effective a round, one a content and one a place in their device's order. */
  readonly duplicates: number;
  /** Verdicts that the page acknowledged and the hub does not have. */
  readonly lost: number;
  /** Items on which the page acknowledged a verdict. */
  readonly reviewed: number;
  readonly key_to_next_frame_ms: Percentiles | null;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly samples: number;
}

/** Median and 95th percentile (nearest rank) in the unit of the samples; null without samples. */
export function percentilesOf(samples: readonly number[]): Percentiles | null {
  const sorted = [...samples].sort((a, b) => a - b);
  const rank = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  const round = (value: number): number => Math.round(value * 10) / 10;
  if (sorted.length === 0) return null;
  return { p50: round(rank(0.5)), p95: round(rank(0.95)), samples: sorted.length };
}

/** Why a tour of `items` items did not succeed; empty when it did. */
export function shortcomings(report: TourReport, items: number): string[] {
  const findings: string[] = [];
  if (report.lost > 0) findings.push(`${report.lost} acknowledged verdicts are not in the hub`);
  if (report.duplicates > 0) findings.push(`${report.duplicates} results are in the hub twice`);
  if (report.assigned !== items) findings.push(`${report.assigned} items were assigned instead of ${items}`);
  if (report.reviewed !== items) findings.push(`${report.reviewed} items were reviewed instead of ${items}`);
  if (report.uploaded !== items) findings.push(`${report.uploaded} verdicts arrived instead of ${items}`);
  return findings;
}
