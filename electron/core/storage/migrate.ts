import { closeSync, copyFileSync, fsyncSync, openSync } from 'node:fs';
import type { Database } from './database.ts';
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

function backUp(db: Database, file: string, version: number): void {
  db.pragma('wal_checkpoint(TRUNCATE)');
  const backup = `${file}.before-${version}`;
  copyFileSync(file, backup);
  const handle = openSync(backup, 'r+');
  fsyncSync(handle);
  closeSync(handle);
}

/**
 * Brings the schema up to date: each migration in one transaction together with its number, so that a kill leaves the one before
 * or the one after. A database with content is copied beside itself (`.before-<version>`) first.
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
}
