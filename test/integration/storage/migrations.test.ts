import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBody } from '#core/storage/item-content.ts';
import { openDraft } from '#core/storage/drafts.ts';
import { openDatabase } from '#core/storage/open.ts';
import { isSealedResult, openResult } from '#core/storage/result-cells.ts';
import { rowSealsOf } from '#core/storage/row-seals.ts';
import { madeOwner } from '#scripts/lib/made-key.ts';
import { latestVersion } from '#core/storage/migrate.ts';
import { SEALED_SINCE } from '#core/storage/migrations/0014-sealed-rows.ts';
import { type Migration, migrations } from '#core/storage/migrations/index.ts';
import { fillOldDatabase, WORDS } from '#test/support/old-database.ts';

const LATEST = latestVersion(migrations);
const VERSIONS = migrations.map(({ version }) => version);
const PLAIN = VERSIONS.filter((version) => version < SEALED_SINCE);
/** Sizes in a log of SQLite (sqlite.org/fileformat2.html): before the first frame, and before the page in each. Bytes. */
const [LOG_HEADER, FRAME_HEADER, PAGE] = [32, 24, 8_192];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lupa-migrations-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const upTo = (version: number) => migrations.filter((each) => each.version <= version);
const databaseIn = (name: string) => join(folder, name, 'lupa.db');
const open = (file: string, known: readonly Migration[] = migrations) =>
  openDatabase(file, 'kept', madeOwner('kept'), known);

/** A database as the Lupa of that schema left it, closed. */
function usedWith(version: number, name: string): string {
  const file = databaseIn(name);
  open(file, upTo(version)).db.close();
  const raw = new Database(file);
  fillOldDatabase(raw);
  raw.close();
  return file;
}

const schemaOf = (db: Database.Database) =>
  db.prepare("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name").all();

/** The schema that each version leads to. */
function schemas(): ReadonlyMap<number, unknown> {
  return new Map(
    VERSIONS.map((version) => {
      const file = databaseIn(`schema-${version}`);
      open(file, upTo(version)).db.close();
      const raw = new Database(file, { readonly: true });
      const schema = schemaOf(raw);
      raw.close();
      return [version, schema];
    }),
  );
}

type Row = Record<string, unknown>;

/** The rows of a table, what is sealed in them opened, under the names that the first schema had. */
function rowsOf(raw: Database.Database, table: string): Row[] {
  const db = { seals: rowSealsOf(raw.name, madeOwner('kept')) };
  return raw
    .prepare<[], Row>(`SELECT * FROM ${table}`)
    .all()
    .map((row) => {
      if (table === 'item' && 'content' in row && Buffer.isBuffer(row.content))
        return { ...row, body: openBody(db, row as never) };
      if (table === 'result' && isSealedResult(row.body as Buffer))
        return { ...row, body: openResult(db, String(row.id), row.body as Buffer) };
      if (table === 'outbox' && isSealedResult(row.payload as Buffer)) {
        const id = String(raw.prepare('SELECT id FROM result WHERE seq = ?').pluck().get(row.seq));
        return { ...row, payload: openResult(db, id, row.payload as Buffer) };
      }
      if (table === 'draft' && Buffer.isBuffer(row.content))
        return { ...row, body: openDraft(db, String(row.item_id), row.content) };
      return row;
    });
}

/** What the first schema's tables hold, but for the counter of starts; read in the columns that they had there. */
function contentOf(raw: Database.Database, columns: ReadonlyMap<string, readonly string[]>): unknown {
  return [...columns].map(([table, names]) => [table, rowsOf(raw, table).map((row) => names.map((name) => row[name]))]);
}

function columnsOfFirst(file: string): ReadonlyMap<string, readonly string[]> {
  const raw = new Database(file);
  const tables = raw.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
  const columns = tables
    .filter((table) => table !== 'sync_state' && !table.startsWith('sqlite_'))
    .map((table) => [table, raw.prepare<[], string>(`SELECT name FROM pragma_table_info('${table}')`).pluck().all()]);
  raw.close();
  return new Map(columns as [string, string[]][]);
}

/**
 * The same migrations one statement at a time, and what is called before each, and before the commit. A last one changes nothing: before it the one
 * before is committed, and what was in plain still lies in the file.
 */
function stepwise(onStep: () => void): Migration[] {
  const nothing: Migration = { version: LATEST, sql: '', fill: onStep };
  const steps = migrations.map(
    ({ version, sql, fill: derive }): Migration => ({
      version,
      sql: '',
      fill(db) {
        // A trigger has its own semicolon inside a line; statements end with one at the end of a line.
        for (const statement of sql.split(/(?<=;)\n/).filter((text) => text.trim() !== '')) {
          onStep();
          db.script(statement);
        }
        onStep();
        derive?.(db);
        onStep();
      },
    }),
  );
  return [...steps, nothing];
}

/**
 * Opens a database and copies its folder before each statement of each migration, and after the last: that is what a kill there leaves. States
 * with the same bytes are kept once.
 */
function killedAtEachStep(file: string): { readonly steps: number; readonly states: string[] } {
  const states: string[] = [];
  const seen = new Set<string>();
  let steps = 0;
  const look = (): void => {
    steps += 1;
    const names = readdirSync(dirname(file)).filter((name) => name.startsWith('lupa.db') && !name.endsWith('-shm'));
    const hash = createHash('sha256');
    for (const name of names.sort()) hash.update(name).update(readFileSync(join(dirname(file), name)));
    const digest = hash.digest('hex');
    if (seen.has(digest)) return;
    seen.add(digest);
    const copy = join(folder, `${basename(dirname(file))}-killed-${states.length}`);
    cpSync(dirname(file), copy, { recursive: true });
    states.push(join(copy, basename(file)));
  };
  const { db } = open(file, stepwise(look));
  look();
  db.close();
  return { steps, states };
}

const copyOf = (file: string, name: string): string => {
  cpSync(dirname(file), join(folder, name), { recursive: true });
  return join(folder, name, basename(file));
};

/** How many pages the log of a database holds. */
function framesOfLog(file: string): number {
  const bytes = existsSync(`${file}-wal`) ? statSync(`${file}-wal`).size : 0;
  return Math.max(0, bytes - LOG_HEADER) / (FRAME_HEADER + PAGE);
}

describe('a migration that is killed', () => {
  it('leaves at every statement the schema before or the one after, whole, and the next start ends the way', () => {
    const before = usedWith(1, 'used');
    const columns = columnsOfFirst(before);
    const known = schemas();
    const first = new Database(copyOf(before, 'first'));
    const content = contentOf(first, columns);
    first.close();

    const { steps, states } = killedAtEachStep(before);
    expect(steps).toBeGreaterThan(40);
    const met = new Set<number>();
    for (const [at, state] of states.entries()) {
      const raw = new Database(copyOf(state, `raw-${at}`));
      const version = Number(raw.pragma('user_version', { simple: true }));
      met.add(version);
      expect(schemaOf(raw)).toEqual(known.get(version));
      expect(contentOf(raw, columns)).toEqual(content);
      raw.close();

      const { db, setAside, created } = open(state);
      expect({ setAside, created, version: db.pragma('user_version') }).toEqual({
        setAside: null,
        created: false,
        version: LATEST,
      });
      expect(db.pragma('integrity_check')).toBe('ok');
      expect(db.all('PRAGMA foreign_key_check')).toEqual([]);
      expect(db.all("SELECT rowid FROM policy_index WHERE policy_index MATCH 'again'")).toHaveLength(1);
      expect(db.all("SELECT id FROM item WHERE subject_id = 'subject-1'")).toHaveLength(4);
      db.close();
      const after = new Database(state);
      expect(schemaOf(after)).toEqual(known.get(LATEST));
      expect(contentOf(after, columns)).toEqual(content);
      after.close();
      expect(readFileSync(state).includes(WORDS)).toBe(false);
      expect(readdirSync(dirname(state)).sort()).toEqual(['keys', 'lupa.db']);
    }
    expect([...met]).toEqual(VERSIONS);
  });

  it('leaves one of the two also in the middle of writing a commit', () => {
    const before = usedWith(1, 'torn');
    const columns = columnsOfFirst(before);
    const known = schemas();
    const first = new Database(copyOf(before, 'torn-first'));
    const content = contentOf(first, columns);
    first.close();
    const { states } = killedAtEachStep(before);
    const frames = Math.max(...states.map(framesOfLog));
    const last = states.findLast((state) => framesOfLog(state) === frames) ?? '';
    const met: number[] = [];
    for (let frame = 0; frame <= frames; frame += 0.5) {
      const torn = copyOf(last, `torn-at-${frame}`);
      rmSync(`${torn}-shm`);
      truncateSync(`${torn}-wal`, LOG_HEADER + Math.floor(frame * (FRAME_HEADER + PAGE)));
      const raw = new Database(torn);
      const version = Number(raw.pragma('user_version', { simple: true }));
      expect(schemaOf(raw)).toEqual(known.get(version));
      expect(contentOf(raw, columns)).toEqual(content);
      raw.close();
      met.push(version);
    }
    expect(met).toEqual([...met].sort((a, b) => a - b));
    expect([...new Set(met)]).toEqual(VERSIONS);
  });

  it('leaves a copy of the database as it was before the first change', () => {
    const before = usedWith(1, 'kept');
    const columns = columnsOfFirst(before);
    const [start] = killedAtEachStep(before).states;
    const backup = `${start}.before-2`;
    const kept = new Database(backup, { readonly: true });
    expect(kept.pragma('user_version', { simple: true })).toBe(1);
    const whole = contentOf(kept, columns);
    kept.close();
    const now = new Database(before);
    expect(contentOf(now, columns)).toEqual(whole);
    now.close();
  });
});

describe('a database of an older Lupa', () => {
  it.each(PLAIN)(
    'with schema %i is brought up to date with all that was made, and nothing of it stays in plain',
    (version) => {
      const file = usedWith(version, `old-${version}`);
      const { db, setAside } = open(file);
      expect({ setAside, version: db.pragma('user_version') }).toEqual({ setAside: null, version: LATEST });
      expect(
        db.first('SELECT count(*) AS n FROM outbox o JOIN result r ON r.seq = o.seq AND r.body = o.payload'),
      ).toEqual({ n: 12 });
      expect(db.first('SELECT count(*) AS n FROM session_event')).toEqual({ n: 12 });
      expect(db.first('SELECT count(*) AS n FROM draft')).toEqual({ n: 12 });
      expect(db.all('SELECT DISTINCT kind, decided_at FROM result')).toEqual([
        { kind: 'uphold', decided_at: '2026-05-02T18:09:41.000Z' },
      ]);
      db.close();
      expect(readdirSync(dirname(file)).sort()).toEqual(['keys', 'lupa.db']);
      expect(readFileSync(file).includes(WORDS)).toBe(false);
    },
  );
});

describe('a new database whose making is killed', () => {
  it('is made again by the next start, and nobody is told of damage', () => {
    const file = databaseIn('new');
    mkdirSync(dirname(file));
    const { states } = killedAtEachStep(file);
    expect(states.length).toBeGreaterThan(VERSIONS.length);
    for (const state of states) {
      const wasThere = existsSync(state);
      const { db, setAside, created } = open(state);
      expect({ setAside, created, version: db.pragma('user_version') }).toEqual({
        setAside: null,
        created: !wasThere,
        version: LATEST,
      });
      db.close();
      expect(readdirSync(dirname(state))).toEqual(['lupa.db']);
    }
  });
});
