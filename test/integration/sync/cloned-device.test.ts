import { cpSync, rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Credential } from '#contract/core-link.ts';
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

async function openDesk() {
  const person = await hub.addPerson('reviewer');
  await makeBatch(hub, { assignees: [person.id], name: person.id });
  const device = await hub.addDevice(person);
  const credential = credentialOf(hub.url, device);
  const core = startTestCore(credential);
  cores.push(core);
  const items = await until('the batch is pulled', async () => {
    const [first] = must(await core.client.batches.list({}));
    if (first?.progress.total !== ITEMS) return null;
    return must(await core.client.batches.items({ batch_id: first.batch.id })).map((entry) => entry.item_id);
  });
  return { core, credential, items };
}

async function decide(core: TestCore, items: readonly string[]): Promise<string[]> {
  const made: string[] = [];
  for (const item of items) made.push(must(await core.client.review.submit(uphold(item))).result_id);
  return made;
}

async function uploaded(core: TestCore): Promise<void> {
  await until('everything is uploaded', async () => must(await core.client.sync.status({})).pending_results === 0);
}

const storedOf = async (who: Credential) => {
  const { rows } = await hub.hub.context.database.pool.query<{ id: string; device_id: string; clash: boolean }>(
    'select id, device_id, clash from results where person_id = $1 order by server_seq',
    [who.person.id],
  );
  return rows;
};

/** Waits until the core goes on under another device id, and checks that its person is told. */
async function goesOnAnew(core: TestCore, before: Credential): Promise<void> {
  await until('it is another device', () => {
    const now = core.credential();
    return now !== null && now.device_id !== before.device_id && now.key.x !== before.key.x;
  });
  const told = await until('the person is told', async () => {
    const { sync } = must(await core.client.sync.status({}));
    return sync.state === 'needs_attention' ? sync : null;
  });
  expect(told).toEqual({ state: 'needs_attention', code: 'device-cloned', count: 1 });
}

describe('a profile that was copied to a second machine', () => {
  it('is noticed at the first number given twice; the copy goes on as another device, and all verdicts of both are stored', async () => {
    const { core: first, credential, items } = await openDesk();
    const made = await decide(first, items.slice(0, 2));
    await uploaded(first);
    const second = startTestCore(credential, {}, (dataDir) => cpSync(first.dataDir, dataDir, { recursive: true }));
    cores.push(second);
    made.push(...(await decide(first, items.slice(2, 4))));
    await uploaded(first);
    made.push(...(await decide(second, items.slice(4, 6))));
    await goesOnAnew(second, credential);
    const [last = ''] = await decide(second, items.slice(6, 7));
    made.push(last);
    await uploaded(second);
    const stored = await storedOf(credential);
    expect(stored.map((row) => row.id).sort()).toEqual(made.sort());
    expect(stored.filter((row) => row.clash)).toHaveLength(2);
    expect(stored.find((row) => row.id === last)?.device_id).toBe(second.credential()?.device_id);
    const { rows } = await hub.hub.context.database.pool.query("select from alarms where code = 'device-cloned'");
    expect(rows).toHaveLength(2);
    expect(first.credential()?.device_id).toBe(credential.device_id);
  });
});

describe('a profile that was set back to an older copy', () => {
  it('goes on as another device, keeps what it had not sent, and the hub keeps what the device forgot', async () => {
    const { core, credential, items } = await openDesk();
    const made = await decide(core, items.slice(0, 1));
    await uploaded(core);
    await core.restart();
    const copy = `${core.dataDir}-old`;
    cpSync(core.dataDir, copy, { recursive: true });
    made.push(...(await decide(core, items.slice(1, 3))));
    await uploaded(core);
    const old = startTestCore(credential, {}, (dataDir) => cpSync(copy, dataDir, { recursive: true }));
    rmSync(copy, { recursive: true });
    cores.push(old);
    made.push(...(await decide(old, items.slice(3, 6))));
    await goesOnAnew(old, credential);
    await uploaded(old);
    expect((await storedOf(credential)).map((row) => row.id).sort()).toEqual(made.sort());
    const { rows } = await hub.hub.context.database.pool.query<{ most: number }>(
      'select max(n)::int as most from (select count(*) as n from results where effective group by item_id, round) c',
    );
    expect(rows).toEqual([{ most: 1 }]);
  });
});
