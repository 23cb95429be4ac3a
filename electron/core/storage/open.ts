import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { syncFolder } from '../../files/durable-file.ts';
import { CodedError, isDamage } from '../coded-error.ts';
import { Database, write } from './database.ts';
import { mendContent } from './forget-content.ts';
import { hasSoundHeader } from './header.ts';
import { isVersionSound, latestVersion, migrate } from './migrate.ts';
import { SEALED_SINCE } from './migrations/0014-sealed-rows.ts';
import { type Migration, migrations } from './migrations/index.ts';
import { type RowOwner, type RowSeals, rowSealsOf } from './row-seals.ts';
import { isOwnKey } from './seal-check.ts';
import { finishSettingAside, isSuspect, putAside } from './set-aside.ts';

/** An opened database, and what had to be done to open it. */
export interface Opened {
  readonly db: Database;
  /** True when the file did not exist before. */
  readonly created: boolean;
  /** Where a damaged predecessor was put just now; null when there was none. */
  readonly setAside: string | null;
  /** True when whoever had it open last did not close it: its log was still there. */
  readonly wasUnclean: boolean;
}

/** What a database is opened with. */
interface Opening {
  readonly seals: RowSeals;
  readonly known: readonly Migration[];
}

/** Opens the file with everything that durability and safety need; docs/database.md says why for each line. */
function connect(file: string): BetterSqlite3.Database {
  const connection = new BetterSqlite3(file, { timeout: 5_000 });
  try {
    // Two or three items fill a page of this size, and only one the usual 4 KB; takes effect in a new file only.
    connection.pragma('page_size = 8192');
    connection.pragma('journal_mode = WAL');
    connection.pragma('synchronous = FULL');
    if (process.platform === 'darwin') {
      connection.pragma('fullfsync = ON');
      connection.pragma('checkpoint_fullfsync = ON');
    }
    connection.pragma('foreign_keys = ON');
    connection.pragma('trusted_schema = OFF');
    connection.pragma('cell_size_check = ON');
    connection.pragma('secure_delete = ON');
    connection.pragma('temp_store = MEMORY');
    connection.pragma('wal_autocheckpoint = 4000');
    connection.pragma('journal_size_limit = 67108864');
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/**
 * Refuses a database of a newer Lupa without writing anything, not even a recovered log. Answers how to end the reading connection: when it is
 * not the last one, that takes 10 ms less, so it ends after the writing one has begun.
 */
function refuseNewer(file: string, known: readonly Migration[]): () => void {
  const reader = new BetterSqlite3(file, { readonly: true, timeout: 5_000 });
  try {
    const version = Number(reader.pragma('user_version', { simple: true }));
    const second = Number(reader.pragma('application_id', { simple: true }));
    if (!isVersionSound(version, second)) throw damaged(`schema version ${version}, and elsewhere ${second}`);
    if (version <= latestVersion(known)) return () => void reader.close();
    throw new CodedError('database-newer', `${file} has schema ${version}; this Lupa knows ${latestVersion(known)}`);
  } catch (error) {
    reader.close();
    throw error;
  }
}

/** A log that is still there was not folded in: the last exit was not clean, so the pages are checked. */
function checkAfterUncleanExit(db: Database, wasClean: boolean): void {
  if (wasClean) return;
  const verdict = db.pragma('quick_check(1)');
  if (verdict !== 'ok') throw damaged(`quick_check: ${String(verdict)}`);
}

const damaged = (why: string): Error => Object.assign(new Error(why), { code: 'SQLITE_CORRUPT' });

/** What can be told of a file before anything is written to it. Answers how to end the connection that read it. */
function inspect(file: string, known: readonly Migration[]): () => void {
  if (isSuspect(file)) throw damaged('damage was met while it was used');
  if (statSync(file).size === 0) throw damaged('there is nothing in it');
  if (!hasSoundHeader(file)) throw damaged('the header is not as it must be');
  return refuseNewer(file, known);
}

/**
 * Makes a database under another name and gives it its own once it is whole: an empty file, or half a schema, under that name is always damage.
 * What was cut off is begun again.
 */
function makeNew(file: string, { seals, known }: Opening): void {
  const draft = `${file}.new`;
  for (const part of ['', '-wal', '-shm', '-journal']) rmSync(draft + part, { force: true });
  closeSync(openSync(draft, 'a', 0o600));
  const db = new Database(() => connect(draft), seals);
  try {
    migrate(db, draft, known);
  } finally {
    db.close();
  }
  renameSync(draft, file);
  syncFolder(dirname(file));
}

function openAndMigrate(file: string, opening: Opening): Database {
  const { seals, known } = opening;
  if (!existsSync(file)) makeNew(file, opening);
  const wasClean = !existsSync(`${file}-wal`);
  const endReading = inspect(file, known);
  let db: Database;
  try {
    db = new Database(() => connect(file), seals);
  } finally {
    endReading();
  }
  try {
    checkAfterUncleanExit(db, wasClean);
    refuseForeignSchema(db);
    migrate(db, file, known);
    refuseOtherKey(db, known);
    // The first transaction of the connection: after it the level of durability is read back.
    write(db, (tx) => tx.run('UPDATE sync_state SET opened = opened + 1'));
    if (latestVersion(known) >= SEALED_SINCE) mendContent(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Schema and number are written together: tables without a number mean that the number was damaged. */
function refuseForeignSchema(db: Database): void {
  if (Number(db.pragma('user_version')) !== 0) return;
  if (db.first('SELECT 1 FROM sqlite_schema') !== undefined) throw damaged('tables without a schema version');
}

/** What was sealed under a key that the device no longer has is kept as damage is: nothing here can be read, and nothing is written over. */
function refuseOtherKey(db: Database, known: readonly Migration[]): void {
  if (latestVersion(known) >= SEALED_SINCE && !isOwnKey(db)) throw damaged('sealed under another key');
}

/**
 * Opens a person's database, creating and migrating it as needed. A damaged one is set aside, never deleted.
 * Throws `database-newer` (file untouched), `durability-refused`, and what the disk throws.
 * @param stamp names a damaged file that is put aside, such as `2026-05-02T18-09-41Z`
 */
export function openDatabase(
  file: string,
  stamp: string,
  owner: RowOwner,
  known: readonly Migration[] = migrations,
): Opened {
  const opening = { seals: rowSealsOf(file, owner), known };
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  finishSettingAside(file, stamp);
  const created = !existsSync(file);
  const wasUnclean = existsSync(`${file}-wal`);
  try {
    return { db: openAndMigrate(file, opening), created, setAside: null, wasUnclean };
  } catch (error) {
    if (!isDamage(error)) throw error;
    const setAside = putAside(file, stamp);
    return { db: openAndMigrate(file, opening), created: true, setAside, wasUnclean };
  }
}

/** Opens a set-aside file for reading only, to save from it what can be read. */
export function openForSalvage(file: string): BetterSqlite3.Database {
  return new BetterSqlite3(file, { readonly: true });
}
