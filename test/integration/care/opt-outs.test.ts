import { credentialOf } from '#scripts/lib/device.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Item } from '#contract/batches.ts';
import type { ViolationType } from '#contract/ids.ts';
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
import { startTestHub, type TestDevice, type TestHub } from '#test/support/hub.ts';
import { envelopeOf, insertRecords, makeBatch, pullAll, push, verdictOn } from '#test/support/hub-records.ts';

const hate = 'hate_speech' as ViolationType;
const cores: TestCore[] = [];
afterEach(async () => {
  for (const each of cores.splice(0)) await each.close();
});

function offline() {
  const who = madeCredential();
  const batch = madeBatch();
  const items = ['hate_speech', 'scam', 'hate_speech', 'scam'].map((violation_type, position) =>
    madeItem(batch, position, who.person.id, {
      record: { id: `rec-${position}`, stage: 'live', surface: 'live', decision: { action: 'ban_7d', violation_type } },
    }),
  );
  const core = startTestCore(who, {}, (dataDir) => seed(dataDir, who, [batch], items));
  cores.push(core);
  const queue = async () =>
    must(await core.client.batches.items({ batch_id: batch.id })).map(
      ({ record_id, state }) => `${record_id} ${state}`,
    );
  return { core, items, queue };
}

describe('opting out without a hub', () => {
  it('takes matching undecided items out of the queue at once and leaves decided ones as they are', async () => {
    const { core, items, queue } = offline();
    const first = items[0]?.id ?? ('' as never);
    must(await core.client.review.submit({ ...uphold(first), item_id: first }));
    expect(must(await core.client.care.setOptOuts({ violation_types: [hate] }))).toEqual({ hidden: 1 });
    expect(await queue()).toEqual(['rec-0 decided', 'rec-1 open', 'rec-3 open']);
    const hidden = await core.client.review.item({ item_id: items[2]?.id ?? first });
    expect(hidden).toMatchObject({ ok: false, error: { code: 'item-revoked' } });
    await core.restart();
    expect(await queue()).toEqual(['rec-0 decided', 'rec-1 open', 'rec-3 open']);
  });

  it('gives the items back when the person changes their mind before the hub heard', async () => {
    const { core, queue } = offline();
    must(await core.client.care.setOptOuts({ violation_types: [hate] }));
    must(await core.client.care.setOptOuts({ violation_types: [] }));
    expect(await queue()).toEqual(['rec-0 open', 'rec-1 open', 'rec-2 open', 'rec-3 open']);
    expect(must(await core.client.care.optOuts({}))).toEqual([]);
  });
});

describe('opting out with a hub', () => {
  let hub: TestHub;
  let ana: TestDevice;
  let sam: TestDevice;

  beforeAll(async () => {
    hub = await startTestHub();
    ana = await hub.addDevice(await hub.addPerson('reviewer', 'Ana Ruiz'));
    sam = await hub.addDevice(await hub.addPerson('reviewer', 'Sam Lee'));
    await insertRecords(hub, 8, 'hate_speech');
    await insertRecords(hub, 8, 'scam');
    await hub.hub.context.database.pool.query(
      `update records set violation_type = split_part(id, '-', 1),
         raw = '{"id":"' || id || '","stage":"live","surface":"live","decision":{"action":"warn","violation_type":"'
           || split_part(id, '-', 1) || '"}}'`,
    );
  });
  afterAll(() => hub.stop());

  const optOut = async (device: TestDevice, ...violation_types: string[]) => {
    const at = '2026-05-20T16:00:00.000Z';
    const response = await hub.request(device, 'POST', '/v1/opt-outs', { violation_types, at });
    expect(response.status).toBe(200);
    return (await response.json()) as { moved: string[]; kept: number };
  };
  const holders = async (batch: string) => {
    const { rows } = await hub.hub.context.database.pool.query<{ id: string; assignee: string; type: string }>(
      `select i.id, i.assignee, r.violation_type as type from items i join records r on r.id = i.record_id
       where i.batch_id = $1 order by i.position`,
      [batch],
    );
    return rows;
  };

  it('deals undecided items to another reviewer of the batch, once, and never a decided one', async () => {
    const batch = await makeBatch(hub, { assignees: [ana.person.id, sam.person.id] });
    const hers = (await pullAll(hub, ana))
      .filter((c) => c.kind === 'item' && c.op === 'put')
      .map((c) => c.body as Item);
    const [first] = hers;
    if (first === undefined) throw new Error('she has no item');
    await push(hub, ana, [envelopeOf(verdictOn(first, ana, 1))]);
    const { moved, kept } = await optOut(ana, 'hate_speech');
    expect(moved).toHaveLength(3);
    expect(kept).toBe(0);
    const after = await holders(batch);
    expect(after.find(({ id }) => id === first.id)?.assignee).toBe(ana.person.id);
    expect(after.filter(({ id }) => moved.includes(id)).every((row) => row.assignee === sam.person.id)).toBe(true);
    expect(after.filter((row) => row.type === 'scam' && row.assignee === ana.person.id)).toHaveLength(4);
    expect((await optOut(ana, 'hate_speech')).moved).toEqual([]);
    const told = (await pullAll(hub, ana)).filter((c) => c.kind === 'item' && c.op === 'remove').map((c) => c.id);
    expect(told.toSorted()).toEqual(moved.toSorted());
  });

  it('gives items to the batch’s maker when nobody else of the batch wants to see them', async () => {
    const batch = await makeBatch(hub, { assignees: [ana.person.id, sam.person.id] });
    await optOut(ana, 'hate_speech');
    await optOut(sam, 'hate_speech');
    const hate = (await holders(batch)).filter((row) => row.type === 'hate_speech');
    expect(new Set(hate.map((row) => row.assignee))).toEqual(new Set([hub.supervisor.person.id]));
    await optOut(ana);
    await optOut(sam);
  });

  it('is refused without a device token, and takes no list that is too long', async () => {
    const body = { violation_types: ['a'], at: '2026-05-20T16:00:00.000Z' };
    expect((await hub.request(null, 'POST', '/v1/opt-outs', body)).status).toBe(401);
    const long = { ...body, violation_types: Array.from({ length: 201 }, (_, index) => `t${index}`) };
    expect((await hub.request(ana, 'POST', '/v1/opt-outs', long)).status).toBe(400);
  });

  it('is told by a device at its next contact, after the verdicts that were given before', async () => {
    const batch = await makeBatch(hub, { assignees: [ana.person.id, sam.person.id] });
    const device = await hub.addDevice(ana.person);
    const { person } = device;
    const core = startTestCore(credentialOf(hub.url, device));
    cores.push(core);
    const mine = async () => must(await core.client.batches.items({ batch_id: batch }));
    await expect.poll(async () => (await mine()).length).toBe(8);
    must(await core.client.care.setOptOuts({ violation_types: [hate] }));
    expect(await mine()).toHaveLength(4);
    await expect
      .poll(async () =>
        (await holders(batch)).filter((row) => row.type === 'hate_speech' && row.assignee === person.id),
      )
      .toEqual([]);
    expect((await holders(batch)).filter((row) => row.assignee === sam.person.id)).toHaveLength(12);
  });
});
