import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ParkedResult } from '#contract/sync.ts';
import { credentialOf } from '#scripts/lib/device.ts';
import { type NetworkGate, openNetworkGate } from '#scripts/lib/network-gate.ts';
import { until } from '#scripts/lib/until.ts';
import { insertRecords, makeBatch } from '#test/support/hub-records.ts';
import { startTestHub, type TestDevice, type TestHub } from '#test/support/hub.ts';
import { madeBatch, madeItem, must, seed, startTestCore, type TestCore, uphold } from '#test/support/core.ts';

const ITEMS = 6;
let hub: TestHub;
const cores: TestCore[] = [];
const gates: NetworkGate[] = [];

beforeAll(async () => {
  hub = await startTestHub();
  await insertRecords(hub, ITEMS);
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

/** A reviewer with a batch of their own, pulled through a gate. */
async function openDesk(): Promise<Desk> {
  const person = await hub.addPerson('reviewer');
  await makeBatch(hub, { assignees: [person.id], name: person.id });
  const device = await hub.addDevice(person);
  const gate = await openNetworkGate(hub.url);
  gates.push(gate);
  const core = startTestCore(credentialOf(gate.url, device));
  cores.push(core);
  const items = await until('the batch is pulled', async () => {
    const [first] = must(await core.client.batches.list({}));
    if (first?.progress.total !== ITEMS) return null;
    return must(await core.client.batches.items({ batch_id: first.batch.id })).map((entry) => entry.item_id);
  });
  return { core, gate, device, items };
}

const statusOf = async (core: TestCore) => must(await core.client.sync.status({}));

async function allUploaded(core: TestCore): Promise<void> {
  await until('everything is uploaded', async () => {
    const status = await statusOf(core);
    return status.pending_results === 0 && status.sync.state === 'up_to_date';
  });
}

async function inHub(desk: Desk) {
  const { rows } = await hub.hub.context.database.pool.query<{
    id: string;
    item_id: string;
    type: string;
    effective: boolean;
  }>('select id::text, item_id::text, type, effective from results where person_id = $1 order by server_seq', [
    desk.device.person.id,
  ]);
  return rows;
}

async function decide(desk: Desk, index: number): Promise<string> {
  return must(await desk.core.client.review.submit(uphold(desk.items[index] ?? ''))).result_id;
}

describe('a device and its hub', () => {
  it('sends verdicts up, each once', async () => {
    const desk = await openDesk();
    const made = [await decide(desk, 0), await decide(desk, 1), await decide(desk, 2)];
    await allUploaded(desk.core);
    expect((await inHub(desk)).map((row) => row.id)).toEqual(made);
    expect(must(await desk.core.client.review.recent({ limit: 10 })).map((each) => each.upload)).toEqual([
      'acked',
      'acked',
      'acked',
    ]);
  });

  it('goes on without the hub, says so calmly, and sends everything when it is back', async () => {
    const desk = await openDesk();
    await decide(desk, 0);
    await allUploaded(desk.core);
    await desk.gate.cut();
    for (const index of [1, 2, 3]) await decide(desk, index);
    const waiting = await until('the device has noticed', async () => {
      const status = await statusOf(desk.core);
      return status.reachable ? null : status;
    });
    expect(waiting.sync).toEqual({ state: 'saved_on_device', pending: 3 });
    await desk.gate.restore();
    await allUploaded(desk.core);
    expect(await inHub(desk)).toHaveLength(4);
  });

  it('undoes after the upload: the hub has verdict and withdrawal, and none counts as decided', async () => {
    const desk = await openDesk();
    await decide(desk, 0);
    await allUploaded(desk.core);
    must(await desk.core.client.review.undo({ item_id: null }));
    await allUploaded(desk.core);
    expect((await inHub(desk)).map((row) => [row.type, row.effective])).toEqual([
      ['verdict', false],
      ['withdrawal', true],
    ]);
    must(await desk.core.client.review.redo({}));
    await allUploaded(desk.core);
    expect((await inHub(desk)).map((row) => row.effective)).toEqual([false, false, true]);
  });

  it.each([0, 1, 40, 150, 300])(
    'loses and doubles nothing when the answer breaks off after %i bytes',
    async (bytes) => {
      const desk = await openDesk();
      await allUploaded(desk.core);
      desk.gate.cutAfterBytes(bytes);
      const made = await decide(desk, 0);
      await allUploaded(desk.core);
      expect((await inHub(desk)).map((row) => row.id)).toEqual([made]);
    },
  );

  it('keeps what was under way through a restart', async () => {
    const desk = await openDesk();
    await desk.gate.cut();
    const made = await decide(desk, 0);
    await desk.core.restart();
    expect((await statusOf(desk.core)).pending_results).toBe(1);
    await desk.gate.restore();
    await allUploaded(desk.core);
    expect((await inHub(desk)).map((row) => row.id)).toEqual([made]);
  });

  it('sends what waited on a device whose sign-in was given up, when its person joins with it again', async () => {
    const desk = await openDesk();
    await desk.gate.cut();
    const made = await decide(desk, 0);
    await desk.core.core().stop();
    await desk.gate.restore();
    const joined = await hub.addDevice(desk.device.person);
    const anew = startTestCore(credentialOf(desk.gate.url, joined), {}, () => undefined, desk.core.dataDir);
    cores.push(anew);
    await allUploaded(anew);
    expect((await inHub(desk)).map((row) => row.id)).toEqual([made]);
  });

  it('keeps the verdict of an item that was given to somebody else', async () => {
    const desk = await openDesk();
    await allUploaded(desk.core);
    await desk.gate.cut();
    const made = await decide(desk, 0);
    const other = await hub.addPerson('reviewer');
    const [line] = must(await desk.core.client.batches.list({}));
    const moved = await hub.request(hub.supervisor, 'POST', `/v1/batches/${line?.batch.id}/assignments`, {
      item_ids: [desk.items[0]],
      assignee: other.id,
    });
    expect(moved.status).toBe(200);
    await desk.gate.restore();
    await until('the item is gone', async () => {
      const view = await desk.core.client.review.item({ item_id: desk.items[0] as never });
      return !view.ok && view.error.code === 'item-revoked';
    });
    await until('the person is told that it came too late', async () => {
      const { sync } = await statusOf(desk.core);
      return sync.state === 'needs_attention' && sync.code === 'verdict-late';
    });
    must(await desk.core.client.sync.seen({}));
    await allUploaded(desk.core);
    expect((await inHub(desk)).map((row) => row.id)).toEqual([made]);
    expect(must(await desk.core.client.review.recent({ limit: 5 })).map((each) => each.result_id)).toEqual([made]);
  });

  it('parks what the hub refuses, lets later verdicts go on, and shows it to a supervisor with its reason and words', async () => {
    const person = await hub.addPerson('reviewer', 'Ana Ruiz');
    await makeBatch(hub, { assignees: [person.id], name: 'beside a stranger' });
    const device = await hub.addDevice(person);
    const credential = credentialOf(hub.url, device);
    const stranger = madeBatch();
    const unknown = madeItem(stranger, 0, person.id);
    const core = startTestCore(credential, {}, (dataDir) => seed(dataDir, credential, [stranger], [unknown]));
    cores.push(core);
    const refused = must(await core.client.review.submit(uphold(unknown.id))).result_id;
    const known = await until('the batch is pulled', async () => {
      const batches = must(await core.client.batches.list({}));
      const own = batches.find((each) => each.batch.name === 'beside a stranger');
      return own && must(await core.client.batches.items({ batch_id: own.batch.id }))[0]?.item_id;
    });
    const later = must(await core.client.review.submit(uphold(known))).result_id;
    await until('the later one is through', async () => {
      const uploads = must(await core.client.review.recent({ limit: 5 }));
      return uploads.some((each) => each.result_id === later && each.upload === 'acked');
    });
    const seen = await until('the supervisor sees it', async () => {
      const answer = await hub.request(hub.supervisor, 'GET', '/v1/parked-results');
      const list = (await answer.json()) as ParkedResult[];
      return list.find((each) => each.id === refused);
    });
    expect(seen).toMatchObject({ code: 'verdict-item-unknown', person: 'Ana Ruiz', item_id: unknown.id });
    expect(JSON.parse(seen.body ?? '')).toMatchObject({ id: refused, kind: 'uphold' });
    expect(must(await core.client.sync.attention({}))).toMatchObject([{ result_id: refused }]);
  });

  it('sends the session log up and exports it from the hub to a supervisor', async () => {
    const desk = await openDesk();
    await decide(desk, 0);
    await allUploaded(desk.core);
    const { supervisor } = hub;
    const chief = startTestCore(credentialOf(hub.url, supervisor));
    cores.push(chief);
    const exported = await until('the hub has the verdict event', async () => {
      const reviewers = [desk.device.person.id];
      const query = { from: '2020-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z', reviewers, format: 'ndjson' as const };
      const done = must(await chief.client.sessions.exportLog(query));
      return done.rows >= 2 ? done : null;
    });
    expect(exported.source).toBe('hub');
  });

  it('says that a revoked device needs attention, and keeps what it has', async () => {
    const desk = await openDesk();
    await allUploaded(desk.core);
    expect((await hub.request(desk.device, 'POST', '/v1/sign-out', {})).status).toBe(200);
    await decide(desk, 0);
    const status = await until('it is noticed', async () => {
      const now = await statusOf(desk.core);
      return now.sync.state === 'needs_attention' ? now : null;
    });
    expect(status.sync).toEqual({ state: 'needs_attention', code: 'unauthenticated', count: 1 });
    expect(status.pending_results).toBe(1);
  });

  it('enrols with a code, refuses to leave with unsent work, and leaves when told', async () => {
    const person = await hub.addPerson('reviewer');
    const gate = await openNetworkGate(hub.url);
    gates.push(gate);
    const core = startTestCore(null);
    cores.push(core);
    await makeBatch(hub, { assignees: [person.id], name: 'enrolled' });
    const code = await hub.enrolmentCode(person);
    const wrong = await core.client.people.enrol({ hub_url: gate.url, code: 'wrong', device_name: 'Desk 4' });
    expect(wrong).toMatchObject({ ok: false, error: { code: 'enrolment-code-invalid' } });
    const identity = must(await core.client.people.enrol({ hub_url: gate.url, code, device_name: 'Desk 4' }));
    expect(identity).toMatchObject({ state: 'signed_in', person: { id: person.id } });
    const item_id = await until(
      'the batch is pulled',
      async () => must(await core.client.review.resume({ batch_id: null })).item_id,
    );
    await gate.cut();
    must(await core.client.review.submit(uphold(item_id)));
    expect(await core.client.people.signOut({ leave_unsent: false })).toMatchObject({
      ok: false,
      error: { code: 'unsent-work', params: { count: 1 } },
    });
    expect(must(await core.client.people.signOut({ leave_unsent: true }))).toEqual({
      state: 'signed_out',
      revoked: null,
    });
    expect(core.credential()).toBeNull();
    expect(await core.client.batches.list({})).toMatchObject({ ok: false, error: { code: 'signed-out' } });
  });
});
