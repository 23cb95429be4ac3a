import type { PoolClient } from 'pg';
import type { SessionEvent } from '#contract/sessions.ts';
import type { HubDatabase } from './open.ts';

/** An event with its frozen line and the line's leaf hash. */
export interface EventLine {
  readonly event: SessionEvent;
  readonly line: string;
  readonly hash: string;
}

/** A line that is stored near those that come. */
export interface NearLine {
  readonly id: string;
  readonly device_seq: number;
  /** Null for lines from before there were chains. */
  readonly hash: string | null;
  readonly prev: string | null;
}

/** Locks a device's log until the transaction ends, so that two pushes of it are judged one after the other. */
export async function lockDeviceLog(client: PoolClient, device: string): Promise<void> {
  await client.query({
    name: 'session-log-lock',
    text: 'select pg_advisory_xact_lock(7220012, hashtext($1))',
    values: [device],
  });
}

/** The device's lines whose numbers or ids are among these or next to them. */
export async function nearLines(
  client: PoolClient,
  device: string,
  numbers: { readonly from: number; readonly to: number },
  ids: readonly string[],
): Promise<NearLine[]> {
  const { rows } = await client.query<NearLine>({
    name: 'session-log-near',
    text: `select id, device_seq, hash, prev from session_events where device_id = $1 and device_seq between $2 and $3
           union select id, device_seq, hash, prev from session_events where id = any($4::uuid[])`,
    values: [device, numbers.from - 1, numbers.to + 1, ids],
  });
  return rows;
}

/** Whether the device has a line of a chain before this number. */
export async function hasEarlierLine(client: PoolClient, device: string, before: number): Promise<boolean> {
  const { rows } = await client.query<{ has: boolean }>({
    name: 'session-log-earlier',
    text: `select exists (select from session_events where device_id = $1 and device_seq < $2 and hash is not null) as has`,
    values: [device, before],
  });
  return rows[0]?.has ?? false;
}

/** Stores lines as they came, in one statement; those already there stay as they are. */
export async function insertSessionEvents(
  client: PoolClient,
  lines: readonly EventLine[],
  receivedAt: Date,
): Promise<void> {
  if (lines.length === 0) return;
  const events = lines.map(({ event }) => event);
  await client.query({
    name: 'session-events-insert',
    text: `insert into session_events (id, at, person_id, device_id, device_seq, type, line, hash, prev, received_at)
           select e.id, e.at, e.person_id, e.device_id, e.device_seq, e.type, e.line, e.hash, e.prev, $10
           from unnest($1::uuid[], $2::timestamptz[], $3::uuid[], $4::uuid[], $5::bigint[], $6::text[], $7::text[],
             $8::text[], $9::text[]) as e (id, at, person_id, device_id, device_seq, type, line, hash, prev)
           on conflict (id) do nothing`,
    values: [
      events.map((event) => event.id),
      events.map((event) => event.at),
      events.map((event) => event.person_id),
      events.map((event) => event.device_id),
      events.map((event) => event.device_seq),
      events.map((event) => event.detail.type),
      lines.map(({ line }) => line),
      lines.map(({ hash }) => hash),
      events.map((event) => event.prev),
      receivedAt,
    ],
  });
}

/** Which events: a half-open time range, and people (empty: everybody). */
export interface SessionLogRange {
  readonly from: string;
  readonly to: string;
  readonly people: readonly string[];
}

/** A consistent look at part of the session log: how many events there are, and then all of them in order of time. */
export interface SessionLogReader {
  readonly count: number;
  /** Blocks of `line` texts with who did it. */
  blocks(): AsyncGenerator<readonly { readonly line: string; readonly name: string }[]>;
  /** Blocks of lines, already joined by the database. */
  texts(): AsyncGenerator<string>;
  close(): Promise<void>;
}

const rowsPerBlock = 5_000;
const filter = `at >= $1 and at < $2 and (cardinality($3::uuid[]) = 0 or person_id = any($3::uuid[]))`;
const block = `select id, at, line, person_id from session_events
  where ${filter} and ($4::timestamptz is null or (at, id) > ($4, $5::uuid)) order by at, id limit ${rowsPerBlock}`;

/** Opens a look that sees the log as it is now, however long the reading takes. Must be closed. */
export async function readSessionLog(database: HubDatabase, range: SessionLogRange): Promise<SessionLogReader> {
  const client = await database.pool.connect();
  const values = [range.from, range.to, range.people];
  let place: readonly [string | null, string | null] = [null, null];

  async function* pages<Row extends { last_at: string; last_id: string }>(text: string): AsyncGenerator<Row> {
    for (;;) {
      // The place is kept as PostgreSQL printed it: a JavaScript date would drop its microseconds.
      const { rows } = await client.query<Row>(text, [...values, ...place]);
      const row = rows[0];
      if (row?.last_id === undefined || row.last_id === null) return;
      yield row;
      place = [row.last_at, row.last_id];
    }
  }
  const last = `(array_agg(at::text order by at desc, id desc))[1] as last_at,
    (array_agg(id::text order by at desc, id desc))[1] as last_id`;

  try {
    await client.query('begin isolation level repeatable read read only');
    const counted = await client.query<{ count: number }>(
      `select count(*) as count from session_events where ${filter}`,
      values,
    );
    return {
      count: counted.rows[0]?.count ?? 0,
      async *texts() {
        const text = `with b as (${block}) select string_agg(line || E'\\n', '' order by at, id) as text, ${last} from b`;
        for await (const page of pages<{ text: string; last_at: string; last_id: string }>(text)) yield page.text;
      },
      async *blocks() {
        const text = `with b as (${block}) select array_agg(b.line order by at, b.id) as lines,
          array_agg(p.name order by at, b.id) as names, (array_agg(at::text order by at desc, b.id desc))[1] as last_at,
          (array_agg(b.id::text order by at desc, b.id desc))[1] as last_id
          from b join people p on p.id = b.person_id`;
        type Page = { lines: string[]; names: string[]; last_at: string; last_id: string };
        for await (const page of pages<Page>(text)) {
          yield page.lines.map((line, index) => ({ line, name: page.names[index] ?? '' }));
        }
      },
      async close() {
        await client.query('rollback').catch(() => undefined);
        client.release();
      },
    };
  } catch (error) {
    client.release(true);
    throw error;
  }
}
