import { statSync } from 'node:fs';
import type BetterSqlite3 from 'better-sqlite3';
import { CodedError, isDamage, isDiskFull, isWriteTrouble } from '../coded-error.ts';
import type { RowSeals } from './row-seals.ts';

type Statement = BetterSqlite3.Statement<unknown[], unknown>;

/** Read access: statements are prepared once and kept. */
export interface ReadDb {
  /** Seal and open the confidential columns. */
  readonly seals: RowSeals;
  /** The first row, typed as the caller selects it; undefined when there is none. */
  first<Row>(sql: string, ...values: readonly unknown[]): Row | undefined;
  /** All rows. */
  all<Row>(sql: string, ...values: readonly unknown[]): Row[];
  /** Rows one by one; nothing else may use the database until the loop ends. */
  each<Row>(sql: string, ...values: readonly unknown[]): IterableIterator<Row>;
}

declare const proof: unique symbol;

/** Proof that a write transaction is open; only `write` and `writeLazily` make one, and it is dead when they return. */
export interface WriteTx extends ReadDb {
  readonly [proof]: true;
  /** Runs one statement; answers how many rows it changed. */
  run(sql: string, ...values: readonly unknown[]): number;
  /** Inserts one row; answers its row number. */
  insert(sql: string, ...values: readonly unknown[]): number;
}

/** What stands in a row is not what was put there, although SQLite finds no fault with its page. */
export class RowsDamaged extends Error {
  readonly code = 'SQLITE_CORRUPT_ROW';

  constructor(what: string) {
    super(what);
    this.name = 'RowsDamaged';
  }
}

/** Who is asked when the disk refuses a write, and told how it took one. */
export interface DiskGuard {
  /** There is no space: gives up what can be had again; true when the same work may be tried once more. */
  makeRoom(): boolean;
  /** The work did not happen. */
  refused(error: unknown): void;
  /** The work is on the disk. */
  taken(): void;
  /** A statement met pages that are no database. */
  damaged(): void;
}

const unguarded: DiskGuard = {
  makeRoom: () => false,
  refused: () => undefined,
  taken: () => undefined,
  damaged: () => undefined,
};

/** What is known of the file: all is well; nothing before it is opened anew; it was, and its log is not yet in the file. */
type Trust = 'sound' | 'reopen' | 'fold';

/** What `PRAGMA synchronous` reads for FULL. */
const FULL = 2;

/**
 * The one connection to a person's database. What `write` returns from is on disk; nothing may be called saved before.
 * After a write error below SQLite the connection is opened anew before the next use, because the state of the file is unknown.
 */
export class Database implements ReadDb {
  readonly seals: RowSeals;
  readonly #connect: () => BetterSqlite3.Database;
  #connection: BetterSqlite3.Database;
  #statements = new Map<string, Statement>();
  #trust: Trust = 'sound';
  #verified = false;
  #onRollback: () => void = () => undefined;
  #guard: DiskGuard = unguarded;
  #writes = 0;

  /** @param connect opens the file with all pragmas set; throws what SQLite throws */
  constructor(connect: () => BetterSqlite3.Database, seals: RowSeals) {
    this.seals = seals;
    this.#connect = connect;
    this.#connection = connect();
  }

  first<Row>(sql: string, ...values: readonly unknown[]): Row | undefined {
    return this.#noting(() => this.#prepare(sql).get(...values) as Row | undefined);
  }

  all<Row>(sql: string, ...values: readonly unknown[]): Row[] {
    return this.#noting(() => this.#prepare(sql).all(...values) as Row[]);
  }

  each<Row>(sql: string, ...values: readonly unknown[]): IterableIterator<Row> {
    return this.#prepare(sql).iterate(...values) as IterableIterator<Row>;
  }

  /** For `write` and friends only; everything else needs a `WriteTx`. */
  run(sql: string, ...values: readonly unknown[]): number {
    return this.#noting(() => this.#prepare(sql).run(...values).changes);
  }

  /** For write transactions only, as `run`. */
  insert(sql: string, ...values: readonly unknown[]): number {
    return this.#noting(() => Number(this.#prepare(sql).run(...values).lastInsertRowid));
  }

  /** Counts up whenever something is written. */
  get changes(): number {
    return this.#writes;
  }

  /** False after `close`. */
  get isOpen(): boolean {
    return this.#connection.open;
  }

  /** Runs several statements of a script, such as a migration. */
  script(sql: string): void {
    this.#connection.exec(sql);
  }

  /** Reads or sets a pragma; answers its first value. */
  pragma(source: string): unknown {
    return this.#connection.pragma(source, { simple: true });
  }

  /**
   * Makes good a write that broke below SQLite: opens the connection anew, then brings the whole log into the file and empties it. A log that could
   * not be synchronised may stand in the system's memory and not on the disk, and be called clean there; whatever was appended to it would be
   * lost behind the hole. Throws what the disk throws; then it is tried again before the next write.
   */
  recover(): void {
    if (this.#trust === 'sound') return;
    if (this.#trust === 'reopen') this.#reopen();
    try {
      this.foldLog();
      this.#trust = 'sound';
    } catch (error) {
      this.#trust = 'reopen';
      throw error;
    }
  }

  /**
   * Throws `durability-refused` unless commits are synchronised to the disk. SQLite falls back to NORMAL in WAL mode where it was
   * built so, and shows it only after a transaction; so it is read back after the first one of each connection, never assumed.
   */
  assertDurable(): void {
    if (this.#verified) return;
    const level = this.pragma('synchronous');
    if (level !== FULL)
      throw new CodedError('durability-refused', `PRAGMA synchronous reads ${String(level)}, not FULL`);
    this.#verified = true;
  }

  /** Changes how far commits go; from here on it is read back before anything is called saved. */
  setSynchronous(level: 'NORMAL' | 'FULL'): void {
    this.#verified = false;
    this.pragma(`synchronous = ${level}`);
  }

  /** Calls this whenever a transaction did not happen after all: what was counted in it is not so. */
  onRollback(listener: () => void): void {
    this.#onRollback = listener;
  }

  /** From here on this one is asked and told about the disk. */
  guardWith(guard: DiskGuard): void {
    this.#guard = guard;
  }

  /** Does the work and tells how the disk took it. Work that `makes_room` is done again as long as there is none and some can be made. */
  guarded<Value>(when: 'makes_room' | 'takes_what_is_there', work: () => Value): Value {
    try {
      const value = work();
      this.#writes += 1;
      this.#guard.taken();
      return value;
    } catch (error) {
      if (when === 'makes_room' && isDiskFull(error) && this.#guard.makeRoom()) return this.guarded(when, work);
      if (error instanceof RowsDamaged) this.#guard.damaged();
      this.#guard.refused(error);
      throw error;
    }
  }

  /** Folds the log into the file and shortens it to nothing; answers how many bytes that gave back. Throws what SQLite throws. */
  foldLog(): number {
    const sizeOfLog = () => statSync(`${this.#connection.name}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    const before = sizeOfLog();
    this.pragma('wal_checkpoint(TRUNCATE)');
    return before - sizeOfLog();
  }

  /** Leaves a broken transaction; keeps the first error as the one that is told. */
  abandon(error: unknown): void {
    this.#onRollback();
    this.seals.content.rolledBack();
    if (isWriteTrouble(error)) this.#trust = 'reopen';
    if (this.#connection.open && this.#connection.inTransaction) this.#connection.exec('ROLLBACK');
  }

  /** Finishes: the write-ahead log is folded in, which marks a clean exit. */
  close(): void {
    this.#statements.clear();
    this.#connection.close();
  }

  /** Tells of damage that a statement meets. */
  #noting<Value>(work: () => Value): Value {
    try {
      return work();
    } catch (error) {
      if (isDamage(error)) this.#guard.damaged();
      throw error;
    }
  }

  #reopen(): void {
    this.close();
    this.#connection = this.#connect();
    this.#trust = 'fold';
    this.#verified = false;
  }

  #prepare(sql: string): Statement {
    // It was closed, and could not be opened again then.
    if (!this.#connection.open) this.#reopen();
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#connection.prepare<unknown[], unknown>(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

function transact<Value>(db: Database, work: (tx: WriteTx) => Value): Value {
  db.run('BEGIN IMMEDIATE');
  try {
    const value = work(db as unknown as WriteTx);
    db.run('COMMIT');
    return value;
  } catch (error) {
    db.abandon(error);
    throw error;
  }
}

/**
 * Runs the work in one `BEGIN IMMEDIATE` transaction and returns its value once it is durable. When the work throws, nothing of it has
 * happened; it may run again, on a disk that was full and where room was made. Throws `durability-refused` when the connection turns
 * out not to synchronise: then nothing may be called saved.
 */
export function write<Value>(db: Database, work: (tx: WriteTx) => Value): Value {
  return db.guarded('makes_room', () => {
    db.recover();
    const value = transact(db, work);
    db.assertDurable();
    return value;
  });
}

/**
 * As `write`, but the commit may be lost with the power: for rows that the hub will send again, together with the cursor that says
 * which, and for the place where somebody stood. The level is back to FULL before anything else can run, because nothing here
 * waits; a later durable commit synchronises the same log, so order is kept. (docs/decisions/0020-durability-of-pulled-pages.md)
 * The reserve for a full disk is not touched for it: that is for what a person made.
 */
export function writeLazily<Value>(db: Database, work: (tx: WriteTx) => Value): Value {
  return db.guarded('takes_what_is_there', () => {
    db.recover();
    db.setSynchronous('NORMAL');
    try {
      return transact(db, work);
    } finally {
      db.setSynchronous('FULL');
      db.assertDurable();
    }
  });
}
