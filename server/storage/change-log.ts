import { createHash, createHmac } from 'node:crypto';
import { sql } from 'kysely';
import type pg from 'pg';
import { z } from 'zod';
import type { ChangeKind, ChangesPageHead } from '#contract/sync.ts';
import type { Person } from '#contract/people.ts';
import { fail, ok, type Result } from '#contract/result.ts';
import type { HubDatabase, ReadDb, WriteTx } from './open.ts';

/** Who hears of a change: everybody, one person, or everybody with a role. */
export type Scope = 'all' | `person:${string}` | 'role:supervisor';

/** One entry to write. The log keeps only the latest entry of an entity per scope; bodies are read from the entity's table. */
export interface Change {
  readonly scope: Scope;
  readonly kind: ChangeKind;
  readonly entity: string;
  readonly op: 'put' | 'remove';
  /** JSON body of a `remove`. */
  readonly removal?: string;
}

/** Any number, the same in every hub: whoever holds it is the only one to number changes until their commit. */
const numberingLock = 7_220_011;

/**
 * Writes changes as the last thing of a transaction. Numbers are given under a lock that is held until the commit, so that a
 * reader who has seen number n can never meet a smaller one later.
 */
export async function appendChanges(tx: WriteTx, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  await sql`select pg_advisory_xact_lock(${numberingLock})`.execute(tx);
  const step = 10_000;
  for (let from = 0; from < changes.length; from += step) {
    const part = changes.slice(from, from + step);
    await sql`
      insert into change_log (seq, scope, kind, entity, op, removal)
      select nextval('change_seq'), c.scope, c.kind, c.entity, c.op, c.removal
      from unnest(
        ${part.map((c) => c.scope)}::text[], ${part.map((c) => c.kind)}::text[], ${part.map((c) => c.entity)}::text[],
        ${part.map((c) => c.op)}::text[], ${part.map((c) => c.removal ?? null)}::text[]
      ) with ordinality as c (scope, kind, entity, op, removal, place)
      order by c.place
      on conflict (scope, kind, entity) do update
        set seq = excluded.seq, op = excluded.op, removal = excluded.removal`.execute(tx);
  }
}

/** The scopes a person reads. */
export function scopesOf(person: Person): Scope[] {
  const own: Scope[] = ['all', `person:${person.id}`];
  return person.role === 'supervisor' ? [...own, 'role:supervisor'] : own;
}

/** Epoch, last change, scopes, and number and id of the newest result that was stored when the page was made. */
const cursorShape = z.strictObject({
  e: z.string(),
  s: z.number().int().nonnegative(),
  h: z.string(),
  r: z.number().int().nonnegative(),
  i: z.string(),
});
type Cursor = z.infer<typeof cursorShape>;

const scopeHash = (scopes: readonly Scope[]): string =>
  createHash('sha256').update(scopes.join('\n')).digest('base64url').slice(0, 16);

/** This life of the database, and the key that only the hub's own cursors are signed with. */
export interface Life {
  readonly epoch: string;
  readonly cursor_key: string;
}

const signatureOf = (text: string, { cursor_key }: Life): string =>
  createHmac('sha256', cursor_key).update(text).digest('base64url').slice(0, 22);

function encodeCursor(cursor: Cursor, life: Life): string {
  const text = Buffer.from(JSON.stringify(cursor)).toString('base64url');
  return `${text}.${signatureOf(text, life)}`;
}

function readCursor(cursor: string, life: Life, scopes: readonly Scope[]): Result<Cursor, 'cursor-expired'> {
  const [text = '', signature] = cursor.split('.');
  if (signature !== signatureOf(text, life)) return fail('cursor-expired', 'the cursor is not one of this hub');
  const parsed = cursorShape.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  if (parsed.e !== life.epoch) return fail('cursor-expired', 'the cursor is of another life of the database');
  if (parsed.h !== scopeHash(scopes)) return fail('cursor-expired', 'what this person may see has changed');
  return ok(parsed);
}

/** The life of the database; a restore from a backup starts another. */
export async function readLife(db: ReadDb): Promise<Life> {
  return db.selectFrom('hub_life').select(['epoch', 'cursor_key']).executeTakeFirstOrThrow();
}

/** After a restore: gives the database another name, so that no cursor of the time before is honoured. Happens once for each life before. */
export async function beginNewLife(db: ReadDb, before: Life, random: (count: number) => Buffer): Promise<Life> {
  const epoch = random(16).toString('hex');
  await db.updateTable('hub_life').set({ epoch }).where('epoch', '=', before.epoch).execute();
  return readLife(db);
}

/**
 * The rows of a page and one more. A record's text is stored once and sent on as it is. One branch per scope keeps every page an
 * index scan of `limit` rows; `offset 0` keeps the planner from reading whole tables where statistics are still missing.
 */
const pageStatement = `
with page as materialized (
  select seq, kind, entity, op, removal from unnest($1::text[]) as wanted (scope)
  cross join lateral (
    select l.seq, l.kind, l.entity, l.op, l.removal from change_log l
    where l.scope = wanted.scope and l.seq > $2 order by l.seq limit $3 + 1
  ) as of_scope
  order by seq limit $3 + 1
)
select p.seq::text, p.kind, p.op, p.entity,
  case
    when p.op = 'remove' then p.removal
    when p.kind = 'batch' then (select b.body from batches b where b.id = p.entity::uuid)
    when p.kind = 'person' then (select o.body from people o where o.id = p.entity::uuid)
    when p.kind = 'policy_version' then (select v.body from policy_versions v where v.entity = p.entity)
  end as body,
  told.*
from page p
left join lateral (
  select i.batch_id::text, i.record_id, i.assignee::text, i.position::text, i.round::text, r.clips, r.language, r.violation_type, r.subject_id, r.raw
  from items i join records r on r.id = i.record_id
  where i.id = case when p.kind = 'item' and p.op = 'put' then p.entity::uuid end
  offset 0
) as told on true
order by p.seq`;

/** The columns of a page, each as the bytes of its text: a record is sent on without ever being made a string. */
interface PageRow {
  readonly seq: Buffer;
  readonly kind: Buffer;
  readonly op: Buffer;
  readonly entity: Buffer;
  readonly body: Buffer | null;
  readonly batch_id: Buffer | null;
  readonly record_id: Buffer | null;
  readonly assignee: Buffer | null;
  readonly position: Buffer | null;
  readonly round: Buffer | null;
  /** JSON text. */
  readonly clips: Buffer | null;
  readonly language: Buffer | null;
  readonly violation_type: Buffer | null;
  readonly subject_id: Buffer | null;
  /** The record's JSON text as it came; null on lines that are not an item's. */
  readonly raw: Buffer | null;
}

/** Asks for the columns as they are: pg hands on the bytes of its own buffer and decodes nothing. Its types lack `binary`. */
interface BytesQuery extends pg.QueryConfig {
  readonly binary: true;
}

const asBytes = { getTypeParser: () => (bytes: Buffer) => bytes };
const textOf = (bytes: Buffer | null): string | null => bytes?.toString('utf8') ?? null;
const seqOf = (row: PageRow): number => Number(row.seq.toString('latin1'));

const END = Buffer.from('\n');
const NOTHING = Buffer.alloc(0);

/** The pieces of a row's line. */
function lineOf(row: PageRow): Buffer[] {
  const id = textOf(row.entity);
  const head = { seq: seqOf(row), kind: textOf(row.kind), op: textOf(row.op), id };
  if (row.raw === null) return [Buffer.from(`${JSON.stringify(head)}\t`), row.body ?? NOTHING, END];
  const facts = JSON.stringify({
    id,
    batch_id: textOf(row.batch_id),
    record_id: textOf(row.record_id),
    assignee: textOf(row.assignee),
    position: Number(row.position),
    round: Number(row.round),
  });
  const about = JSON.stringify({
    ...head,
    about: {
      language: textOf(row.language),
      violation_type: textOf(row.violation_type),
      subject_id: textOf(row.subject_id),
    },
  });
  return [Buffer.from(`${about}\t${facts.slice(0, -1)},"clips":${textOf(row.clips)}}\t`), row.raw, END];
}

/** What a policy version is called in the change log. */
export function policyVersionEntity(policyId: string, version: string): string {
  return `${policyId.replaceAll('%', '%25').replaceAll('@', '%40')}@${version}`;
}

interface Newest {
  /** Number of the newest change that the person may see. */
  readonly change: number;
  readonly result: number;
  readonly result_id: string;
  /** Id of the result that the cursor says was the newest; empty when there is none under its number. */
  readonly known_id: string;
}

async function readNewest(database: HubDatabase, scopes: readonly Scope[], known: number): Promise<Newest> {
  const { rows } = await database.pool.query<Newest>({
    name: 'changes-newest',
    text: `select coalesce((select max(o.seq) from unnest($2::text[]) as own (scope) cross join lateral (
               select l.seq from change_log l where l.scope = own.scope order by l.seq desc limit 1) as o), 0) as change, coalesce(n.server_seq, 0) as result,
             coalesce(n.id::text, '') as result_id,
             coalesce((select id::text from results where server_seq = $1), '') as known_id
           from (select 1) as one left join (select server_seq, id from results order by server_seq desc limit 1) n on true`,
    values: [known, scopes],
  });
  if (rows[0] === undefined) throw new Error('the newest change cannot be read');
  return rows[0];
}

/**
 * A page of what changed for a person since the cursor, as the bytes of the text of contract/sync; `set-back` when the cursor knows of changes or results that
 * this database has never seen.
 */
export async function readChanges(
  database: HubDatabase,
  life: Life,
  person: Person,
  query: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Result<Buffer, 'cursor-expired'> | 'set-back'> {
  const scopes = scopesOf(person);
  const since = query.cursor === undefined ? null : readCursor(query.cursor, life, scopes);
  if (since?.ok === false) return since;
  // Asked before the page is read: what comes meanwhile is told by the next cursor.
  const newest = await readNewest(database, scopes, since?.value.r ?? 0);
  if (since !== null && (since.value.s > newest.change || since.value.i !== newest.known_id)) return 'set-back';
  const from = since?.value.s ?? 0;
  const statement: BytesQuery = {
    name: 'changes-page',
    text: pageStatement,
    values: [scopes, from, query.limit],
    binary: true,
    types: asBytes,
  };
  const { rows } = await database.pool.query<PageRow>(statement);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const told = {
    e: life.epoch,
    s: last === undefined ? from : seqOf(last),
    h: scopeHash(scopes),
    r: newest.result,
    i: newest.result_id,
  };
  const head: ChangesPageHead = {
    epoch: life.epoch,
    cursor: encodeCursor(told, life),
    more: rows.length > page.length,
    count: page.length,
  };
  return ok(Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...page.flatMap(lineOf)]));
}
