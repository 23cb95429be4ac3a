import type { PoolClient } from 'pg';
import type { HubDatabase } from './open.ts';
import type { ResultDocument } from '#contract/verdicts.ts';

/** A stored result, as far as the choice of the effective one and a receipt need it. */
export interface StoredResult {
  readonly id: string;
  readonly server_seq: number;
  readonly sha256: string;
  readonly item_id: string;
  readonly round: number;
  readonly device_id: string;
  readonly device_seq: number;
  readonly supersedes: string | null;
  readonly in_turn: boolean;
  readonly effective: boolean;
  readonly received_at: Date;
  /** Another result had the device's number before. */
  readonly clash: boolean;
}

/** An item that results name, locked until the transaction ends. */
export interface LockedItem {
  readonly id: string;
  readonly batch_id: string;
  readonly record_id: string;
  readonly assignee: string;
  readonly round: number;
  /** Whether the sender held it before. */
  readonly was_theirs: boolean;
}

/** A result to be stored, its bytes as they came. */
export interface NewResult {
  readonly sha256: string;
  readonly body: string;
  readonly document: ResultDocument;
  readonly in_turn: boolean;
  readonly effective: boolean;
  readonly clash: boolean;
}

/** Locks items in order of id, so that two pushes never wait for each other in a ring. */
export async function lockItems(client: PoolClient, ids: readonly string[], person: string): Promise<LockedItem[]> {
  const { rows } = await client.query<LockedItem>({
    name: 'results-lock-items',
    text: `select i.id, i.batch_id, i.record_id, i.assignee, i.round,
             exists (select from item_assignments a where a.item_id = i.id and a.person_id = $2) as was_theirs
           from items i where i.id = any($1::uuid[]) order by i.id for update of i`,
    values: [ids, person],
  });
  return rows;
}

const columns =
  'id, server_seq, sha256, item_id, round, device_id, device_seq, supersedes, in_turn, effective, received_at, clash';

/** All results of these items and under these ids, in order of arrival. To be asked after the items are locked. */
export async function findResults(
  client: PoolClient,
  items: readonly string[],
  ids: readonly string[],
): Promise<StoredResult[]> {
  const { rows } = await client.query<StoredResult>({
    name: 'results-find',
    // Looked up one by one: without statistics (a young database) a list of items is taken for half the table, and read whole;
    // `offset 0` keeps the planner from joining them after all.
    text: `select ${columns} from unnest($1::uuid[]) as wanted (item) cross join lateral (
             select * from results of_item where of_item.item_id = wanted.item offset 0) as found
           union select ${columns} from results where id = any($2::uuid[]) order by server_seq`,
    values: [items, ids],
  });
  return rows;
}

/** A person's stored results among these ids. */
export async function findOwnResults(
  database: HubDatabase,
  person: string,
  entries: readonly { readonly id: string }[],
): Promise<StoredResult[]> {
  const { rows } = await database.pool.query<StoredResult>({
    name: 'results-own',
    text: `select ${columns} from results where id = any($1::uuid[]) and person_id = $2`,
    values: [entries.map((entry) => entry.id), person],
  });
  return rows;
}

/** What names a device's number. */
export const numberKey = (result: { readonly device_id: string; readonly device_seq: number }): string =>
  `${result.device_id}/${result.device_seq}`;

/** Which device numbers of these results are given to stored ones. */
export async function findTakenNumbers(
  client: PoolClient,
  results: readonly { readonly device_id: string; readonly device_seq: number }[],
): Promise<Set<string>> {
  const { rows } = await client.query<{ device_id: string; device_seq: number }>({
    name: 'results-numbers',
    text: `select r.device_id, r.device_seq from unnest($1::uuid[], $2::bigint[]) as n (device_id, device_seq)
           join results r on r.device_id = n.device_id and r.device_seq = n.device_seq and not r.clash`,
    values: [results.map((each) => each.device_id), results.map((each) => each.device_seq)],
  });
  return new Set(rows.map(numberKey));
}

/** Stores results in the given order; returns the order of arrival each was given. */
export async function insertResults(
  client: PoolClient,
  results: readonly NewResult[],
  receivedAt: Date,
): Promise<Map<string, number>> {
  const documents = results.map((result) => result.document);
  const { rows } = await client.query<{ id: string; server_seq: number }>({
    name: 'results-insert',
    text: `insert into results (id, sha256, body, type, kind, item_id, round, person_id, device_id, device_seq, supersedes,
             in_turn, effective, clash, received_at)
           select n.id, n.sha256, n.body, n.type, n.kind, n.item_id, n.round, n.person_id, n.device_id, n.device_seq,
             n.supersedes, n.in_turn, n.effective, n.clash, $15
           from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::int[], $8::uuid[],
             $9::uuid[], $10::bigint[], $11::uuid[], $12::bool[], $13::bool[], $14::bool[]) with ordinality
             as n (id, sha256, body, type, kind, item_id, round, person_id, device_id, device_seq, supersedes, in_turn,
               effective, clash, place)
           order by n.place
           on conflict (id) do nothing
           returning id, server_seq`,
    values: [
      documents.map((document) => document.id),
      results.map((result) => result.sha256),
      results.map((result) => result.body),
      documents.map((document) => document.type),
      documents.map((document) => (document.type === 'verdict' ? document.kind : null)),
      documents.map((document) => document.item_id),
      documents.map((document) => document.round),
      documents.map((document) => document.person_id),
      documents.map((document) => document.device_id),
      documents.map((document) => document.device_seq),
      documents.map((document) => document.supersedes),
      results.map((result) => result.in_turn),
      results.map((result) => result.effective),
      results.map((result) => result.clash),
      receivedAt,
    ],
  });
  return new Map(rows.map((row) => [row.id, row.server_seq]));
}

/** Says of stored results whether they count. */
export async function setEffective(client: PoolClient, ids: readonly string[], effective: boolean): Promise<void> {
  if (ids.length === 0) return;
  await client.query({
    name: 'results-set-effective',
    text: 'update results set effective = $2 where id = any($1::uuid[])',
    values: [ids, effective],
  });
}

/** Something that must not happen and that somebody must look at. */
export interface Alarm {
  readonly code: string;
  readonly resultId: string | null;
  readonly deviceId: string;
  readonly detail: string;
  /** What was offered and refused, so that it is not lost; null when nothing was. */
  readonly offered: string | null;
}

/** Keeps alarms. */
export async function insertAlarms(client: PoolClient, alarms: readonly Alarm[], at: Date): Promise<void> {
  if (alarms.length === 0) return;
  await client.query(
    `insert into alarms (at, code, result_id, device_id, detail, offered)
     select $1, a.code, a.result_id, a.device_id, a.detail, a.offered
     from unnest($2::text[], $3::uuid[], $4::uuid[], $5::text[], $6::text[])
       as a (code, result_id, device_id, detail, offered)`,
    [
      at,
      alarms.map((alarm) => alarm.code),
      alarms.map((alarm) => alarm.resultId),
      alarms.map((alarm) => alarm.deviceId),
      alarms.map((alarm) => alarm.detail),
      alarms.map((alarm) => alarm.offered?.replaceAll('\0', '\uFFFD') ?? null),
    ],
  );
}
