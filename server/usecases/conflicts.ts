import { type Conflict, conflict } from '#contract/sync.ts';
import { verdictDocument } from '#contract/verdicts.ts';
import { standingResults } from '#domain/batches/standing.ts';
import type { HubContext } from '../context.ts';
import { type MetResult, readMetResults } from '../storage/conflicts.ts';

function verdictOf({ id, person, effective, in_turn, received_at, body }: MetResult) {
  const { kind, choices, decided_at } = verdictDocument.parse(JSON.parse(body));
  return {
    result_id: id,
    person,
    kind,
    choices,
    decided_at,
    received_at: received_at.toISOString(),
    effective,
    late: !in_turn,
  };
}

/** Items on which more than one verdict stands, the last touched first. Nothing is merged: a supervisor reads all of them. */
export async function listConflicts(hub: HubContext): Promise<Conflict[]> {
  const byItem = new Map<string, MetResult[]>();
  for (const result of await readMetResults(hub.database)) {
    const key = `${result.item_id}/${result.round}`;
    byItem.set(key, [...(byItem.get(key) ?? []), result]);
  }
  return [...byItem.values()].flatMap((results) => {
    const verdicts = standingResults(results).filter((result) => result.type === 'verdict');
    const [first] = verdicts;
    if (first === undefined || verdicts.length < 2) return [];
    const { item_id, batch_id, batch, record_id, round } = first;
    return [conflict.parse({ item_id, batch_id, batch, record_id, round, verdicts: verdicts.map(verdictOf) })];
  });
}
