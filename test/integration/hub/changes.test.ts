import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendChanges } from '#server/storage/change-log.ts';
import { startTestHub, type TestDevice, type TestHub } from '#test/support/hub.ts';
import { insertRecords, makeBatch, pullAll, pullItems, pullPage } from '#test/support/hub-records.ts';

let hub: TestHub;
let ana: TestDevice;
let sam: TestDevice;

beforeAll(async () => {
  hub = await startTestHub();
  ana = await hub.addDevice(await hub.addPerson('reviewer', 'Ana Ruiz'));
  sam = await hub.addDevice(await hub.addPerson('reviewer', 'Sam Lee'));
  await insertRecords(hub, 40);
});
afterAll(() => hub.stop());

describe('the change log', () => {
  it('shows a polling reader every change exactly once while 16 writers commit out of order', async () => {
    const { db } = hub.hub.context.database;
    const writers = 16;
    const each = 12;
    let writing = true;
    const seen: string[] = [];
    const reader = (async () => {
      let cursor: string | undefined;
      for (;;) {
        const last = !writing;
        const page = await pullPage(hub, ana, cursor, 7);
        seen.push(...page.changes.filter((c) => c.op === 'remove').map((c) => c.id));
        cursor = page.head.cursor;
        if (last && !page.head.more) return;
      }
    })();
    const written = await Promise.all(
      Array.from({ length: writers }, async (_, writer) => {
        const ids = Array.from({ length: each }, (__, index) => `w${writer}-${index}`);
        for (const id of ids) {
          await db.transaction().execute(async (tx) => {
            await sleep(Math.random() * 8);
            await appendChanges(tx, [{ scope: 'all', kind: 'item', entity: id, op: 'remove', removal: '{}' }]);
            await sleep(Math.random() * 4);
          });
        }
        return ids;
      }),
    );
    writing = false;
    await reader;
    expect(seen.toSorted()).toEqual(written.flat().toSorted());
  });

  it('gives each person themselves, the batches they have items of, and their items with the record as it came', async () => {
    const batch = await makeBatch(hub, {
      assignees: [ana.person.id, sam.person.id],
      draw: { method: 'pack_order', size: 5 },
    });
    const changes = await pullAll(hub, ana, 2);
    expect(changes.filter((c) => c.kind === 'person').map((c) => c.body)).toEqual([ana.person]);
    expect(changes.filter((c) => c.kind === 'batch').map((c) => c.id)).toEqual([batch]);
    const items = await pullItems(hub, ana);
    expect(items.map((item) => [item.position, item.record.id])).toEqual([
      [0, 'rec-000000'],
      [2, 'rec-000002'],
      [4, 'rec-000004'],
    ]);
    expect((await pullItems(hub, sam)).map((item) => item.position)).toEqual([1, 3]);
  });

  it('lets supervisors know everybody', async () => {
    const changes = await pullAll(hub, hub.supervisor);
    const names = changes.filter((c) => c.kind === 'person').map((c) => (c.body as { name: string }).name);
    expect(new Set(names)).toEqual(new Set(['Ana Ruiz', 'Sam Lee', 'Marisol Vega']));
  });

  it('takes an item from one and gives it to the other, and tells a newcomer only the outcome', async () => {
    const batch = await makeBatch(hub, {
      name: 'To be moved',
      assignees: [ana.person.id],
      draw: { method: 'pack_order', size: 2 },
    });
    const { head } = await pullPage(hub, ana);
    const mine = (await pullItems(hub, ana)).filter((item) => item.batch_id === batch);
    const [moved] = mine;
    if (moved === undefined) throw new Error('no item dealt');
    await hub.request(hub.supervisor, 'POST', `/v1/batches/${batch}/assignments`, {
      item_ids: [moved.id],
      assignee: sam.person.id,
    });
    const news = await pullPage(hub, ana, head.cursor);
    expect(news.changes).toMatchObject([
      { kind: 'item', op: 'remove', id: moved.id, body: { id: moved.id, reason: 'reassigned' } },
    ]);
    const theirs = (await pullItems(hub, sam)).filter((item) => item.batch_id === batch);
    expect(theirs).toEqual([{ ...moved, assignee: sam.person.id }]);
    const newDevice = await hub.addDevice(sam.person);
    expect(await pullItems(hub, newDevice)).toEqual(await pullItems(hub, sam));
  });

  it('answers a cursor of another life, of another scope or of nobody with cursor-expired', async () => {
    const { head } = await pullPage(hub, ana);
    const ofOther = (await pullPage(hub, sam)).head.cursor;
    const [text = '', signature = ''] = head.cursor.split('.');
    const parts = JSON.parse(Buffer.from(text, 'base64url').toString()) as object;
    const forged = (over: object) => Buffer.from(JSON.stringify({ ...parts, ...over })).toString('base64url');
    const signed = `${forged({ e: 'older' })}.${signature}`;
    for (const cursor of [ofOther, forged({ e: 'older' }), signed, `${forged({ s: 9e9 })}.${signature}`, 'nonsense']) {
      const response = await hub.request(ana, 'GET', `/v1/changes?cursor=${cursor}`);
      expect(response.status).toBe(410);
      expect(await response.json()).toMatchObject({ error: { code: 'cursor-expired' } });
    }
    // Nobody can make the hub believe that its database was set back.
    expect((await pullPage(hub, ana, head.cursor)).head.epoch).toBe(head.epoch);
  });
});
