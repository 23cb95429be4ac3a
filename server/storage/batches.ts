import { sql } from 'kysely';
import type { Batch, RecordFilter } from '#contract/batches.ts';
import type { FrameEntry } from '#domain/batches/draw.ts';
import { appendChanges, type Change } from './change-log.ts';
import type { ReadDb, WriteTx } from './open.ts';

/** An item as it is dealt out. */
export interface DealtItem {
  readonly id: string;
  readonly record_id: string;
  readonly assignee: string;
  readonly position: number;
}

/** The records that meet a filter. */
export function recordsOf(db: ReadDb, filter: RecordFilter) {
  let query = db.selectFrom('records').select(['id', 'pack_order']);
  const lists = [
    ['stage', filter.stages],
    ['surface', filter.surfaces],
    ['violation_type', filter.violation_types],
    ['language', filter.languages],
    ['region', filter.regions],
    ['team', filter.teams],
    ['id', filter.record_ids],
  ] as const;
  for (const [column, values] of lists) {
    if (values !== undefined) query = query.where(column, '=', sql<string>`any(${values}::text[])`);
  }
  if (filter.has_clip !== undefined) query = query.where('has_clip', '=', filter.has_clip);
  if (filter.import_id !== undefined) query = query.where('import_id', '=', filter.import_id);
  return query;
}

/** The records that a batch may be drawn from. */
export async function findFrame(db: ReadDb, filter: RecordFilter): Promise<FrameEntry[]> {
  return recordsOf(db, filter).execute();
}

const rowsPerStatement = 10_000;

async function insertItems(tx: WriteTx, batchId: string, items: readonly DealtItem[], now: Date): Promise<void> {
  for (let from = 0; from < items.length; from += rowsPerStatement) {
    const part = items.slice(from, from + rowsPerStatement);
    const ids = part.map((item) => item.id);
    const assignees = part.map((item) => item.assignee);
    await sql`
      insert into items (id, batch_id, record_id, assignee, position)
      select n.id, ${batchId}::uuid, n.record_id, n.assignee, n.position
      from unnest(${ids}::uuid[], ${part.map((item) => item.record_id)}::text[], ${assignees}::uuid[],
        ${part.map((item) => item.position)}::int[]) as n (id, record_id, assignee, position)`.execute(tx);
    await sql`
      insert into item_assignments (item_id, person_id, assigned_at)
      select n.item_id, n.person_id, ${now} from unnest(${ids}::uuid[], ${assignees}::uuid[]) as n (item_id, person_id)
    `.execute(tx);
  }
}

/** Stores a batch with its items and tells everybody who got some: first of the batch, then of the items in order. */
export async function insertBatch(
  tx: WriteTx,
  batch: Batch,
  origin: { readonly createdBy: string; readonly source: unknown },
  items: readonly DealtItem[],
): Promise<void> {
  const { id, name, mode, priority } = batch;
  const createdAt = new Date(batch.created_at);
  await tx
    .insertInto('batches')
    .values({
      id,
      name,
      mode,
      priority,
      due_at: batch.due_at === null ? null : new Date(batch.due_at),
      created_at: createdAt,
      created_by: origin.createdBy,
      source: JSON.stringify(origin.source),
      body: JSON.stringify(batch),
    })
    .execute();
  await insertItems(tx, id, items, createdAt);
  const holders = [...new Set(items.map((item) => item.assignee))];
  await appendChanges(tx, [
    ...holders.map((person): Change => ({ scope: `person:${person}`, kind: 'batch', entity: id, op: 'put' })),
    ...items.map((item): Change => ({ scope: `person:${item.assignee}`, kind: 'item', entity: item.id, op: 'put' })),
  ]);
}

/** Locks those of the items that are in the batch, open and held by somebody else; returns each with its holder. */
export async function lockMovable(
  tx: WriteTx,
  batchId: string,
  ids: readonly string[],
  assignee: string,
): Promise<{ readonly id: string; readonly assignee: string }[]> {
  const locked = await sql<{ id: string; assignee: string; round: number }>`
    select id, assignee, round from items
    where batch_id = ${batchId}::uuid and id = any(${ids}::uuid[]) and assignee <> ${assignee}::uuid
    order by id for update`.execute(tx);
  // Asked only now, with the items locked: a verdict that came while we waited is seen.
  const decided = await sql<{ item_id: string }>`
    select v.item_id from effective_verdicts v join items i on i.id = v.item_id and i.round = v.round
    where v.item_id = any(${locked.rows.map((row) => row.id)}::uuid[])`.execute(tx);
  const settled = new Set(decided.rows.map((row) => row.item_id));
  return locked.rows.filter((row) => !settled.has(row.id));
}

/** Gives locked items to a person and tells both sides. */
export async function moveItems(
  tx: WriteTx,
  batchId: string,
  items: readonly { readonly id: string; readonly assignee: string }[],
  assignee: string,
  now: Date,
): Promise<void> {
  if (items.length === 0) return;
  const ids = items.map((item) => item.id);
  await sql`update items set assignee = ${assignee}::uuid where id = any(${ids}::uuid[])`.execute(tx);
  await sql`
    insert into item_assignments (item_id, person_id, assigned_at)
    select id, ${assignee}::uuid, ${now} from unnest(${ids}::uuid[]) as moved (id) on conflict do nothing`.execute(tx);
  await appendChanges(tx, [
    { scope: `person:${assignee}`, kind: 'batch', entity: batchId, op: 'put' },
    ...items.flatMap((item): Change[] => [
      {
        scope: `person:${item.assignee}`,
        kind: 'item',
        entity: item.id,
        op: 'remove',
        removal: JSON.stringify({ id: item.id, reason: 'reassigned' }),
      },
      { scope: `person:${assignee}`, kind: 'item', entity: item.id, op: 'put' },
    ]),
  ]);
}

/** A batch's text and how far one person is with it. */
export interface ProgressRow {
  readonly body: string;
  readonly person_id: string | null;
  readonly name: string | null;
  readonly total: number;
  readonly decided: number;
}

/** Progress of every batch by person, newest batch first. */
export async function readProgress(db: ReadDb): Promise<ProgressRow[]> {
  const { rows } = await sql<ProgressRow>`
    select b.body, i.assignee as person_id, p.name, count(i.id) as total, count(v.id) as decided
    from batches b
    left join items i on i.batch_id = b.id
    left join people p on p.id = i.assignee
    left join effective_verdicts v on v.item_id = i.id and v.round = i.round
    group by b.id, i.assignee, p.name order by b.created_at desc, b.id, p.name, i.assignee`.execute(db);
  return rows;
}
