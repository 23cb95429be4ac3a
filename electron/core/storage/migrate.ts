import { closeSync, copyFileSync, fsyncSync, openSync } from 'node:fs';
import type { Database } from './database.ts';
import type { Migration } from './migrations/index.ts';

/** The schema version that the given migrations lead to. */
export function latestVersion(known: readonly Migration[]): number {
  return known.at(-1)?.version ?? 0;
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
      db.script(`PRAGMA user_version = ${migration.version};\nCOMMIT;`);
    } catch (error) {
      db.abandon(error);
      throw error;
    }
  }
}
