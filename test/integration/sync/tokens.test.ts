import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { credentialOf } from '#scripts/lib/device.ts';
import { type NetworkGate, openNetworkGate } from '#scripts/lib/network-gate.ts';
import { until } from '#scripts/lib/until.ts';
import type { Credential } from '#contract/core-link.ts';
import { must, startTestCore, type TestCore, uphold } from '#test/support/core.ts';
import { startTestHub, type TestDevice, type TestHub } from '#test/support/hub.ts';
import { insertRecords, makeBatch } from '#test/support/hub-records.ts';

const TEN_MINUTES = 600_000;

let ahead = 0;
let hub: TestHub;
const cores: TestCore[] = [];
const gates: NetworkGate[] = [];
beforeAll(async () => {
  hub = await startTestHub({ now: () => new Date(Date.now() + ahead) });
  await insertRecords(hub, 6);
});
afterEach(async () => {
  for (const each of cores.splice(0)) await each.close();
  for (const each of gates.splice(0)) await each.close();
});
afterAll(() => hub.stop());

interface Desk {
  readonly core: TestCore;
  readonly gate: NetworkGate;
  readonly device: TestDevice;
  readonly items: readonly string[];
}

async function openDesk(keep: (next: Credential) => boolean = () => true): Promise<Desk> {
  const device = await hub.addDevice(await hub.addPerson('reviewer'));
  await makeBatch(hub, { assignees: [device.person.id] });
  const gate = await openNetworkGate(hub.url);
  gates.push(gate);
  const refusing = (next: Credential | null): Promise<boolean> | null =>
    next !== null && !keep(next) ? Promise.resolve(false) : null;
  const core = startTestCore(credentialOf(gate.url, device), {}, () => undefined, null, refusing);
  cores.push(core);
  const items = await until('the batch is pulled', async () => {
    const [first] = must(await core.client.batches.list({}));
    if (first?.progress.total !== 6) return null;
    return must(await core.client.batches.items({ batch_id: first.batch.id })).map((entry) => entry.item_id);
  });
  return { core, gate, device, items };
}

const decide = async (desk: Desk, place: number): Promise<string> =>
  must(await desk.core.client.review.submit(uphold(desk.items[place] ?? ''))).result_id;

const allUploaded = (desk: Desk): Promise<unknown> =>
  until('everything is uploaded', async () => {
    must(await desk.core.client.sync.now({}));
    const status = must(await desk.core.client.sync.status({}));
    return status.pending_results === 0 && status.sync.state === 'up_to_date';
  });

async function inHub({ device }: Desk): Promise<string[]> {
  const { rows } = await hub.hub.context.database.pool.query<{ id: string }>(
    'select id from results where person_id = $1 order by device_seq',
    [device.person.id],
  );
  return rows.map((row) => row.id);
}

describe('tokens on the device', () => {
  it('are renewed without anybody noticing, and kept before they are used', async () => {
    const desk = await openDesk();
    const before = desk.core.credential()?.tokens;
    ahead += TEN_MINUTES;
    const made = await decide(desk, 0);
    await allUploaded(desk);
    expect(await inHub(desk)).toEqual([made]);
    const after = desk.core.credential();
    expect(after?.tokens).not.toEqual(before);
    expect(after).toMatchObject({ device_id: desk.device.device_id, key: desk.device.key });
  });

  it('survive a restart of the storage process in any of their lives', async () => {
    const desk = await openDesk();
    for (const place of [0, 1, 2]) {
      ahead += TEN_MINUTES;
      await decide(desk, place);
      await allUploaded(desk);
      await desk.core.restart();
    }
    expect(await inHub(desk)).toHaveLength(3);
  });

  it('outlive answers that are lost after any number of bytes: nobody is signed out and no verdict is lost', async () => {
    const desk = await openDesk();
    const made: string[] = [];
    for (const [place, bytes] of [0, 1, 300, 500, 700, 900].entries()) {
      ahead += TEN_MINUTES;
      // The connection in use is ended, so that the answer to the renewal is the first on its own and is cut.
      await desk.gate.cut();
      desk.gate.cutAfterBytes(bytes);
      await desk.gate.restore();
      made.push(await decide(desk, place));
      await allUploaded(desk);
      await desk.core.restart();
    }
    expect(await inHub(desk)).toEqual(made);
    expect(must(await desk.core.client.people.current({})).state).toBe('signed_in');
  });

  it('that cannot be kept are not used: the old ones work again when there is room', async () => {
    let hasRoom = false;
    const desk = await openDesk(() => hasRoom);
    ahead += TEN_MINUTES;
    const made = await decide(desk, 0);
    await until('the trouble shows', async () => {
      must(await desk.core.client.sync.now({}));
      return desk.core.logged.some(
        ({ event, fields }) => event === 'sync_failed' && JSON.stringify(fields).includes('disk-error'),
      );
    });
    expect(await inHub(desk)).toEqual([]);
    hasRoom = true;
    await desk.core.restart();
    await allUploaded(desk);
    expect(await inHub(desk)).toEqual([made]);
  });

  it('that somebody else used too end the session, and what was not sent waits for the next sign-in', async () => {
    const desk = await openDesk();
    const kept = desk.core.credential();
    ahead += TEN_MINUTES;
    await decide(desk, 0);
    await allUploaded(desk);
    // A copy of the device, made before, wakes up.
    ahead += TEN_MINUTES;
    const copy = startTestCore(kept);
    cores.push(copy);
    await until(
      'the copy is refused',
      async () => must(await copy.client.sync.status({})).sync.state === 'needs_attention',
    );
    await decide(desk, 1);
    const status = await until('the device is out', async () => {
      must(await desk.core.client.sync.now({}));
      const now = must(await desk.core.client.sync.status({}));
      return now.sync.state === 'needs_attention' ? now : null;
    });
    expect(status).toMatchObject({ pending_results: 1, sync: { code: 'unauthenticated' } });
  });
});
