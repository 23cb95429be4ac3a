import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databaseFile } from '#core/signed-in.ts';
import { putBatch } from '#core/storage/batches.ts';
import { write, writeLazily } from '#core/storage/database.ts';
import { openDatabase } from '#core/storage/open.ts';
import { madeOwner } from '#scripts/lib/made-key.ts';
import { applicationIdOf, latestVersion } from '#core/storage/migrate.ts';
import { migrations } from '#core/storage/migrations/index.ts';
import { madeBatch, madeCredential, madeItem, must, seed, startTestCore, uphold } from '#test/support/core.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lupa-db-'));
  file = join(folder, 'person', 'lupa.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (known = migrations) => openDatabase(file, '2026-05-02T18-09-41-000Z', madeOwner('somebody'), known);

describe('opening a database', () => {
  it('sets what durability and safety need, and reads it back after a transaction', () => {
    const { db } = open();
    const read = Object.fromEntries(
      [
        'journal_mode',
        'synchronous',
        'foreign_keys',
        'trusted_schema',
        'cell_size_check',
        'secure_delete',
        'user_version',
      ].map((name) => [name, db.pragma(name)]),
    );
    expect(read).toEqual({
      journal_mode: 'wal',
      synchronous: 2,
      foreign_keys: 1,
      trusted_schema: 0,
      cell_size_check: 1,
      secure_delete: 1,
      user_version: migrations.at(-1)?.version,
    });
    db.close();
  });

  it('is for its owner only', () => {
    open().db.close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
  });

  it('refuses a database of a newer Lupa and leaves every byte of it alone', () => {
    open().db.close();
    const raw = new Database(file);
    raw.pragma('user_version = 99');
    raw.pragma(`application_id = ${applicationIdOf(99)}`);
    raw.close();
    const before = readFileSync(file);
    expect(() => open()).toThrow(/database-newer/);
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(dirname(file)).filter((name) => name.includes('damaged'))).toEqual([]);
  });

  it('copies the database beside itself before it changes the schema', () => {
    open().db.close();
    const now = latestVersion(migrations);
    const next = { version: now + 1, sql: 'CREATE TABLE later (one INTEGER) STRICT;' };
    const { db } = open([...migrations, next]);
    expect(db.pragma('user_version')).toBe(now + 1);
    db.close();
    const backup = new Database(`${file}.before-${now + 1}`, { readonly: true });
    expect(backup.pragma('user_version', { simple: true })).toBe(now);
    backup.close();
  });

  it('leaves the schema as it was when a migration fails half-way', () => {
    open().db.close();
    const now = latestVersion(migrations);
    const sql = 'CREATE TABLE later (one INTEGER) STRICT; INSERT INTO nowhere VALUES (1);';
    const broken = { version: now + 1, sql };
    expect(() => open([...migrations, broken])).toThrow(/nowhere/);
    const { db } = open();
    expect(db.pragma('user_version')).toBe(now);
    expect(db.all("SELECT name FROM sqlite_schema WHERE name = 'later'")).toEqual([]);
    db.close();
  });

  it('sets a file that is no database aside, with its bytes', () => {
    open().db.close();
    writeFileSync(file, 'this was a database once, and now it is a letter to nobody in particular'.repeat(20));
    const { db, setAside } = open();
    expect(setAside).toBe(`${file}.damaged-2026-05-02T18-09-41-000Z`);
    expect(readFileSync(setAside ?? '', 'utf8')).toContain('a letter to nobody');
    db.close();
  });
});

describe('the durability of commits', () => {
  it('is full again after pulled pages, also when one of them fails', () => {
    const { db } = open();
    let during: unknown = null;
    writeLazily(db, (tx) => {
      during = tx.first<{ synchronous: number }>('PRAGMA synchronous')?.synchronous;
      putBatch(tx, madeBatch());
    });
    expect(during).toBe(1);
    expect(db.pragma('synchronous')).toBe(2);
    expect(() =>
      writeLazily(db, () => {
        throw new Error('half a page');
      }),
    ).toThrow('half a page');
    expect(db.pragma('synchronous')).toBe(2);
    write(db, (tx) => expect(tx.first('PRAGMA synchronous')).toEqual({ synchronous: 2 }));
    db.close();
  });

  it('is asked for before anything is called saved', () => {
    const { db } = open();
    db.setSynchronous('NORMAL');
    expect(() => write(db, (tx) => putBatch(tx, madeBatch()))).toThrow(/durability-refused/);
    db.close();
  });

  it('lets nothing of a failed transaction stay', () => {
    const { db } = open();
    expect(() =>
      write(db, (tx) => {
        putBatch(tx, madeBatch());
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(db.all('SELECT * FROM batch')).toEqual([]);
    db.close();
  });
});

describe('a person’s results', () => {
  it('cannot be changed or deleted, nor can the bytes in the outbox', async () => {
    const who = madeCredential();
    const batch = madeBatch();
    const item = madeItem(batch, 0, who.person.id);
    const core = startTestCore(who, {}, (dataDir) => seed(dataDir, who, [batch], [item]));
    must(await core.client.review.submit(uphold(item.id)));
    await core.core().stop();
    const raw = new Database(databaseFile(core.dataDir, who.person.id));
    expect(() => raw.exec("UPDATE result SET body = x'00'")).toThrow(/never changed/);
    expect(() => raw.exec('DELETE FROM result')).toThrow(/never deleted|FOREIGN KEY/);
    expect(() => raw.exec("UPDATE outbox SET payload = x'00'")).toThrow(/never changed/);
    expect(() => raw.exec('DELETE FROM outbox')).toThrow(/never deleted/);
    raw.close();
    await core.close();
  });

  it('are saved from a damaged database, and the person is told', async () => {
    const who = madeCredential();
    const batch = madeBatch();
    const items = [0, 1, 2].map((position) => madeItem(batch, position, who.person.id));
    const core = startTestCore(who, {}, (dataDir) => seed(dataDir, who, [batch], items));
    const made = [];
    for (const item of items) made.push(must(await core.client.review.submit(uphold(item.id))).result_id);
    await core.core().stop();
    const path = databaseFile(core.dataDir, who.person.id);
    damageTable(path, 'batch');
    await core.restart();
    const status = must(await core.client.sync.status({}));
    expect(status.sync).toEqual({ state: 'needs_attention', code: 'database-damaged', count: 1 });
    expect(status.pending_results).toBe(3);
    expect(readdirSync(dirname(path)).some((name) => name.startsWith('lupa.db.damaged-'))).toBe(true);
    await core.core().stop();
    const raw = new Database(path, { readonly: true });
    expect(raw.prepare('SELECT id FROM result ORDER BY seq').pluck().all()).toEqual(made);
    raw.close();
    await core.close();
  });
});

/** Overwrites a table's root page, and leaves a log behind as an unclean exit does, so that the next start checks. */
function damageTable(path: string, table: string): void {
  const raw = new Database(path);
  const size = Number(raw.pragma('page_size', { simple: true }));
  const root =
    raw.prepare<[string], { rootpage: number }>('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(table)
      ?.rootpage ?? 0;
  raw.close();
  const bytes = readFileSync(path);
  bytes.fill(0xa5, (root - 1) * size, root * size);
  writeFileSync(path, bytes);
  writeFileSync(`${path}-wal`, '');
  expect(existsSync(`${path}-wal`)).toBe(true);
}

describe('a verdict that could not be written', () => {
  it('leaves no gap in the numbers of the device', async () => {
    const who = madeCredential();
    const batch = madeBatch();
    const items = [0, 1].map((position) => madeItem(batch, position, who.person.id));
    const core = startTestCore(who, {}, (dataDir) => seed(dataDir, who, [batch], items));
    must(await core.client.review.submit(uphold(items[0]?.id ?? '')));
    const other = new Database(databaseFile(core.dataDir, who.person.id));
    other.exec("CREATE TRIGGER full BEFORE INSERT ON session_event BEGIN SELECT RAISE(ABORT, 'no room'); END");
    expect(await core.client.review.submit(uphold(items[1]?.id ?? ''))).toMatchObject({
      ok: false,
      error: { code: 'internal' },
    });
    other.exec('DROP TRIGGER full');
    must(await core.client.review.submit(uphold(items[1]?.id ?? '')));
    expect(other.prepare('SELECT device_seq FROM result ORDER BY seq').pluck().all()).toEqual([1, 2]);
    other.close();
    await core.close();
  });
});
