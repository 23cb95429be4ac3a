import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';
import type { Credential } from '#contract/core-link.ts';
import { databaseFile } from '#core/signed-in.ts';
import { latestVersion } from '#core/storage/migrate.ts';
import { migrations } from '#core/storage/migrations/index.ts';
import { openDatabase } from '#core/storage/open.ts';
import { type Acknowledged, addHarm, checkDevice, type DeviceHarm, NO_HARM } from './device-check.ts';
import { buildCore, killWhileStarting, warmCore } from './forked-core.ts';
import { madeBatch, madeCredential, madeItem, must, seed, uphold } from './made-desk.ts';

const ITEMS = 40;

const versionOf = (file: string): number => {
  const raw = new Database(file);
  const version = Number(raw.pragma('user_version', { simple: true }));
  raw.close();
  return version;
};

/** Verdicts given with the core as it is, on a folder. */
async function work(entry: string, dataDir: string, who: Credential): Promise<Acknowledged> {
  const batch = madeBatch();
  const items = Array.from({ length: ITEMS }, (_, position) => madeItem(batch, position, who.person.id));
  seed(dataDir, who, [batch], items);
  const core = await warmCore(entry)(dataDir, who);
  const seen: Acknowledged = { verdicts: new Set(), undone: 0 };
  for (const item of items) {
    const submitted = await core.call('review', 'submit', uphold(item.id));
    seen.verdicts.add(z.object({ result_id: z.string() }).parse(must(submitted)).result_id);
  }
  await core.stop();
  return seen;
}

/** The same rows in a database of the first schema, as the first Lupa would have left it. */
function asOfFirst(file: string, old: string): void {
  openDatabase(old, 'first', migrations.slice(0, 1)).db.close();
  const raw = new Database(old);
  raw.pragma('foreign_keys = OFF');
  raw.prepare('ATTACH ? AS now').run(file);
  const tables = raw.prepare<[], string>("SELECT name FROM main.sqlite_schema WHERE type = 'table'").pluck().all();
  for (const table of tables) {
    const columns = raw.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table).join();
    raw.exec(`INSERT OR REPLACE INTO main.${table} (${columns}) SELECT ${columns} FROM now.${table}`);
  }
  raw.exec('DETACH now');
  raw.close();
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** How long the log becomes while a database is brought up to date. Bytes. */
function logOfAll(old: string, folder: string): number {
  const file = join(folder, 'measured.db');
  cpSync(old, file);
  const { db } = openDatabase(file, 'measured');
  const bytes = sizeOf(`${file}-wal`);
  db.close();
  return bytes;
}

/**
 * Kills the storage process again and again while it brings a database of the first schema up to date, each time at another length of the log, and
 * compares what the next start makes of it with what had been answered.
 * @throws Error when no kill came in the middle: then nothing was tried
 */
export async function killMigrations(kills: number, chance: () => number): Promise<DeviceHarm> {
  const folder = mkdtempSync(join(tmpdir(), 'lupa-kill-migration-'));
  try {
    const who = madeCredential();
    const entry = await buildCore();
    const seen = await work(entry, join(folder, 'now'), who);
    const old = join(folder, 'old.db');
    asOfFirst(databaseFile(join(folder, 'now'), who.person.id), old);
    const most = logOfAll(old, folder);
    let harm = NO_HARM;
    let between = 0;
    for (let kill = 1; kill <= kills; kill += 1) {
      const dataDir = join(folder, 'killed');
      const file = databaseFile(dataDir, who.person.id);
      mkdirSync(dirname(file), { recursive: true });
      cpSync(old, file);
      const length = Math.ceil(chance() * most);
      await killWhileStarting(entry, dataDir, who, () => sizeOf(`${file}-wal`) >= length);
      cpSync(dataDir, join(folder, 'looked-at'), { recursive: true });
      if (versionOf(databaseFile(join(folder, 'looked-at'), who.person.id)) < latestVersion(migrations)) between += 1;
      harm = addHarm(harm, checkDevice(dataDir, who.person.id, seen));
      for (const name of ['killed', 'looked-at']) rmSync(join(folder, name), { recursive: true });
    }
    if (between === 0) throw new Error(`none of ${kills} kills came before the last migration was done`);
    return harm;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
