/** What the choice of the effective result needs to know of one. */
export interface Standing {
  readonly id: string;
  readonly device_id: string;
  readonly device_seq: number;
  readonly supersedes: string | null;
  /** Whether its sender held the item when it arrived. One that came too late is kept but never counts. */
  readonly in_turn: boolean;
}

type Placed = Omit<Standing, 'in_turn'>;

/** The newest result of each device, in order of arrival: it takes the place of every earlier one, whatever order they arrive in. */
export function newestOfDevices<Result extends Placed>(results: readonly Result[]): Result[] {
  const newest = new Map<string, number>();
  for (const { device_id, device_seq } of results)
    newest.set(device_id, Math.max(newest.get(device_id) ?? 0, device_seq));
  return results.filter(({ device_id, device_seq }) => newest.get(device_id) === device_seq);
}

/**
 * The results of one item and round that no other takes the place of, in order of arrival. Where more than one stands, people (or copies of a
 * device) decided without knowing of each other.
 */
export function standingResults<Result extends Placed>(results: readonly Result[]): Result[] {
  const named = new Set(results.flatMap(({ id, supersedes }) => (supersedes === id ? [] : [supersedes])));
  return newestOfDevices(results).filter(({ id }) => !named.has(id));
}
