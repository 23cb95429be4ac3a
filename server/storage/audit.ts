import type { PoolClient } from 'pg';
import { sql } from 'kysely';
import type { PlacedEntry, WaitingAct } from '#domain/audit/entry.ts';
import { type NodePlace, placeName, type TreeNode } from '#domain/audit/merkle.ts';
import type { HubDatabase, WriteTx } from './open.ts';

/** An act on its way into the log, with what it commits to. */
export interface ActRow {
  readonly act: WaitingAct;
  /** Null when it commits to nothing. `content` is null where others keep it. */
  readonly sealed: { readonly salt: string; readonly content: string | null } | null;
}

/** Any number, the same in every hub: whoever holds it gives places in the log. */
const placingLock = 7_220_013;

const insertAct = `with kept as (
    insert into audit_sealed (id, salt, content) select $2::uuid, $3, $4 where $3::text is not null)
  insert into audit_waiting (body) values ($1)`;

const valuesOf = ({ act, sealed }: ActRow): unknown[] => [
  JSON.stringify(act),
  act.id,
  sealed?.salt ?? null,
  sealed?.content ?? null,
];

/** Adds an act in the transaction that does it. */
export async function addAct(tx: WriteTx, row: ActRow): Promise<void> {
  const [body, id, salt, content] = valuesOf(row);
  await sql`with kept as (
      insert into audit_sealed (id, salt, content) select ${id}::uuid, ${salt}::text, ${content}::text where ${salt}::text is not null)
    insert into audit_waiting (body) values (${body})`.execute(tx);
}

/** As `addAct`, on a connection that has a transaction open. */
export async function addActOn(client: Pick<PoolClient, 'query'>, row: ActRow): Promise<void> {
  await client.query({ name: 'audit-add', text: insertAct, values: valuesOf(row) });
}

/** Makes this transaction the only one to give places. */
export async function lockPlaces(client: PoolClient): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [placingLock]);
}

/** Takes acts that wait, in the order they were added. */
export async function takeWaiting(client: PoolClient, most: number): Promise<WaitingAct[]> {
  const { rows } = await client.query<{ waiting: number; body: string }>(
    `delete from audit_waiting where waiting in (select waiting from audit_waiting order by waiting limit $1)
     returning waiting, body`,
    [most],
  );
  return rows.toSorted((a, b) => a.waiting - b.waiting).map(({ body }) => JSON.parse(body) as WaitingAct);
}

/** How many entries there are, and the hash of the last. */
export async function readEnd(client: Pick<PoolClient, 'query'>): Promise<{ size: number; hash: string | null }> {
  const { rows } = await client.query<{ seq: number; hash: string }>(
    'select seq, hash from audit_entries order by seq desc limit 1',
  );
  const [last] = rows;
  return last === undefined ? { size: 0, hash: null } : { size: last.seq + 1, hash: last.hash };
}

/** Hashes of complete subtrees by the name of their place. @throws when one is missing */
export async function readNodes(
  client: Pick<PoolClient, 'query'>,
  places: readonly NodePlace[],
): Promise<Map<string, string>> {
  const { rows } = await client.query<TreeNode>({
    name: 'audit-nodes',
    text: `select n.level, n.position, n.hash from unnest($1::smallint[], $2::bigint[]) as w (level, position)
           join audit_nodes n on n.level = w.level and n.position = w.position`,
    values: [places.map(({ level }) => level), places.map(({ position }) => position)],
  });
  const found = new Map(rows.map((row) => [placeName(row), row.hash]));
  const missing = places.find((place) => !found.has(placeName(place)));
  if (missing !== undefined) throw new Error(`the audit has no node ${placeName(missing)}`);
  return found;
}

/** Stores entries and the nodes that they complete. */
export async function insertEntries(
  client: PoolClient,
  entries: readonly PlacedEntry[],
  nodes: readonly TreeNode[],
): Promise<void> {
  await client.query(
    `insert into audit_entries (seq, id, line, hash)
     select * from unnest($1::bigint[], $2::uuid[], $3::text[], $4::text[])`,
    [
      entries.map(({ seq }) => seq),
      entries.map(({ id }) => id),
      entries.map(({ line }) => line),
      entries.map(({ hash }) => hash),
    ],
  );
  await client.query(
    'insert into audit_nodes (level, position, hash) select * from unnest($1::smallint[], $2::bigint[], $3::text[])',
    [nodes.map(({ level }) => level), nodes.map(({ position }) => position), nodes.map(({ hash }) => hash)],
  );
}

/** A signed head as it is kept: the text that was signed, and the signature. */
export interface HeadRow {
  readonly epoch: string;
  readonly tree_size: number;
  readonly line: string;
  readonly signature: string;
}

/** Keeps a signed head; one of the same size that is there stays. */
export async function insertHead({ pool }: Pick<HubDatabase, 'pool'>, head: HeadRow): Promise<void> {
  await pool.query(
    'insert into audit_heads (epoch, tree_size, line, signature) values ($1, $2, $3, $4) on conflict do nothing',
    [head.epoch, head.tree_size, head.line, head.signature],
  );
}

/** Lines of the log from a place on, in order. */
export async function readEntries(
  { pool }: Pick<HubDatabase, 'pool'>,
  from: number,
  limit: number,
): Promise<{ seq: number; line: string }[]> {
  const { rows } = await pool.query<{ seq: number; line: string }>(
    'select seq, line from audit_entries where seq >= $1 order by seq limit $2',
    [from, limit],
  );
  return rows;
}

/** Forgets the salt and content behind an entry: its commitment then says nothing. Answers whether there was one. */
export async function forgetSealed(client: Pick<PoolClient, 'query'>, id: string): Promise<boolean> {
  const { rowCount } = await client.query('delete from audit_sealed where id = $1', [id]);
  return rowCount === 1;
}
