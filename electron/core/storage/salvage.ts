import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type BetterSqlite3 from 'better-sqlite3';
import { sessionEvent } from '#contract/sessions.ts';
import { writeDurably } from '../../files/durable-file.ts';
import { carveResults, type FoundResult, hashOf, readResult } from './carve.ts';
import { type Database, type ReadDb, write } from './database.ts';
import { keepFrozen } from './frozen.ts';
import { rememberDecided } from './items.ts';
import { openForSalvage } from './open.ts';
import { findSealedResults, isSealedResult, salvageCell } from './result-cells.ts';
import type { ResultOrigin } from './results.ts';
import { addSessionEvent } from './session-events.ts';
import { reportOf } from './set-aside.ts';

/** What was saved from a damaged database. Nothing in it says what anybody decided or wrote. */
export interface SalvageReport {
  /** Name of the file that was set aside; it stays. */
  readonly file: string;
  /** Its size and that of its log, in bytes. */
  readonly bytes: number;
  readonly log_bytes: number;
  readonly saved_results: number;
  /** Results that were seen to be there, and of which no whole copy was found. */
  readonly unreadable_results: number;
  readonly saved_events: number;
}

/** What opens what is sealed: the keys of the database that things are put back into. */
type Sealing = Pick<ReadDb, 'seals'>;

interface Candidate extends FoundResult {
  readonly origin: ResultOrigin;
}

/** Smallest room that a row takes: no more rows than this can be in a file, whatever a damaged number says. Bytes. */
const SMALLEST_ROW = 64;

function tried<Value>(read: () => Value | undefined): Value | null {
  try {
    return read() ?? null;
  } catch {
    return null;
  }
}

/** The tables as far as they can be read, row by row: one bad page costs the rows on it, not those behind it. */
class DamagedTables {
  readonly #db: BetterSqlite3.Database;
  readonly #most: number;
  readonly #keys: Sealing;

  constructor(db: BetterSqlite3.Database, keys: Sealing, bytes: number) {
    this.#db = db;
    this.#keys = keys;
    this.#most = Math.ceil(bytes / SMALLEST_ROW);
  }

  /** Calls for each row number that may exist; they are given one after the other and never taken back. */
  eachSeq(table: 'result' | 'outbox' | 'session_event', read: (seq: number) => boolean): number {
    const last = tried(() => this.#one<{ seq: number }>(`SELECT max(seq) AS seq FROM ${table}`)?.seq);
    let missed = 0;
    for (let seq = 1; seq <= Math.min(last ?? 0, this.#most); seq += 1) if (!read(seq)) missed += 1;
    return missed;
  }

  result(seq: number): Candidate[] {
    const row = tried(() =>
      this.#one<{ origin: ResultOrigin; body: Buffer }>('SELECT origin, body FROM result WHERE seq = ?', seq),
    );
    const sent = tried(() =>
      this.#one<{ payload: Buffer; sha256: string }>('SELECT payload, sha256 FROM outbox WHERE seq = ?', seq),
    );
    return [row?.body, sent?.payload].flatMap((cell) => {
      const body = cell === undefined ? null : salvageCell(this.#keys, cell);
      const document = body === null ? null : readResult(body);
      if (cell === undefined || body === null || document === null) return [];
      const origin = row?.origin ?? originOf(document.type);
      return [{ document, body, origin, proven: isSealedResult(cell) || hashOf(body) === sent?.sha256 }];
    });
  }

  event(seq: number): string | null {
    return tried(() => this.#one<{ body: string }>('SELECT body FROM session_event WHERE seq = ?', seq)?.body);
  }

  #one<Row>(sql: string, ...values: unknown[]): Row | undefined {
    return this.#db.prepare<unknown[], Row>(sql).get(...values);
  }
}

const originOf = (type: 'verdict' | 'withdrawal'): ResultOrigin => (type === 'verdict' ? 'submit' : 'undo');

interface Harvest {
  readonly results: Candidate[];
  readonly events: string[];
  /** Rows that should be there and gave nothing. */
  readonly missed: number;
}

function readTables(file: string, keys: Sealing, bytes: number): Harvest {
  const results: Candidate[] = [];
  const events: string[] = [];
  // SQLite deletes the log of a file without pages when it opens it.
  const damaged = statSync(file).size > 0 ? tried(() => openForSalvage(file)) : null;
  if (damaged === null) return { results, events, missed: 0 };
  const tables = new DamagedTables(damaged, keys, bytes);
  const keepResult = (seq: number): boolean => {
    const found = tables.result(seq);
    results.push(...found);
    return found.length > 0;
  };
  const missed = Math.max(tables.eachSeq('result', keepResult), tables.eachSeq('outbox', keepResult));
  tables.eachSeq('session_event', (seq) => {
    const body = tables.event(seq);
    if (body !== null) events.push(body);
    return body !== null;
  });
  tried(() => damaged.close());
  return { results, events, missed };
}

function carveSealed(keys: Sealing, bytes: Buffer): FoundResult[] {
  return findSealedResults(keys, bytes).flatMap((body) => {
    const document = readResult(body);
    return document === null ? [] : [{ document, body, proven: true }];
  });
}

/** One of each id: a copy that its hash proves, else the first that can be read. In the order in which the device made them. */
function best(candidates: readonly Candidate[]): Candidate[] {
  const byId = new Map<string, Candidate>();
  for (const each of candidates) {
    const known = byId.get(each.document.id);
    if (known === undefined || (each.proven && !known.proven)) byId.set(each.document.id, each);
  }
  return [...byId.values()].sort((a, b) => a.document.device_seq - b.document.device_seq);
}

/** Puts one back, to be offered to the hub again; false when its place is taken by another. */
function restore(db: Database, { document, body, origin }: Candidate): boolean {
  try {
    write(db, (tx) => {
      if (tx.first('SELECT 1 FROM result WHERE id = ?', document.id) !== undefined) return;
      keepFrozen(tx, document, origin, body);
      rememberDecided(tx, document, document.id);
    });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_CONSTRAINT_UNIQUE') return false;
    throw error;
  }
}

function restoreEvents(db: Database, bodies: readonly string[]): number {
  const lines = bodies.flatMap((line) => {
    const parsed = sessionEvent.safeParse(tried(() => JSON.parse(line) as unknown));
    return parsed.success ? [{ event: parsed.data, line }] : [];
  });
  return write(db, (tx) => {
    const isNew = (id: string): boolean => tx.first('SELECT 1 FROM session_event WHERE id = ?', id) === undefined;
    const fresh = lines.filter(({ event }) => isNew(event.id));
    for (const { event, line } of fresh) addSessionEvent(tx, event, line);
    return fresh.length;
  });
}

const readBytes = (file: string): Buffer => (existsSync(file) ? readFileSync(file) : Buffer.alloc(0));

/**
 * Saves what a person made from a damaged database that was set aside: from its tables as far as they can be read, and from its bare bytes. Results
 * are offered to the hub again with their old bytes, which it knows by id. Saving twice is saving once.
 */
export function salvage(db: Database, file: string): SalvageReport {
  const [bytes, log] = [readBytes(file), readBytes(`${file}-wal`)];
  const tables = readTables(file, db, bytes.length + log.length);
  const carved = [bytes, log]
    .flatMap((piece) => [...carveResults(piece), ...carveSealed(db, piece)])
    .map((each) => ({ ...each, origin: originOf(each.document.type) }));
  const results = best([...tables.results, ...carved]);
  const saved = results.filter((each) => restore(db, each));
  return {
    file: basename(file),
    bytes: bytes.length,
    log_bytes: log.length,
    saved_results: saved.length,
    unreadable_results: tables.missed,
    saved_events: restoreEvents(db, tables.events),
  };
}

/** Keeps the report beside the damaged file, which says that all was saved that could be. */
export function keepReport(aside: string, report: SalvageReport): void {
  writeDurably(reportOf(aside), JSON.stringify(report));
}
