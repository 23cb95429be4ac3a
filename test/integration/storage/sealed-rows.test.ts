import { cpSync, existsSync, linkSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Batch, Item } from '#contract/batches.ts';
import { syncStatus } from '#contract/sync.ts';
import { resultDocument } from '#contract/verdicts.ts';
import { BatchProgress } from '#core/account.ts';
import { systemPorts } from '#core/ports/ports.ts';
import { databaseFile } from '#core/signed-in.ts';
import { type Database, write } from '#core/storage/database.ts';
import { findDraft, putDraft } from '#core/storage/drafts.ts';
import { keepFrozen } from '#core/storage/frozen.ts';
import { findItem, setItemState } from '#core/storage/items.ts';
import { openDatabase } from '#core/storage/open.ts';
import { keysFolder } from '#core/storage/row-seals.ts';
import { salvage } from '#core/storage/salvage.ts';
import { readSyncState, setCursor, setLastContact } from '#core/storage/sync-state.ts';
import { findDamage, findResultDamage } from '#core/storage/verify.ts';
import { findWhole } from '#core/storage/whole-items.ts';
import { Puller } from '#core/sync/puller.ts';
import { LENT_FOR_DAYS } from '#domain/sync/lending.ts';
import { noChoices } from '#domain/review/verdict-form.ts';
import { readFrozen } from '#scripts/lib/frozen-results.ts';
import { madeOwner } from '#scripts/lib/made-key.ts';
import { verdictOn } from '#scripts/lib/made-results.ts';
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
import { SealBroken } from '../../../electron/sealing/sealing.ts';

const SAID = 'what somebody said';
const NOTED = 'what the reviewer noted';
const DAY_MS = 24 * 60 * 60 * 1_000;
const who = madeCredential();
const draft = { kind: null, choices: { ...noChoices, note: NOTED }, playhead_s: null, clip_ordinal: null };

let dataDir: string;
let batches: readonly [Batch, Batch];
let items: readonly [Item, Item, Item];
const cores: TestCore[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'lupa-sealed-'));
  batches = [madeBatch(), madeBatch()];
  const transcript = [{ start_s: 0, end_s: 1, text: SAID }];
  const record = { id: 'rec', stage: 'live', surface: 'live', transcript };
  const itemOf = (batch: Batch, position: number) =>
    madeItem(batch, position, who.person.id, { record, record_id: 'rec' });
  items = [itemOf(batches[0], 0), itemOf(batches[0], 1), itemOf(batches[1], 0)];
  seed(dataDir, who, batches, items);
});
afterEach(async () => {
  for (const core of cores.splice(0)) await core.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const fileHere = () => databaseFile(dataDir, who.person.id);
const open = (personId: string = who.person.id) => openDatabase(fileHere(), 'aside', madeOwner(personId));
const keysHere = () => readdirSync(keysFolder(fileHere())).sort();
const keyOf = (batch: Batch) => join(keysFolder(fileHere()), batch.id);
const isOpening = (db: Database, item: Item) => findWhole(db, item.id)?.item.record.transcript?.[0]?.text === SAID;

/** Everything of the person's that lies on the disk, in one. */
function bytesBelow(folder: string): Buffer {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Buffer.concat(
    entries.filter((each) => each.isFile()).map((each) => readFileSync(join(each.parentPath, each.name))),
  );
}

/** What the hub tells when it takes items back. */
async function takeBack(db: Database, taken: readonly Item[]): Promise<void> {
  const lines = taken.map(({ id }, at) =>
    [
      { seq: at + 1, kind: 'item', op: 'remove', id },
      { id, reason: 'withdrawn' },
    ]
      .map((each) => JSON.stringify(each))
      .join('\t'),
  );
  const head = JSON.stringify({ epoch: 'first', cursor: 'next', more: false, count: taken.length });
  const page = Buffer.from([head, ...lines, ''].join('\n'));
  const ports = {
    ...systemPorts,
    log: () => undefined,
    emit: () => undefined,
    storeCredential: async () => true,
    openBrowser: async () => false,
  };
  const puller = new Puller(
    { db, progress: new BatchProgress(), ports },
    { changes: async () => ({ ok: true, value: page }) },
  );
  must(await puller.pullPage());
}

/** A core on what is here. */
function start(over: Parameters<typeof startTestCore>[1] = {}): TestCore {
  const core = startTestCore(who, over, (folder) => cpSync(dataDir, folder, { recursive: true }));
  cores.push(core);
  return core;
}

describe('records, drafts and verdicts in the database', () => {
  it('lie nowhere in plain, in use and closed, and are read again', async () => {
    const core = start();
    const inPlain = () => [SAID, NOTED].filter((words) => bytesBelow(core.dataDir).includes(words));
    must(await core.client.review.saveDraft({ item_id: items[0].id, draft }));
    must(await core.client.review.submit({ ...uphold(items[1].id), choices: draft.choices }));
    expect(inPlain()).toEqual([]);
    await core.restart();
    expect(inPlain()).toEqual([]);
    expect(must(await core.client.review.item({ item_id: items[0].id })).draft?.choices.note).toBe(NOTED);
    const [verdict] = must(await core.client.review.recent({ limit: 1 }));
    expect(verdict?.item_id).toBe(items[1].id);
    await core.core().stop();
    const file = databaseFile(core.dataDir, who.person.id);
    expect(readFrozen(file, who.person.id).map(({ bytes }) => bytes.includes(NOTED))).toEqual([true]);
    const { db } = openDatabase(file, 'aside', madeOwner(who.person.id));
    expect(items.map((item) => isOpening(db, item))).toEqual([true, true, true]);
    expect([findDamage(db), await findResultDamage(db)]).toEqual([null, null]);
    db.close();
  });

  it('do not open in the place of another, nor when their bytes are others', () => {
    const raw = new BetterSqlite3(fileHere());
    raw
      .prepare('UPDATE item SET content = (SELECT content FROM item WHERE id = ?) WHERE id = ?')
      .run(items[1].id, items[0].id);
    raw.prepare('UPDATE item SET content = zeroblob(100) WHERE id = ?').run(items[2].id);
    raw.close();
    const { db } = open();
    for (const item of [items[0], items[2]]) expect(() => findWhole(db, item.id)).toThrow(SealBroken);
    expect(isOpening(db, items[1])).toBe(true);
    expect(findDamage(db)).toBe('rows');
    db.close();
  });

  it('are set aside unread where the device has another key now', () => {
    const { db } = open();
    const verdict = resultDocument.parse(verdictOn(items[0], who, 1));
    write(db, (tx) => keepFrozen(tx, verdict, 'submit', Buffer.from(JSON.stringify(verdict))));
    db.close();
    const opened = open('somebody else');
    expect(opened.setAside).toBe(`${fileHere()}.damaged-aside`);
    expect(opened.db.all('SELECT id FROM item')).toEqual([]);
    const report = salvage(opened.db, opened.setAside ?? '');
    expect(report).toMatchObject({ saved_results: 0, unreadable_results: 1 });
    opened.db.close();
    // Whoever finds the key again has all of it.
    cpSync(opened.setAside ?? '', fileHere());
    expect(readFrozen(fileHere(), who.person.id).map(({ id }) => id)).toEqual([verdict.id]);
  });
});

describe('what the hub lent', () => {
  it('cannot be read any more when the last of its batch was taken back: not here, and not in a copy from before', async () => {
    const { db } = open();
    linkSync(keyOf(batches[0]), join(dataDir, 'the same key'));
    await takeBack(db, [items[0]]);
    expect(keysHere()).toEqual([batches[0].id, batches[1].id].sort());
    cpSync(fileHere(), join(dataDir, 'copy'));
    await takeBack(db, [items[1]]);
    expect(keysHere()).toEqual([batches[1].id]);
    expect(readFileSync(join(dataDir, 'the same key')).every((byte) => byte === 0)).toBe(true);
    expect(isOpening(db, items[2])).toBe(true);
    db.close();

    cpSync(join(dataDir, 'copy'), fileHere());
    const copy = open().db;
    expect(findWhole(copy, items[1].id)).toBeNull();
    expect(isOpening(copy, items[2])).toBe(true);
    copy.close();
  });

  it('is forgotten, and asked for again, when a kill left it without its keys; what was made stays', () => {
    const { db } = open();
    write(db, (tx) => {
      setCursor(tx, 'somewhere', 'first');
      putDraft(tx, items[0].id, draft);
    });
    db.close();
    rmSync(keyOf(batches[0]));
    const left = open().db;
    expect(items.map((item) => findWhole(left, item.id) !== null)).toEqual([false, false, true]);
    expect(left.all('SELECT id FROM item WHERE content IS NOT NULL')).toHaveLength(1);
    expect(readSyncState(left)).toMatchObject({ cursor: null, sweep: 1 });
    left.close();
    seed(dataDir, who, batches, items);
    const back = open().db;
    expect(isOpening(back, items[0])).toBe(true);
    expect(findDraft(back, items[0].id)?.choices.note).toBe(NOTED);
    back.close();
  });

  it('is shredded when its person signs out; what was begun is there when they come back', async () => {
    const core = start();
    const file = databaseFile(core.dataDir, who.person.id);
    must(await core.client.review.saveDraft({ item_id: items[0].id, draft }));
    must(await core.client.people.signOut({ leave_unsent: true }));
    expect(readdirSync(keysFolder(file))).toEqual([]);
    seed(core.dataDir, who, batches, items);
    await core.restart(who);
    expect(must(await core.client.review.item({ item_id: items[0].id })).draft?.choices.note).toBe(NOTED);
  });

  it('is shredded by the next start when a kill came while its person signed out', async () => {
    const core = start();
    await core.core().stop();
    const keys = keysFolder(databaseFile(core.dataDir, who.person.id));
    expect(existsSync(keys)).toBe(true);
    const nobody = startTestCore(null, {}, () => undefined, core.dataDir);
    cores.push(nobody);
    await nobody.client.people.current({});
    await expect.poll(() => readdirSync(keys)).toEqual([]);
  });

  it.each([
    [LENT_FOR_DAYS - 1, true],
    [LENT_FOR_DAYS + 1, false],
  ])('after %i days without the hub is still here: %s', async (days, isHere) => {
    const { db } = open();
    write(db, (tx) => {
      putDraft(tx, items[0].id, draft);
      setItemState(tx, items[1].id, 'decided', null);
      setLastContact(tx, new Date(systemPorts.clock.now() - days * DAY_MS).toISOString());
    });
    db.close();
    const core = start();
    const { sync } = syncStatus.parse(must(await core.client.sync.status({})));
    expect(sync.state === 'needs_attention' && sync.code === 'content-expired').toBe(!isHere);
    await core.core().stop();
    const after = openDatabase(databaseFile(core.dataDir, who.person.id), 'aside', madeOwner(who.person.id)).db;
    expect(isOpening(after, items[0])).toBe(isHere);
    expect(findDraft(after, items[0].id)?.choices.note).toBe(NOTED);
    expect(findItem(after, items[1].id)?.state).toBe(isHere ? 'decided' : 'removed');
    after.close();
  });
});
