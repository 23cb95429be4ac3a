import type { OptOutNotice } from '#contract/care.ts';
import { type ItemId, itemId } from '#contract/ids.ts';
import type { HubContext } from '../context.ts';
import { lockMovable, moveItems } from '../storage/batches.ts';
import type { WriteTx } from '../storage/open.ts';
import {
  type Candidate,
  findCandidates,
  findUnwanted,
  replaceOptOuts,
  type UnwantedItem,
} from '../storage/opt-outs.ts';

/** Items dealt in turn to those who want them; the maker of the batch gets only what nobody else does. */
function deal(items: readonly UnwantedItem[], candidates: readonly Candidate[]): Map<string, string[]> {
  const dealt = new Map<string, string[]>();
  const load = new Map(candidates.map((each) => [each.person_id, each.items]));
  for (const item of items) {
    const willing = candidates.filter((each) => !each.opted_out.includes(item.violation_type));
    const reviewers = willing.filter((each) => !each.maker);
    const [taker] = (reviewers.length > 0 ? reviewers : willing).toSorted(
      (a, b) => (load.get(a.person_id) ?? 0) - (load.get(b.person_id) ?? 0),
    );
    if (taker === undefined) continue;
    load.set(taker.person_id, (load.get(taker.person_id) ?? 0) + 1);
    dealt.set(taker.person_id, [...(dealt.get(taker.person_id) ?? []), item.id]);
  }
  return dealt;
}

async function moveBatch(
  tx: WriteTx,
  hub: HubContext,
  person: string,
  items: readonly UnwantedItem[],
): Promise<string[]> {
  const batch = items[0]?.batch_id;
  if (batch === undefined) return [];
  const moved: string[] = [];
  for (const [taker, ids] of deal(items, await findCandidates(tx, batch, person))) {
    // Locked and asked again: a verdict that came meanwhile keeps its item, and so does somebody who got it.
    const movable = (await lockMovable(tx, batch, ids, taker)).filter((item) => item.assignee === person);
    await moveItems(tx, batch, movable, taker, hub.now());
    moved.push(...movable.map((item) => item.id));
  }
  return moved;
}

/**
 * Takes a person's word on what they do not want to see and deals their undecided items of these types to other reviewers of the
 * same batches, or to a batch's maker when there is no other. Results stay as they are. Saying it again moves what came since.
 */
export async function optOut(
  hub: HubContext,
  person: string,
  { violation_types }: OptOutNotice,
): Promise<{ moved: ItemId[]; kept: number }> {
  return hub.database.db.transaction().execute(async (tx) => {
    await replaceOptOuts(tx, person, violation_types, hub.now());
    const unwanted = await findUnwanted(tx, person, violation_types);
    const moved: string[] = [];
    for (const batch of new Set(unwanted.map((item) => item.batch_id))) {
      const ofBatch = unwanted.filter((item) => item.batch_id === batch);
      moved.push(...(await moveBatch(tx, hub, person, ofBatch)));
    }
    return { moved: moved.map((id) => itemId.parse(id)), kept: unwanted.length - moved.length };
  });
}
