import { sql } from 'kysely';
import type { WriteTx } from './open.ts';

/** Replaces what a person does not want to see. */
export async function replaceOptOuts(tx: WriteTx, person: string, types: readonly string[], at: Date): Promise<void> {
  await sql`delete from opt_outs where person_id = ${person}::uuid`.execute(tx);
  await sql`
    insert into opt_outs (person_id, violation_type, at)
    select ${person}::uuid, t.violation_type, ${at} from unnest(${types}::text[]) as t (violation_type)
    on conflict do nothing`.execute(tx);
}

/** An undecided item of a person that they do not want to see. */
export interface UnwantedItem {
  readonly id: string;
  readonly batch_id: string;
  readonly violation_type: string;
}

/** The person's undecided items of these types, in the order of their batches. */
export async function findUnwanted(tx: WriteTx, person: string, types: readonly string[]): Promise<UnwantedItem[]> {
  const { rows } = await sql<UnwantedItem>`
    select i.id, i.batch_id, r.violation_type from items i join records r on r.id = i.record_id
    where i.assignee = ${person}::uuid and r.violation_type = any(${types}::text[])
      and not exists (select from effective_verdicts v where v.item_id = i.id and v.round = i.round)
    order by i.batch_id, i.position`.execute(tx);
  return rows;
}

/** Somebody who may get items of a batch, and the violation types they do not want. */
export interface Candidate {
  readonly person_id: string;
  readonly maker: boolean;
  readonly items: number;
  readonly opted_out: readonly string[];
}

/**
 * Who may get items of a batch: the people it was dealt to, those with the fewest undecided items of it first, and at the end its
 * maker, a supervisor, who deals them out again by hand.
 */
export async function findCandidates(tx: WriteTx, batch: string, except: string): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    with holders as (
      select distinct a.person_id, false as maker from item_assignments a join items i on i.id = a.item_id
      where i.batch_id = ${batch}::uuid
      union select p.id, false from batches b
        cross join lateral jsonb_array_elements_text(coalesce(b.source::jsonb -> 'assignees', '[]'::jsonb)) as s (person)
        join people p on p.id::text = s.person where b.id = ${batch}::uuid
    ), people_of as (
      select person_id, maker from holders
      union select b.created_by, true from batches b
        where b.id = ${batch}::uuid and b.created_by not in (select person_id from holders)
    )
    select p.person_id, p.maker,
      (select count(*)::int from items i where i.batch_id = ${batch}::uuid and i.assignee = p.person_id) as items,
      array(select o.violation_type from opt_outs o where o.person_id = p.person_id) as opted_out
    from people_of p where p.person_id <> ${except}::uuid
    order by p.maker, items, p.person_id`.execute(tx);
  return rows;
}
