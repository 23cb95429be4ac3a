import fc from 'fast-check';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Item } from '#contract/batches.ts';
import type { Conflict, Receipt } from '#contract/sync.ts';
import type { ResultEnvelope } from '#contract/verdicts.ts';
import { credentialOf } from '#scripts/lib/device.ts';
import { openNetworkGate } from '#scripts/lib/network-gate.ts';
import { until } from '#scripts/lib/until.ts';
import { must, startTestCore, uphold } from '#test/support/core.ts';
import { envelopeOf, insertRecords, makeBatch, pullItems, push, verdictOn } from '#test/support/hub-records.ts';
import { startTestHub, type TestDevice, type TestHub } from '#test/support/hub.ts';

const RUNS = 20;
let hub: TestHub;
let ana: TestDevice;
let sam: TestDevice;
beforeAll(async () => {
  hub = await startTestHub();
  ana = await hub.addDevice(await hub.addPerson('reviewer', 'Ana Ruiz'));
  sam = await hub.addDevice(await hub.addPerson('reviewer', 'Sam Lee'));
});
afterAll(() => hub.stop());

async function giveTo(device: TestDevice): Promise<Item> {
  const record_ids = (await insertRecords(hub, 1, v7())) as Item['record_id'][];
  const batch = await makeBatch(hub, { assignees: [device.person.id], filter: { record_ids } });
  const item = (await pullItems(hub, device)).find((each) => each.batch_id === batch);
  if (item === undefined) throw new Error('the item did not come');
  return item;
}

async function reassign(item: Item, to: TestDevice): Promise<boolean> {
  const answer = await hub.request(hub.supervisor, 'POST', `/v1/batches/${item.batch_id}/assignments`, {
    item_ids: [item.id],
    assignee: to.person.id,
  });
  return ((await answer.json()) as { moved: string[] }).moved.length > 0;
}

const conflictsOn = async (item: Item) => {
  const answer = await hub.request(hub.supervisor, 'GET', '/v1/conflicts');
  return ((await answer.json()) as Conflict[]).filter((each) => each.item_id === item.id);
};

const resultsOn = async (item: Item) => {
  const { rows } = await hub.hub.context.database.pool.query<{ id: string; effective: boolean }>(
    'select id, effective from results where item_id = $1',
    [item.id],
  );
  return { stored: rows.map((row) => row.id), effective: rows.filter((row) => row.effective).map((row) => row.id) };
};

/** One device with what it has made and not yet sent. */
class Desk {
  static #seq = 0;
  readonly device: TestDevice;
  readonly made: ResultEnvelope[] = [];
  readonly receipts: Receipt[] = [];
  #unsent: ResultEnvelope[] = [];

  constructor(device: TestDevice) {
    this.device = device;
  }

  decide(item: Item, kind: string): void {
    const supersedes = this.made.at(-1)?.id ?? null;
    Desk.#seq += 1;
    const envelope = envelopeOf(verdictOn(item, this.device, Desk.#seq, { kind, supersedes }));
    this.made.push(envelope);
    this.#unsent.push(envelope);
  }

  async sync(): Promise<void> {
    if (this.#unsent.length > 0) this.receipts.push(...((await push(hub, this.device, this.#unsent)) as Receipt[]));
    this.#unsent = [];
  }
}

const moves = [
  'reassign',
  'ana decides',
  'ana again',
  'sam decides',
  'ana syncs',
  'sam syncs',
  'ana syncs again',
] as const;

async function play(order: readonly (typeof moves)[number][], item: Item): Promise<{ ana: Desk; sam: Desk }> {
  const desks = { ana: new Desk(ana), sam: new Desk(sam) };
  let samHolds = false;
  for (const move of order) {
    if (move === 'reassign') samHolds = (await reassign(item, sam)) || samHolds;
    if (move === 'ana decides' || move === 'ana again') desks.ana.decide(item, 'uphold');
    if (move === 'sam decides' && samHolds) desks.sam.decide(item, 'escalate');
    if (move === 'ana syncs' || move === 'ana syncs again') await desks.ana.sync();
    if (move === 'sam syncs') await desks.sam.sync();
  }
  await desks.ana.sync();
  await desks.sam.sync();
  return desks;
}

describe('an item that is given to somebody else while its reviewer is offline', () => {
  it('keeps every verdict and counts exactly one, in whatever order things happen; two that stand are a conflict', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...moves], { minLength: 3 }), async (order) => {
        const item = await giveTo(ana);
        const desks = await play(order, item);
        const { stored, effective } = await resultsOn(item);
        const all = [...desks.ana.made, ...desks.sam.made];
        expect(stored.toSorted()).toEqual(all.map((each) => each.id as string).toSorted());

        // Whoever held the item when their verdict came has the say, with their last one that came in time.
        const inTime = new Set(
          [...desks.ana.receipts, ...desks.sam.receipts].filter((each) => each.reason === null).map((each) => each.id),
        );
        const winner = [desks.sam, desks.ana].map((desk) => desk.made.findLast((each) => inTime.has(each.id)));
        expect(effective).toEqual(winner.flatMap((each) => (each === undefined ? [] : [each.id])).slice(0, 1));

        const lasts = [desks.ana.made.at(-1), desks.sam.made.at(-1)].flatMap((each) => each?.id ?? []);
        const conflicts = (await conflictsOn(item)).map((each) => each.verdicts.map((given) => given.result_id));
        expect(conflicts.map((ids) => ids.toSorted())).toEqual(lasts.length === 2 ? [lasts.toSorted()] : []);
      }),
      { numRuns: RUNS },
    );
  });

  it('tells the late reviewer once, and a supervisor reads both verdicts, who gave them and which counts', async () => {
    const item = await giveTo(ana);
    const gate = await openNetworkGate(hub.url);
    const core = startTestCore(credentialOf(gate.url, ana));
    await until('the item is here', async () => (await core.client.review.item({ item_id: item.id })).ok);
    await gate.cut();
    const late = must(await core.client.review.submit(uphold(item.id))).result_id;
    await reassign(item, sam);
    const inTime = envelopeOf(verdictOn(item, sam, 900_000, { kind: 'escalate' }));
    await push(hub, sam, [inTime]);
    await gate.restore();
    const told = await until('the reviewer is told', async () => {
      const { sync } = must(await core.client.sync.status({}));
      return sync.state === 'needs_attention' ? sync : null;
    });
    expect(told).toEqual({ state: 'needs_attention', code: 'verdict-late', count: 1 });
    expect(must(await core.client.sync.attention({}))).toMatchObject([{ result_id: late, code: 'verdict-late' }]);
    expect(await core.client.sync.oversight({})).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    must(await core.client.sync.seen({}));
    expect(must(await core.client.sync.attention({}))).toEqual([]);
    await core.close();
    await gate.close();

    const chief = startTestCore(credentialOf(hub.url, hub.supervisor));
    const { conflicts } = must(await chief.client.sync.oversight({}));
    expect(conflicts.find((each) => each.item_id === item.id)?.verdicts).toMatchObject([
      { result_id: inTime.id, person: 'Sam Lee', kind: 'escalate', effective: true, late: false },
      { result_id: late, person: 'Ana Ruiz', kind: 'uphold', effective: false, late: true },
    ]);
    await chief.close();
  });
});
