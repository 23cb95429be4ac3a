import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { databaseFile } from '#core/signed-in.ts';
import { readFrozen } from '#scripts/lib/frozen-results.ts';
import {
  madeBatch,
  madeCredential,
  madeItem,
  must,
  seed,
  startTestCore,
  type TestCore,
  uphold,
} from '#test/support/core.ts';

const open: TestCore[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

/** What a kill leaves of a database in use: the file, and its log with all that was made since. */
function copyInUse(file: string): { readonly bytes: Buffer; readonly log: Buffer } {
  return { bytes: readFileSync(file), log: readFileSync(`${file}-wal`) };
}

interface Worked {
  readonly core: TestCore;
  readonly file: string;
  readonly made: readonly string[];
  readonly itemIds: readonly string[];
  readonly inUse: ReturnType<typeof copyInUse>;
}

/** A core that has given some verdicts and was closed. */
async function worked(count: number): Promise<Worked> {
  const who = madeCredential();
  const batch = madeBatch();
  const items = Array.from({ length: count + 1 }, (_, position) => madeItem(batch, position, who.person.id));
  const core = startTestCore(who, {}, (dataDir) => seed(dataDir, who, [batch], items));
  open.push(core);
  const made: string[] = [];
  for (const item of items.slice(0, count)) made.push(must(await core.client.review.submit(uphold(item.id))).result_id);
  const file = databaseFile(core.dataDir, who.person.id);
  const inUse = copyInUse(file);
  await core.core().stop();
  return { core, file, made, itemIds: items.map(({ id }) => id), inUse };
}

const isEnded = ({ core }: Worked) => core.events.some(({ name }) => name === 'core ended');
const asideOf = ({ file }: Worked) =>
  readdirSync(dirname(file)).filter((name) => /^lupa\.db\.damaged-[^.]+Z$/.test(name));
const resultsIn = (file: string) => {
  const raw = new Database(file, { readonly: true });
  const ids = raw.prepare('SELECT id FROM result ORDER BY device_seq').pluck().all();
  raw.close();
  return ids;
};

/** Changes a row of a closed database. */
function change(file: string, sql: string, value: string | undefined): void {
  const raw = new Database(file);
  raw.prepare(sql).run(value);
  raw.close();
}

/** Overwrites a table's root page. */
function spoilTable(file: string, table: string): void {
  // Not read-only: that would leave a log behind, as an unclean exit does.
  const raw = new Database(file);
  const size = Number(raw.pragma('page_size', { simple: true }));
  const root = Number(raw.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(table));
  raw.close();
  const bytes = readFileSync(file);
  bytes.fill(0xa5, (root - 1) * size, root * size);
  writeFileSync(file, bytes);
}

describe('a database that turns out to be damaged while it is used', () => {
  it('ends the storage process; the next one sets it aside, saves every verdict, tells the person and the hub', async () => {
    const desk = await worked(5);
    spoilTable(desk.file, 'batch');
    await desk.core.restart();
    expect(await desk.core.client.batches.list({})).toMatchObject({ ok: false, error: { code: 'disk-error' } });
    expect(isEnded(desk)).toBe(true);

    await desk.core.restart();
    const [aside] = asideOf(desk);
    const damage = { file: aside, saved_results: 5, unreadable_results: 0 };
    expect(must(await desk.core.client.storage.status({}))).toEqual({ disk: 'ok', damage });
    expect(must(await desk.core.client.sync.status({})).pending_results).toBe(5);
    const [told] = must(await desk.core.client.sessions.recent({ limit: 50 })).filter(
      ({ detail }) => detail.type === 'database_damaged',
    );
    expect(told?.detail).toMatchObject({ saved_results: 5, unreadable_results: 0 });
    expect(must(await desk.core.client.storage.damageRead({})).damage).toBeNull();
    await desk.core.core().stop();
    expect(resultsIn(desk.file)).toEqual(desk.made);
  });

  it('ends the storage process when a row cannot be read as what it is, but not again and again for that alone', async () => {
    const desk = await worked(3);
    const look = () => desk.core.client.review.item({ item_id: desk.itemIds[3] as never });
    change(desk.file, 'UPDATE item SET content = substr(content, 2) WHERE id = ?', desk.itemIds[3]);
    await desk.core.restart();
    expect(await look()).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(isEnded(desk)).toBe(true);

    await desk.core.restart();
    await desk.core.core().stop();
    expect(resultsIn(desk.file)).toEqual(desk.made);
    desk.core.events.length = 0;
    const unreadable = `INSERT INTO item (id, batch_id, record_id, position, round, language, state, generation, content)
      VALUES (?, 'batch', 'record', 0, 1, 'en', 'open', 0, x'00')`;
    change(desk.file, unreadable, desk.itemIds[3]);
    await desk.core.restart();
    expect(await look()).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(isEnded(desk)).toBe(false);
    expect(desk.core.logged.filter(({ event }) => event === 'database_doubted')).toHaveLength(2);
    expect(asideOf(desk)).toHaveLength(1);
  });

  it('counts on from numbers that were never given, because the newest ones may be those that are gone', async () => {
    const desk = await worked(3);
    writeFileSync(desk.file, readFileSync(desk.file).subarray(0, 8_192));
    await desk.core.restart();
    await desk.core.client.batches.list({});
    await desk.core.restart();
    await desk.core.core().stop();
    const raw = new Database(desk.file, { readonly: true });
    expect(raw.prepare('SELECT seq_floor FROM sync_state').pluck().get()).toBeGreaterThan(1_700_000_000);
    expect(raw.prepare('SELECT min(device_seq) FROM session_event').pluck().get()).toBeGreaterThan(1_700_000_000);
    raw.close();
  });
});

describe('a damaged database', () => {
  it.each(['result', 'outbox', 'session_event', 'item'])(
    'gives back every verdict when %s cannot be read',
    async (table) => {
      const desk = await worked(6);
      spoilTable(desk.file, table);
      writeFileSync(`${desk.file}-wal`, '');
      await desk.core.restart();
      await desk.core.core().stop();
      expect(resultsIn(desk.file)).toEqual(desk.made);
    },
  );

  it('gives back every verdict when it is no database any more, from its bare bytes', async () => {
    const desk = await worked(6);
    const bytes = readFileSync(desk.file);
    bytes.fill(0, 0, 4_096);
    writeFileSync(desk.file, bytes);
    await desk.core.restart();
    await desk.core.core().stop();
    expect(resultsIn(desk.file)).toEqual(desk.made);
    const [aside] = asideOf(desk);
    expect(readFileSync(join(dirname(desk.file), aside ?? ''))).toEqual(bytes);
  });

  it('is saved from again when saving was cut off, and nothing comes twice', async () => {
    const desk = await worked(4);
    spoilTable(desk.file, 'batch');
    writeFileSync(`${desk.file}-wal`, '');
    await desk.core.restart();
    await desk.core.core().stop();
    const report = join(dirname(desk.file), `${asideOf(desk)[0]}.report.json`);
    expect(existsSync(report)).toBe(true);
    rmSync(report);
    await desk.core.restart();
    await desk.core.core().stop();
    expect(resultsIn(desk.file)).toEqual(desk.made);
    expect(existsSync(report)).toBe(true);
  });

  it.each([
    ['while its log is still to follow it', '.damaged-2026-05-02T18-09-41-000Z'],
    ['and its file was lost', null],
  ])('gives back every verdict that only its log holds, when setting aside was cut off %s', async (_when, moved) => {
    const desk = await worked(4);
    rmSync(desk.file);
    if (moved !== null) writeFileSync(desk.file + moved, desk.inUse.bytes);
    writeFileSync(`${desk.file}-wal`, desk.inUse.log);
    await desk.core.restart();
    const [aside, ...others] = asideOf(desk);
    expect(others).toEqual([]);
    expect(readFileSync(join(dirname(desk.file), `${aside}-wal`))).toEqual(desk.inUse.log);
    const damage = { file: aside, saved_results: 4 };
    expect(must(await desk.core.client.storage.status({})).damage).toMatchObject(damage);
    await desk.core.core().stop();
    expect(resultsIn(desk.file)).toEqual(desk.made);
  });

  it('is told of once, with its log beside it, when its process ended in the middle of work', async () => {
    const desk = await worked(3);
    writeFileSync(desk.file, desk.inUse.bytes);
    writeFileSync(`${desk.file}-wal`, desk.inUse.log);
    writeFileSync(`${desk.file}.suspect`, '');
    await desk.core.restart();
    const told = must(await desk.core.client.sessions.recent({ limit: 50 })).map(({ detail }) => detail);
    expect(told.filter(({ type }) => type === 'database_damaged')).toHaveLength(1);
    expect(must(await desk.core.client.storage.status({})).damage).toMatchObject({ saved_results: 3 });
    await desk.core.core().stop();
    expect(resultsIn(desk.file)).toEqual(desk.made);
  });

  it('leaves a report that says nothing of what was decided', async () => {
    const desk = await worked(4);
    spoilTable(desk.file, 'batch');
    writeFileSync(`${desk.file}-wal`, '');
    await desk.core.restart();
    const aside = join(dirname(desk.file), asideOf(desk)[0] ?? '');
    const report: unknown = JSON.parse(readFileSync(`${aside}.report.json`, 'utf8'));
    expect(
      Object.values(report as object).every((value) => typeof value === 'number' || value === basename(aside)),
    ).toBe(true);
  });

  it('sends the copy whose hash is right when one of a verdict’s two copies was changed', async () => {
    const desk = await worked(1);
    const frozen = () => readFrozen(desk.file, desk.core.credential()?.person.id ?? '');
    const [made] = frozen();
    const bytes = readFileSync(desk.file);
    const at = bytes.lastIndexOf(made?.cell ?? '') + 60;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(desk.file, bytes);
    await desk.core.restart();
    must(await desk.core.client.storage.check({}));
    expect(isEnded(desk)).toBe(true);
    await desk.core.restart();
    await desk.core.core().stop();
    const raw = new Database(desk.file, { readonly: true });
    const pairs = raw.prepare('SELECT count(*) FROM outbox o JOIN result r ON r.seq = o.seq AND r.body = o.payload');
    expect(pairs.pluck().get()).toBe(1);
    raw.close();
    expect(frozen().map((each) => each.bytes)).toEqual([made?.bytes]);
  });
});
