import { createHash } from 'node:crypto';
import type { z } from 'zod';
import {
  type Batch,
  batch as batchShape,
  type batchAssignment,
  type batchOverview,
  type NewBatch,
} from '#contract/batches.ts';
import { type BatchId, batchId, type ItemId, personId } from '#contract/ids.ts';
import { fail, ok, type Result } from '#contract/result.ts';
import { dealInTurn, drawRecords } from '#domain/batches/draw.ts';
import type { HubContext } from '../context.ts';
import { findFrame, insertBatch, lockMovable, moveItems, type ProgressRow, readProgress } from '../storage/batches.ts';
import { addAct } from '../storage/audit.ts';
import { findPerson, listPeople } from '../storage/people.ts';
import { countAgain } from '../storage/statistics.ts';
import { type Actor, actOf } from './audit/acts.ts';
import { hubItself } from './audit/life.ts';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A batch that was made, how many items it has and how many records it could have been drawn from. */
export interface CreatedBatch {
  readonly batch: Batch;
  readonly items: number;
  readonly frame: number;
}

/** Draws records into a batch and deals them out. A filter that no record meets gives an empty batch. */
export async function createBatch(
  hub: HubContext,
  createdBy: string,
  input: NewBatch,
  device: string | null = null,
): Promise<Result<CreatedBatch, 'not-found'>> {
  const known = new Set((await listPeople(hub.database.db)).map((person) => person.id));
  const stranger = input.assignees.find((id) => !known.has(id));
  if (stranger !== undefined) return fail('not-found', `no person ${stranger} to deal items to`);
  const { name, mode, priority, due_at, scorecard } = input;
  const batch: Batch = {
    id: batchId.parse(hub.newId()),
    name,
    mode,
    priority,
    due_at,
    created_at: hub.now().toISOString(),
    scorecard,
  };
  const made = await hub.database.db.transaction().execute(async (tx) => {
    const frame = await findFrame(tx, input.filter);
    const dealt = dealInTurn(drawRecords(frame, input.draw, digest), input.assignees);
    const items = dealt.map((item) => ({ id: hub.newId(), ...item }));
    // What was asked is kept with the batch, so that anybody can draw it again and get the same.
    const source = { filter: input.filter, draw: input.draw, assignees: input.assignees, frame: frame.length };
    await insertBatch(tx, batch, { createdBy, source }, items);
    const facts = { batch: batch.id, mode, items: items.length, frame: frame.length, assignees: input.assignees };
    const sealed = { content: { name, source: JSON.stringify(source) }, kept: 'here' } as const;
    await addAct(tx, actOf(hub, 'batch_drawn', { person: createdBy, device }, facts, sealed));
    return { items: items.length, frame: frame.length };
  });
  await countAgain(hub.database, made.items);
  return ok({ batch, ...made });
}

/**
 * Gives items of a batch to another person. Items that are decided, or already theirs, stay where they are; the answer lists
 * those that moved.
 */
export async function reassignItems(
  hub: HubContext,
  batch: BatchId,
  input: z.infer<typeof batchAssignment>,
  by: Actor = hubItself,
): Promise<Result<{ moved: ItemId[] }, 'not-found'>> {
  return hub.database.db.transaction().execute(async (tx) => {
    const found = await tx.selectFrom('batches').select('id').where('id', '=', batch).executeTakeFirst();
    if (found === undefined) return fail('not-found', `no batch ${batch}`);
    if ((await findPerson(tx, input.assignee)) === null) return fail('not-found', `no person ${input.assignee}`);
    const movable = await lockMovable(tx, batch, input.item_ids, input.assignee);
    await moveItems(tx, batch, movable, input.assignee, hub.now());
    const moved = movable.map((item) => item.id as ItemId);
    if (moved.length > 0) {
      await addAct(tx, actOf(hub, 'items_reassigned', by, { batch, to: input.assignee, items: moved }));
    }
    return ok({ moved });
  });
}

type Overview = z.infer<typeof batchOverview>;

function toOverview(rows: readonly ProgressRow[], body: string): Overview {
  const assignees = rows.flatMap((row) =>
    row.person_id === null
      ? []
      : [{ person_id: personId.parse(row.person_id), name: row.name ?? '', total: row.total, decided: row.decided }],
  );
  const sum = (pick: (row: ProgressRow) => number): number => rows.reduce((total, row) => total + pick(row), 0);
  return {
    batch: batchShape.parse(JSON.parse(body)),
    progress: { total: sum((row) => row.total), decided: sum((row) => row.decided) },
    assignees,
  };
}

/** All batches with their progress, newest first. */
export async function listBatches(hub: HubContext): Promise<Overview[]> {
  const byBatch = new Map<string, ProgressRow[]>();
  for (const row of await readProgress(hub.database.db)) byBatch.set(row.body, [...(byBatch.get(row.body) ?? []), row]);
  return [...byBatch].map(([body, rows]) => toOverview(rows, body));
}
