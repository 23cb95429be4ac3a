import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { noChoices } from '#domain/review/verdict-form.ts';
import { databaseFile } from '#core/signed-in.ts';
import { markReady } from '#core/storage/clips.ts';
import { write } from '#core/storage/database.ts';
import { openDatabase } from '#core/storage/open.ts';
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
import { keepClip, madeClipStore } from '#scripts/lib/made-clips.ts';
import { MADE_KEYS, madeOwner } from '#scripts/lib/made-key.ts';
import { mountSmallDisk, type SmallDisk } from '#test/support/small-disk.ts';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Desk {
  readonly disk: SmallDisk;
  readonly core: TestCore;
  readonly file: string;
  readonly itemIds: readonly string[];
}

/** A core with its data on a real file system of that size; every item has a clip of 100 KB, which is here. */
async function deskOn(megabytes: number, count: number): Promise<Desk> {
  const disk = mountSmallDisk(megabytes);
  closing.push(() => disk.unmount());
  const who = madeCredential();
  const batch = madeBatch();
  const clips = Array.from({ length: count }, (_, number) => Buffer.alloc(100_000, number));
  const hashes = clips.map((bytes) => createHash('sha256').update(bytes).digest('hex'));
  const items = hashes.map((sha256, position) =>
    madeItem(batch, position, who.person.id, {
      clips: [{ ordinal: 0, sha256, bytes: 100_000, mime: 'video/mp4', duration_s: 1 }],
    }),
  );
  const file = databaseFile(disk.folder, who.person.id);
  seed(disk.folder, who, [batch], items);
  const store = madeClipStore(join(disk.folder, 'media'), Buffer.from(MADE_KEYS.clips, 'base64'));
  for (const bytes of clips) await keepClip(store, bytes);
  const { db } = openDatabase(file, 'seed', madeOwner(who.person.id));
  write(db, (tx) => hashes.forEach((sha256) => markReady(tx, sha256, 100_000)));
  db.close();
  const core = startTestCore(who, {}, () => undefined, disk.folder);
  closing.push(() => core.core().stop());
  return { disk, core, file, itemIds: items.map((each) => each.id) };
}

const submit = ({ core }: Desk, itemId: string | undefined) => core.client.review.submit(uphold(itemId ?? ''));
const stateOf = async ({ core }: Desk) => must(await core.client.storage.status({})).disk;
const clipsHere = ({ disk }: Desk) => readdirSync(join(disk.folder, 'media')).length;

/** Fills the disk again and again, until what Lupa can give up is given up. */
async function fillForGood(desk: Desk): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) {
    desk.disk.fill();
    const saved = await desk.core.client.review.saveDraft({
      item_id: desk.itemIds[0] as never,
      draft: {
        kind: null,
        choices: { ...noChoices, note: `${turn} `.repeat(1_500) },
        playhead_s: null,
        clip_ordinal: null,
      },
    });
    if (!saved.ok) return;
  }
  throw new Error('the disk never was full');
}

describe('a full disk', () => {
  it('check 7: refuses verdicts in words, keeps the queue readable, and takes them when space returns', async () => {
    const desk = await deskOn(3, 8);
    const { core, disk, itemIds } = desk;
    must(await core.client.review.item({ item_id: itemIds[0] as never }));
    await fillForGood(desk);
    expect(await stateOf(desk)).toBe('full');
    expect(core.events).toContainEqual({ name: 'storage.status', payload: { disk: 'full', damage: null } });
    expect(await submit(desk, itemIds[1])).toMatchObject({ ok: false, error: { code: 'disk-full' } });
    expect(must(await core.client.review.item({ item_id: itemIds[2] as never })).item.id).toBe(itemIds[2]);
    expect(must(await core.client.batches.list({}))).toHaveLength(1);
    // The clip of the item that was open before may go too.
    await fillForGood(desk);
    expect(must(await core.client.storage.check({})).disk).toBe('full');

    disk.resize(16);
    expect(must(await core.client.storage.check({})).disk).toBe('low');
    const ids = [];
    for (const itemId of itemIds) ids.push(must(await submit(desk, itemId)).result_id);
    disk.resize(160);
    expect(must(await core.client.storage.check({})).disk).toBe('ok');
    await core.core().stop();
    const raw = new Database(desk.file, { readonly: true });
    expect(raw.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(raw.prepare('SELECT id FROM result ORDER BY seq').pluck().all()).toEqual(ids);
    expect(raw.prepare("SELECT count(*) FROM outbox WHERE state = 'pending'").pluck().get()).toBe(ids.length);
    raw.close();
  });

  it('takes the verdict that found no room with the ballast, once, and says that space runs out', async () => {
    const desk = await deskOn(96, 3);
    const { core, disk, itemIds } = desk;
    expect(must(await core.client.storage.check({})).disk).toBe('ok');
    expect(existsSync(join(disk.folder, 'ballast'))).toBe(true);
    disk.fill();
    must(await submit(desk, itemIds[0]));
    expect(existsSync(join(disk.folder, 'ballast'))).toBe(false);
    expect(await stateOf(desk)).toBe('low');
    must(await submit(desk, itemIds[1]));
    disk.empty();
    expect(must(await core.client.storage.check({})).disk).toBe('ok');
    expect(existsSync(join(disk.folder, 'ballast'))).toBe(true);
  });

  it('gives up clips, the last needed first and never the open one, and no verdict', async () => {
    const desk = await deskOn(3, 8);
    const { core, itemIds } = desk;
    const saved = must(await submit(desk, itemIds[7])).result_id;
    const item_id = itemIds[0] as never;
    const { batch } = must(await core.client.review.item({ item_id }));
    must(await core.client.sessions.report({ detail: { type: 'item_shown', item_id, batch_id: batch.id } }));
    expect(clipsHere(desk)).toBe(8);
    await fillForGood(desk);
    expect(clipsHere(desk)).toBe(1);
    const open = must(await core.client.review.item({ item_id: itemIds[0] as never }));
    expect(open.clips[0]?.state).toBe('ready');
    desk.disk.resize(16);
    must(await core.client.storage.check({}));
    must(await submit(desk, itemIds[0]));
    await expect
      .poll(async () => must(await core.client.review.item({ item_id: itemIds[5] as never })).clips[0], {
        timeout: 5_000,
      })
      .toMatchObject({ state: 'failed', code: 'disk-full' });
    const recent = must(await core.client.review.recent({ limit: 10 }));
    expect(recent.map((each) => each.result_id)).toContain(saved);
  });
});
