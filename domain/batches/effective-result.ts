/** What the choice of the effective result needs to know of one. */
export interface Standing {
  readonly id: string;
  readonly device_id: string;
  readonly device_seq: number;
  readonly supersedes: string | null;
  /** Whether its sender held the item when it arrived. One that came too late is kept but never counts. */
  readonly in_turn: boolean;
}

/**
 * Which of the results of one item and round counts: the one that no other takes the place of. A result takes the place of
 * every earlier one of its device, whatever order they arrive in, and of the one it names. Where two devices decided without
 * knowing of each other, the first to arrive holds.
 * @param results all of the item and round, in order of arrival
 * @returns its id, or null when none came in turn
 */
export function effectiveResult(results: readonly Standing[]): string | null {
  const inTurn = results.filter((result) => result.in_turn);
  const newestOf = new Map<string, number>();
  const named = new Set<string>();
  for (const result of inTurn) {
    newestOf.set(result.device_id, Math.max(newestOf.get(result.device_id) ?? 0, result.device_seq));
    if (result.supersedes !== null && result.supersedes !== result.id) named.add(result.supersedes);
  }
  const newest = inTurn.filter((result) => newestOf.get(result.device_id) === result.device_seq);
  const standing = newest.find((result) => !named.has(result.id));
  // Results that name each other in a circle leave nobody standing; the first to arrive holds then too.
  return (standing ?? newest[0])?.id ?? null;
}
