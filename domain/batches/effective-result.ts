import { newestOfDevices, type Standing, standingResults } from './standing.ts';

/**
 * Which of the results of one item and round counts: the one that no other takes the place of. A result takes the place of
 * every earlier one of its device, whatever order they arrive in, and of the one it names. Where two devices decided without
 * knowing of each other, the first to arrive holds.
 * @param results all of the item and round, in order of arrival
 * @returns its id, or null when none came in turn
 */
export function effectiveResult(results: readonly Standing[]): string | null {
  const inTurn = results.filter((result) => result.in_turn);
  const [standing] = standingResults(inTurn);
  // Results that name each other in a circle leave nobody standing; the first to arrive of each device's newest holds then too.
  return (standing ?? newestOfDevices(inTurn)[0])?.id ?? null;
}
