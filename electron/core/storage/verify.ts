import { setImmediate as nextTurn } from 'node:timers/promises';
import type { z } from 'zod';
import { batch, item } from '#contract/batches.ts';
import { sessionEvent } from '#contract/sessions.ts';
import { isDamage } from '../coded-error.ts';
import { hashOf, readResult } from './carve.ts';
import type { Database, ReadDb } from './database.ts';
import { openBody, type SealedItem } from './item-content.ts';
import { tryResult } from './result-cells.ts';

/** What is wrong with a database: its pages, a result, or a row that cannot be read as what it is. */
export type Damage = 'pages' | 'results' | 'rows';

/** So many results are looked at in one go: a verdict waits at most some milliseconds. */
const AT_A_TIME = 200;
const WAITING: ReadonlySet<string> = new Set(['pending', 'in_flight']);
const STATES: ReadonlySet<string> = new Set([...WAITING, 'acked', 'superseded', 'parked']);

interface KeptResult {
  readonly seq: number;
  readonly id: string;
  readonly device_seq: number;
  readonly item_id: string;
  readonly kind: string | null;
  readonly decided_at: string | null;
  readonly body: Buffer;
  readonly payload: Buffer | null;
  readonly sha256: string | null;
  readonly state: string | null;
}

/** Both copies have the hash that was taken when they were frozen, and the columns say what the bytes say. */
function isWhole(db: ReadDb, { id, payload, sha256, state, ...row }: KeptResult): boolean {
  if (payload === null || !payload.equals(row.body) || !STATES.has(state ?? '')) return false;
  const bytes = tryResult(db, id, row.body);
  if (bytes === null || hashOf(bytes) !== sha256) return false;
  const document = readResult(bytes);
  const kind = document?.type === 'verdict' ? document.kind : null;
  return (
    document?.id === id &&
    document.device_seq === row.device_seq &&
    document.item_id === row.item_id &&
    document.decided_at === row.decided_at &&
    kind === row.kind
  );
}

/** Whether what the uploader finds by its index is what waits. */
function isIndexTrue(db: ReadDb, waiting: ReadonlySet<number>): boolean {
  const found = db.all<{ seq: number }>(
    "SELECT seq FROM outbox INDEXED BY outbox_waiting WHERE state IN ('pending', 'in_flight')",
  );
  return found.length === waiting.size && found.every(({ seq }) => waiting.has(seq));
}

function resultsAfter(db: ReadDb, seq: number): KeptResult[] {
  return db.all<KeptResult>(
    `SELECT r.seq, r.id, r.device_seq, r.item_id, r.kind, r.decided_at, r.body, o.payload, o.sha256, o.state
     FROM result r LEFT JOIN outbox o ON o.seq = r.seq WHERE r.seq > ? ORDER BY r.seq LIMIT ?`,
    seq,
    AT_A_TIME,
  );
}

async function areResultsWhole(db: Database): Promise<boolean> {
  // What is made meanwhile has a higher number; what is sent meanwhile only leaves the waiting ones, and is looked at again then.
  const before = db.changes;
  const waiting = new Set<number>();
  let seq = 0;
  for (let rows = resultsAfter(db, 0); rows.length > 0; rows = resultsAfter(db, seq)) {
    if (!rows.every((row) => isWhole(db, row))) return false;
    for (const row of rows) if (WAITING.has(row.state ?? '')) waiting.add(row.seq);
    seq = rows.at(-1)?.seq ?? seq;
    await nextTurn();
    if (!db.isOpen) return true;
  }
  const outbox = db.first<{ n: number }>('SELECT count(*) AS n FROM outbox NOT INDEXED')?.n;
  const results = db.first<{ n: number }>('SELECT count(*) AS n FROM result NOT INDEXED')?.n;
  return outbox === results && (db.changes !== before || isIndexTrue(db, waiting));
}

/** Looks at every result and its place in the outbox; `pages` and `results` are the kinds of damage that it finds. */
export async function findResultDamage(db: Database): Promise<Damage | null> {
  try {
    return (await areResultsWhole(db)) ? null : 'results';
  } catch (error) {
    if (isDamage(error)) return 'pages';
    throw error;
  }
}

type Row = Readonly<Record<string, unknown>>;

const itemBody = (db: ReadDb) => (row: Row) => openBody(db, row as unknown as SealedItem);
const plainBody = (row: Row): string => String(row.body);

/** Whether each row can be read as what it is, and its other columns say the same as its body. */
function areRowsReadable<Read>(
  rows: Iterable<Row>,
  bodyOf: (row: Row) => string,
  schema: z.ZodType<Read>,
  agrees: (row: Row, read: Read) => boolean,
): boolean {
  for (const row of rows) {
    const read = tried(() => schema.parse(JSON.parse(bodyOf(row))));
    if (read === null || !agrees(row, read)) return false;
  }
  return true;
}

function tried<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch {
    return null;
  }
}

function areAllRowsReadable(db: ReadDb): boolean {
  const items = db.each<Row>('SELECT * FROM item WHERE content IS NOT NULL');
  const same =
    <Name extends string>(names: readonly Name[]) =>
    (row: Row, read: Readonly<Record<Name, unknown>>): boolean =>
      names.every((name) => row[name] === read[name]);
  return (
    areRowsReadable(items, itemBody(db), item, same(['id', 'batch_id', 'record_id', 'position', 'round'])) &&
    areRowsReadable(db.each<Row>('SELECT * FROM batch'), plainBody, batch, same(['id'])) &&
    areRowsReadable(
      db.each<Row>('SELECT * FROM session_event'),
      plainBody,
      sessionEvent,
      same(['id', 'device_seq', 'at']),
    )
  );
}

/** Looks for damage in all of a database, after a surprise; null when it is well. Takes a second for some ten thousand items. */
export function findDamage(db: Database): Damage | null {
  try {
    if (db.pragma('quick_check(1)') !== 'ok') return 'pages';
    return areAllRowsReadable(db) ? null : 'rows';
  } catch (error) {
    if (isDamage(error)) return 'pages';
    throw error;
  }
}
