import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { credentialOf } from '#scripts/lib/device.ts';
import { until } from '#scripts/lib/until.ts';
import { must, startTestCore, type TestCore, uphold } from '#test/support/core.ts';
import { insertRecords, makeBatch } from '#test/support/hub-records.ts';
import { startTestHub, type TestHub } from '#test/support/hub.ts';

const ITEMS = 8;
let hub: TestHub;
const cores: TestCore[] = [];
beforeAll(async () => {
  hub = await startTestHub();
  await insertRecords(hub, ITEMS);
});
afterEach(async () => {
  for (const each of cores.splice(0)) await each.close();
});
afterAll(() => hub.stop());

/** A reviewer with a batch of their own, and how to decide in it. */
async function openDesk() {
  const person = await hub.addPerson('reviewer');
  await makeBatch(hub, { assignees: [person.id], name: person.id });
  const device = await hub.addDevice(person);
  const core = startTestCore(credentialOf(hub.url, device));
  cores.push(core);
  const items = await until('the batch is pulled', async () => {
    const [first] = must(await core.client.batches.list({}));
    if (first?.progress.total !== ITEMS) return null;
    return must(await core.client.batches.items({ batch_id: first.batch.id })).map((entry) => entry.item_id);
  });
  const decide = async (from: number, to: number) => {
    for (const item of items.slice(from, to)) must(await core.client.review.submit(uphold(item)));
    await uploaded(core);
  };
  return { core, person, device, decide };
}

async function uploaded(core: TestCore): Promise<void> {
  await until('everything is uploaded', async () => {
    const status = must(await core.client.sync.status({}));
    return status.pending_results === 0 && status.sync.state === 'up_to_date';
  });
}

const rowsOf = async (person: { id: string }) => {
  const { rows } = await hub.hub.context.database.pool.query<{ id: string; sha256: string; server_seq: number }>(
    'select id, sha256, server_seq from results where person_id = $1 order by id',
    [person.id],
  );
  return rows;
};
const bytesOf = (rows: readonly { id: string; sha256: string }[]) => rows.map(({ id, sha256 }) => `${id} ${sha256}`);

describe('a hub that is restored from an old backup', () => {
  it.each([
    ['and says so', true],
    ['while nobody says so', false],
  ])('gets back from the devices what it had lost, to the byte, %s', async (_, restored) => {
    const desk = await openDesk();
    await desk.decide(0, 3);
    const restore = await hub.backUp();
    await desk.decide(3, ITEMS);
    const before = await rowsOf(desk.person);
    expect(before).toHaveLength(ITEMS);
    // A pull after the last result, so that the device's cursor knows of it.
    must(await desk.core.client.sync.now({}));
    const epoch = hub.hub.context.epoch;
    await restore({ restored });
    expect(await rowsOf(desk.person)).toHaveLength(3);
    await until('the lost ones are back', async () => (await rowsOf(desk.person)).length === ITEMS);
    await uploaded(desk.core);
    const after = await rowsOf(desk.person);
    expect(bytesOf(after)).toEqual(bytesOf(before));
    expect(hub.hub.context.epoch).not.toBe(epoch);
    const kept = before.slice(0, 3).map((row) => row.server_seq);
    expect(after.slice(0, 3).map((row) => row.server_seq)).toEqual(kept);
  });
});

describe('reconciling', () => {
  it('answers receipts for what is stored with the same bytes and names the rest, also other bytes and results of others', async () => {
    const desk = await openDesk();
    await desk.decide(0, 2);
    const other = await openDesk();
    await other.decide(0, 1);
    const [first, second] = await rowsOf(desk.person);
    const [foreign] = await rowsOf(other.person);
    const answer = await hub.request(desk.device, 'POST', '/v1/reconcile', {
      results: [
        { id: first?.id, sha256: first?.sha256 },
        { id: second?.id, sha256: 'f'.repeat(64) },
        { id: foreign?.id, sha256: foreign?.sha256 },
      ],
    });
    expect(await answer.json()).toMatchObject({
      receipts: [{ id: first?.id, sha256: first?.sha256, server_seq: first?.server_seq, status: 'duplicate' }],
      missing: [second?.id, foreign?.id],
    });
  });
});
