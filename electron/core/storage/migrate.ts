import { closeSync, copyFileSync, existsSync, fsyncSync, openSync } from 'node:fs';
import { shredAndRemove } from '../../files/durable-file.ts';
import { isDiskFull } from '../coded-error.ts';
import type { Database } from './database.ts';
import { SEALED_SINCE } from './migrations/0014-sealed-rows.ts';
import type { Migration } from './migrations/index.ts';

/** The schema version that the given migrations lead to. */
export function latestVersion(known: readonly Migration[]): number {
  return known.at(-1)?.version ?? 0;
}

/** The schema version stands in the file's header a second time, with a mark of ours: a damaged number is not taken for an older or newer Lupa. */
const MARK = 0x4c75_7000;

/** What the second place holds in a file of this version. */
export const applicationIdOf = (version: number): number => MARK + version;

/** Whether the two places agree. Files from before there were two have a zero in the second. */
export function isVersionSound(version: number, applicationId: number): boolean {
  return applicationId === 0 || applicationId === applicationIdOf(version);
}

const backupOf = (file: string, version: number): string => `${file}.before-${version}`;

function backUp(db: Database, file: string, version: number): void {
  db.pragma('wal_checkpoint(TRUNCATE)');
  const backup = backupOf(file, version);
  copyFileSync(file, backup);
  const handle = openSync(backup, 'r+');
  fsyncSync(handle);
  closeSync(handle);
}

/**
 * Brings the schema up to date: each migration in one transaction together with its number, so that a kill leaves the one before
 * or the one after. A database with content is copied beside itself (`.before-<version>`) first. Copies from before rows were sealed do not stay.
 */
export function migrate(db: Database, file: string, known: readonly Migration[]): void {
  const from = Number(db.pragma('user_version'));
  const pending = known.filter((migration) => migration.version > from);
  if (from > 0 && pending[0] !== undefined) backUp(db, file, pending[0].version);
  for (const migration of pending) {
    try {
      db.script(`BEGIN IMMEDIATE;\n${migration.sql}`);
      migration.fill?.(db);
      db.script(
        `PRAGMA user_version = ${migration.version};\nPRAGMA application_id = ${applicationIdOf(migration.version)};\nCOMMIT;`,
      );
    } catch (error) {
      db.abandon(error);
      throw error;
    }
  }
  forgetPlain(db, file, known);
}

/**
 * What was in plain is gone from the file, its log and its copies. The copies go last: while one is there, this was not ended, and the next start
 * does it. The log is folded in first, so that pages are written over where they lie; then all are made anew, for a page keeps bytes of former rows
 * between its rows. A full disk leaves it to the next start.
 */
function forgetPlain(db: Database, file: string, known: readonly Migration[]): void {
  const copies = known
    .filter(({ version }) => version <= SEALED_SINCE)
    .map(({ version }) => backupOf(file, version))
    .filter((copy) => existsSync(copy));
  if (copies.length === 0 || latestVersion(known) < SEALED_SINCE) return;
  try {
    db.foldLog();
    db.script('VACUUM');
    db.foldLog();
  } catch (error) {
    if (isDiskFull(error)) return;
    throw error;
  }
  for (const copy of copies) shredAndRemove(copy);
}
