import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Item } from '#contract/batches.ts';
import { startTestHub, type TestDevice, type TestHub } from '#test/support/hub.ts';
import {
  envelopeOf,
  insertRecords,
  makeBatch,
  pullItems,
  push,
  verdictOn,
  withdrawalOf,
} from '#test/support/hub-records.ts';

let hub: TestHub;
let ana: TestDevice;
let sam: TestDevice;
let items: Item[];
let batch: string;
let next = 0;

const freshItem = (): Item => {
  const item = items[next];
  next += 1;
  if (item === undefined) throw new Error('no item left');
  return item;
};

const standings = async (item: Item) => {
  const { rows } = await hub.hub.context.database.pool.query<{ id: string; effective: boolean; type: string }>(
    'select id, effective, type from results where item_id = $1',
    [item.id],
  );
  return rows;
};

beforeAll(async () => {
  hub = await startTestHub();
  ana = await hub.addDevice(await hub.addPerson('reviewer', 'Ana Ruiz'));
  sam = await hub.addDevice(await hub.addPerson('reviewer', 'Sam Lee'));
  await insertRecords(hub, 60);
  batch = await makeBatch(hub, { assignees: [ana.person.id] });
  items = await pullItems(hub, ana);
});
afterAll(() => hub.stop());

describe('results', () => {
  it('stores a verdict to the byte and counts it', async () => {
    const envelope = envelopeOf(verdictOn(freshItem(), ana, 1));
    const [receipt] = await push(hub, ana, [envelope]);
    expect(receipt).toMatchObject({ id: envelope.id, status: 'stored', effective: true, reason: null });
    const { rows } = await hub.hub.context.database.pool.query('select body, sha256 from results where id = $1', [
      envelope.id,
    ]);
    expect(rows).toEqual([{ body: envelope.body, sha256: envelope.sha256 }]);
  });

  it('answers a repeated push with the stored receipt and keeps one row', async () => {
    const envelope = envelopeOf(verdictOn(freshItem(), ana, 2));
    const [first] = await push(hub, ana, [envelope]);
    const [again, twice] = await push(hub, ana, [envelope, envelope]);
    expect(again).toEqual({ ...first, status: 'duplicate' });
    expect(twice).toEqual(again);
  });

  it('keeps one row when the same push comes on eight connections at once', async () => {
    const item = freshItem();
    const envelope = envelopeOf(verdictOn(item, ana, 3));
    const receipts = (await Promise.all(Array.from({ length: 8 }, () => push(hub, ana, [envelope])))).flat();
    expect(receipts.filter((receipt) => receipt.status === 'stored')).toHaveLength(1);
    expect(new Set(receipts.map((receipt) => receipt.server_seq)).size).toBe(1);
    expect(await standings(item)).toHaveLength(1);
  });

  it('refuses other bytes under a stored id, keeps what was offered and raises an alarm', async () => {
    const document = verdictOn(freshItem(), ana, 4);
    await push(hub, ana, [envelopeOf(document)]);
    const other = envelopeOf({ ...document, kind: 'escalate' });
    const [receipt] = await push(hub, ana, [other]);
    expect(receipt).toMatchObject({
      status: 'refused',
      reason: 'verdict-bytes-differ',
      effective: false,
      server_seq: null,
    });
    const { rows } = await hub.hub.context.database.pool.query(
      'select code, offered from alarms where result_id = $1',
      [document.id],
    );
    expect(rows).toEqual([{ code: 'verdict-bytes-differ', offered: other.body }]);
  });

  it('leaves the effective result of an item alone when its id is reused under another item', async () => {
    const [first, second] = [freshItem(), freshItem()];
    const document = verdictOn(first, ana, 5);
    await push(hub, ana, [envelopeOf(document)]);
    const newer = envelopeOf(verdictOn(first, ana, 6));
    await push(hub, ana, [newer]);
    await push(hub, ana, [envelopeOf({ ...verdictOn(second, ana, 7), id: document.id })]);
    const effective = (await standings(first)).filter((row) => row.effective);
    expect(effective.map((row) => row.id)).toEqual([newer.id]);
  });

  it('refuses each bad entry by itself and stores the good ones beside it', async () => {
    const good = envelopeOf(verdictOn(freshItem(), ana, 8));
    const item = freshItem();
    const strange = { ...item, id: '018f0000-0000-7000-8000-000000000000' } as Item;
    const wrongHash = { ...envelopeOf(verdictOn(item, ana, 9)), sha256: '0'.repeat(64) } as typeof good;
    const receipts = await push(hub, ana, [
      envelopeOf(verdictOn(item, sam, 1)),
      envelopeOf(verdictOn(strange, ana, 10)),
      envelopeOf({ ...verdictOn(item, ana, 11), kind: 'maybe' }),
      wrongHash,
      good,
    ]);
    expect(receipts.map((receipt) => receipt.reason)).toEqual([
      'verdict-not-yours',
      'verdict-item-unknown',
      'verdict-invalid',
      'verdict-hash-mismatch',
      null,
    ]);
    expect(receipts.at(-1)?.status).toBe('stored');
  });

  it('does not tell an item of somebody else from one that does not exist', async () => {
    const [receipt] = await push(hub, sam, [envelopeOf(verdictOn(freshItem(), sam, 2))]);
    expect(receipt).toMatchObject({ status: 'refused', reason: 'verdict-item-unknown' });
  });

  it('takes what an earlier enrolment of the same person left unsent', async () => {
    const again = await hub.addDevice(ana.person);
    const left = envelopeOf(verdictOn(freshItem(), ana, 300));
    expect(await push(hub, again, [left])).toMatchObject([{ status: 'stored', effective: true }]);
  });

  it('lets a later verdict of the device take over, also when the earlier one arrives last', async () => {
    const item = freshItem();
    const first = verdictOn(item, ana, 12);
    const second = envelopeOf(verdictOn(item, ana, 13, { supersedes: first.id, kind: 'overturn' }));
    expect(await push(hub, ana, [second])).toMatchObject([{ status: 'stored', effective: true }]);
    expect(await push(hub, ana, [envelopeOf(first)])).toMatchObject([{ status: 'superseded', effective: false }]);
  });

  it('opens the item again on a withdrawal and keeps the verdict on record', async () => {
    const item = freshItem();
    const verdict = verdictOn(item, ana, 14);
    const undo = withdrawalOf(item, ana, 15, verdict.id);
    const receipts = await push(hub, ana, [envelopeOf(verdict), envelopeOf(undo)]);
    expect(receipts.map((receipt) => receipt.effective)).toEqual([false, true]);
    const { rows } = await hub.hub.context.database.pool.query('select id from effective_verdicts where item_id = $1', [
      item.id,
    ]);
    expect(rows).toEqual([]);
    expect(await standings(item)).toHaveLength(2);
    const redo = envelopeOf(verdictOn(item, ana, 16, { supersedes: undo.id }));
    expect(await push(hub, ana, [redo])).toMatchObject([{ status: 'stored', effective: true }]);
  });

  it('stores a verdict that comes after its item was given away, and never counts it', async () => {
    const item = freshItem();
    const moved = await hub.request(hub.supervisor, 'POST', `/v1/batches/${batch}/assignments`, {
      item_ids: [item.id],
      assignee: sam.person.id,
    });
    expect(await moved.json()).toEqual({ moved: [item.id] });
    const late = envelopeOf(verdictOn(item, ana, 17));
    expect(await push(hub, ana, [late])).toMatchObject([
      { status: 'superseded', effective: false, reason: 'verdict-late' },
    ]);
    const theirs = envelopeOf(verdictOn(item, sam, 3));
    expect(await push(hub, sam, [theirs])).toMatchObject([{ status: 'stored', effective: true }]);
    expect(await push(hub, ana, [late])).toMatchObject([{ status: 'duplicate', effective: false }]);
    const effective = (await standings(item)).filter((row) => row.effective);
    expect(effective.map((row) => row.id)).toEqual([theirs.id]);
  });

  it('does not move an item that is decided', async () => {
    const item = freshItem();
    await push(hub, ana, [envelopeOf(verdictOn(item, ana, 18))]);
    const moved = await hub.request(hub.supervisor, 'POST', `/v1/batches/${batch}/assignments`, {
      item_ids: [item.id],
      assignee: sam.person.id,
    });
    expect(await moved.json()).toEqual({ moved: [] });
  });
});
