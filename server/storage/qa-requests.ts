import { sql } from 'kysely';
import type { RecordFilter } from '#contract/batches.ts';
import type { Sampling } from '#contract/qa-requests.ts';
import type { DrawnRecord } from '#domain/sampling/plan.ts';
import type { FrameRecord } from '#domain/sampling/frame.ts';
import { recordsOf } from './batches.ts';
import type { ReadDb, WriteTx } from './open.ts';

/**
 * The population of a request as a sample is drawn from it. A record's risk is the highest score that any model gave it; one that does not
 * say what it is stratified by is in the stratum without a name.
 */
export async function findSamplingFrame(
  db: ReadDb,
  filter: RecordFilter,
  stratifyBy: Sampling['stratify_by'],
): Promise<FrameRecord[]> {
  const stratum = stratifyBy === null ? sql<string>`''` : sql<string>`coalesce(${sql.ref(stratifyBy)}, '')`;
  return recordsOf(db, filter)
    .select([
      sql<number>`pack_order`.as('position'),
      stratum.as('stratum'),
      sql<number>`greatest(0, (select max(score) from predictions where record_id = records.id))`.as('risk'),
    ])
    .execute();
}

/** A request as it is stored. */
interface StoredRequest {
  readonly id: string;
  readonly asked_by: string;
  readonly filter: string;
  readonly created_at: Date;
  readonly body: string;
}

/** Stores a request; answers with earlier ones that have the same filter, oldest first. */
export async function insertRequest(tx: WriteTx, request: StoredRequest): Promise<string[]> {
  const alike = await tx
    .selectFrom('qa_requests')
    .select('id')
    .where(sql`md5(filter)`, '=', sql`md5(${request.filter})`)
    .where('filter', '=', request.filter)
    .orderBy('created_at')
    .execute();
  await tx.insertInto('qa_requests').values(request).execute();
  return alike.map(({ id }) => id);
}

/** The text of a request; null when there is none. In a transaction nobody else draws for it meanwhile. */
export async function findRequest(db: ReadDb, id: string): Promise<string | null> {
  const found = await db.selectFrom('qa_requests').select('body').where('id', '=', id).executeTakeFirst();
  return found?.body ?? null;
}

/** Holds a request until the end of the transaction, so that two draws for it come one after the other. */
export async function lockRequest(tx: WriteTx, id: string): Promise<void> {
  await tx.selectFrom('qa_requests').select('id').where('id', '=', id).forUpdate().execute();
}

/** The texts of all requests, newest first, each with those of its draws, oldest first. */
export async function listStoredRequests(db: ReadDb): Promise<{ readonly body: string; readonly draws: string[] }[]> {
  const { rows } = await sql<{ body: string; draws: string[] }>`
    select r.body, array_remove(array_agg(d.body order by d.drawn_at, d.batch_id), null) as draws
    from qa_requests r left join qa_draws d on d.request_id = r.id
    group by r.id order by r.created_at desc, r.id`.execute(db);
  return rows;
}

/** The texts of a request's draws, oldest first. */
export async function drawsOf(db: ReadDb, requestId: string): Promise<string[]> {
  const found = await db
    .selectFrom('qa_draws')
    .select('body')
    .where('request_id', '=', requestId)
    .orderBy('drawn_at')
    .orderBy('batch_id')
    .execute();
  return found.map(({ body }) => body);
}

/** Stores a draw, and of each record how probable it was. The batch must be there. */
export async function insertDraw(
  tx: WriteTx,
  draw: { readonly batch_id: string; readonly request_id: string; readonly body: string; readonly drawn_at: Date },
  records: readonly DrawnRecord[],
): Promise<void> {
  await tx.insertInto('qa_draws').values(draw).execute();
  await sql`
    insert into drawn_records (batch_id, record_id, stratum, probability)
    select ${draw.batch_id}::uuid, n.* from unnest(${records.map(({ id }) => id)}::text[],
      ${records.map(({ stratum }) => stratum)}::text[], ${records.map(({ inclusion }) => inclusion)}::float8[]) as n`.execute(
    tx,
  );
}
