import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Credential } from '#contract/core-link.ts';
import { systemClock } from '#core/ports/clock.ts';
import { databaseFile } from '#core/signed-in.ts';
import { openDatabase } from '#core/storage/open.ts';
import { keysFolder } from '#core/storage/row-seals.ts';
import { credentialOf } from '#scripts/lib/device.ts';
import { madeOwner } from '#scripts/lib/made-key.ts';
import { type NetworkGate, openNetworkGate } from '#scripts/lib/network-gate.ts';
import { until } from '#scripts/lib/until.ts';
import { must, startTestCore, type TestCore, uphold } from '#test/support/core.ts';
import { startTestHub, type TestDevice, type TestHub } from '#test/support/hub.ts';
import { settleIn } from '#test/support/rights-world.ts';

const HOUR = 3_600_000;

let hub: TestHub;
const cores: TestCore[] = [];
const gates: NetworkGate[] = [];
beforeAll(async () => {
  hub = await startTestHub();
});
afterEach(async () => {
  for (const each of cores.splice(0)) await each.close();
  for (const each of gates.splice(0)) await each.close();
});
afterAll(() => hub.stop());

/** A clock that the test turns; `look` lets the minute pass after which the core looks at it. */
function turnedClock() {
  const turned = { wall: 0, steady: 0 };
  const looks = new Set<() => void>();
  const clock = {
    now: () => systemClock.now() + turned.wall,
    steady: () => systemClock.steady() + turned.steady,
    after(delay_ms: number, action: () => void) {
      if (delay_ms !== 60_000) return systemClock.after(delay_ms, action);
      looks.add(action);
      return () => void looks.delete(action);
    },
  };
  const look = (): void => {
    const due = [...looks];
    looks.clear();
    for (const action of due) action();
  };
  return { clock, turned, look };
}

interface Desk extends ReturnType<typeof turnedClock> {
  readonly core: TestCore;
  readonly gate: NetworkGate;
  readonly device: TestDevice;
  readonly items: readonly string[];
}

/** Files of clips; before the first comes there is no folder for them. */
function clipsIn(dataDir: string): string[] {
  const folder = join(dataDir, 'media');
  return existsSync(folder) ? readdirSync(folder) : [];
}

const isWhole = (name: string): boolean => !name.includes('.');

/** Somebody with ten items and a clip on a device of their own. */
async function openDesk(role: 'reviewer' | 'supervisor' = 'reviewer'): Promise<Desk> {
  const device = await hub.addDevice(await hub.addPerson(role, `Ana ${role}`));
  await settleIn(hub, device);
  const gate = await openNetworkGate(hub.url);
  gates.push(gate);
  const time = turnedClock();
  const core = startTestCore(credentialOf(gate.url, device), { clock: time.clock });
  cores.push(core);
  const items = await until('the batch and its clip are here', async () => {
    const [first] = must(await core.client.batches.list({}));
    if (first?.progress.total !== 10 || !clipsIn(core.dataDir).some(isWhole)) return null;
    return must(await core.client.batches.items({ batch_id: first.batch.id })).map((entry) => entry.item_id);
  });
  return { core, gate, device, items, ...time };
}

const decide = async ({ core, items }: Desk, place: number): Promise<string> =>
  must(await core.client.review.submit(uphold(items[place] ?? ''))).result_id;

const stateOf = async ({ core }: Desk): Promise<string> => must(await core.client.people.current({})).state;

const inHub = async ({ device }: Desk): Promise<string[]> => {
  const text = 'select id from results where person_id = $1 order by device_seq';
  const { rows } = await hub.hub.context.database.pool.query<{ id: string }>(text, [device.person.id]);
  return rows.map((row) => row.id);
};

const allUploaded = (desk: Desk): Promise<unknown> =>
  until('everything is uploaded', async () => {
    must(await desk.core.client.sync.now({}));
    return must(await desk.core.client.sync.status({})).pending_results === 0;
  });

/** Everything that shows or changes content is refused. */
async function refusals({ core, items }: Desk): Promise<string[]> {
  const { batches, review, policies, sessions, media } = core.client;
  const answers = [
    await batches.list({}),
    await review.item({ item_id: items[0] as never }),
    await review.submit(uphold(items[1] ?? '')),
    await policies.list({}),
    await sessions.recent({ limit: 5 }),
    await media.want({ sha256: 'a'.repeat(64) }),
  ];
  return answers.map((answer) => (answer.ok ? 'ok' : answer.error.code));
}

describe('a device without the hub for three days', () => {
  it('locks what it holds, keeps the outbox, and opens and sends it when the hub answers', async () => {
    const desk = await openDesk();
    await desk.gate.cut();
    const made = await decide(desk, 0);
    desk.turned.wall += 71 * HOUR;
    desk.look();
    expect(await stateOf(desk)).toBe('signed_in');
    desk.turned.wall += HOUR;
    desk.look();
    expect(must(await desk.core.client.people.current({}))).toMatchObject({ state: 'grant_over', unsent: 1 });
    expect(new Set(await refusals(desk))).toEqual(new Set(['grant-over']));
    await desk.core.restart();
    expect(await stateOf(desk)).toBe('grant_over');
    expect(desk.core.events.findLast((event) => event.name === 'people.changed')).toMatchObject({
      payload: { identity: { state: 'grant_over' } },
    });
    await desk.gate.restore();
    await allUploaded(desk);
    await until('it is open', async () => (await stateOf(desk)) === 'signed_in');
    expect(await inHub(desk)).toEqual([made]);
    expect(must(await desk.core.client.batches.list({}))).toHaveLength(1);
  });

  it('gains nothing by a clock that is put back, while it runs or while it is off', async () => {
    const desk = await openDesk();
    await desk.gate.cut();
    await until('the hub is away', async () => !must(await desk.core.client.sync.status({})).reachable);
    desk.turned.steady += 73 * HOUR;
    desk.turned.wall -= 400 * 24 * HOUR;
    desk.look();
    expect(await stateOf(desk)).toBe('grant_over');

    const other = await openDesk();
    await other.gate.cut();
    await other.core.core().stop();
    other.turned.wall -= HOUR;
    await other.core.restart();
    expect(await stateOf(other)).toBe('grant_over');
  });

  it('shows a supervisor nobody else while the hub cannot confirm their rights', async () => {
    const desk = await openDesk('supervisor');
    await until('the others are known', async () => must(await desk.core.client.sessions.people({})).length > 1);
    await desk.gate.cut();
    await until('the hub is away', async () => {
      must(await desk.core.client.sync.now({}));
      return !must(await desk.core.client.sync.status({})).reachable;
    });
    expect(must(await desk.core.client.sessions.people({}))).toEqual([desk.device.person]);
  });
});

const revoke = (device: TestDevice) =>
  hub.request(hub.supervisor, 'POST', `/v1/devices/${device.device_id}/revocations`, { reason: 'Stolen' });

/** How many rows of each kind a person's database has. */
function rowsOf(dataDir: string, { person }: Pick<Credential, 'person'>): Record<string, number> {
  const { db } = openDatabase(databaseFile(dataDir, person.id), 'look', madeOwner(person.id));
  const tables = ['item', 'batch', 'clip', 'draft', 'person', 'policy_version', 'content_key', 'outbox', 'result'];
  const counts = tables.map((table) => [table, db.first<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n ?? 0]);
  db.close();
  return Object.fromEntries(counts) as Record<string, number>;
}

describe('a device that was taken out of use', () => {
  it('empties itself at the next contact, keeps what was not sent, and sends it when its author is back', async () => {
    const desk = await openDesk();
    await desk.gate.cut();
    const made = [await decide(desk, 0), await decide(desk, 1)];
    await revoke(desk.device);
    await desk.gate.restore();
    await until('the device is empty', () => Promise.resolve(desk.core.credential() === null));
    expect(must(await desk.core.client.people.current({}))).toEqual({
      state: 'signed_out',
      revoked: { name: desk.device.person.name, unsent: 2 },
    });
    expect(desk.core.credential()).toBeNull();
    expect(rowsOf(desk.core.dataDir, desk.device)).toEqual({
      item: 0,
      batch: 0,
      clip: 0,
      draft: 0,
      person: 0,
      policy_version: 0,
      content_key: 0,
      outbox: 2,
      result: 2,
    });
    expect(clipsIn(desk.core.dataDir)).toEqual([]);
    const keys = keysFolder(databaseFile(desk.core.dataDir, desk.device.person.id));
    expect(readdirSync(keys)).toEqual([]);
    expect(await inHub(desk)).toEqual([]);

    // Somebody else at the same device neither sees nor sends them.
    const sam = await hub.addPerson('reviewer', 'Sam Lee');
    const enrol = async (code: string) =>
      must(await desk.core.client.people.enrol({ hub_url: desk.gate.url, code, device_name: 'The same laptop' }));
    await enrol(await hub.enrolmentCode(sam));
    await allUploaded(desk);
    expect(must(await desk.core.client.review.recent({ limit: 10 }))).toEqual([]);
    expect(must(await desk.core.client.people.signOut({ leave_unsent: false })).state).toBe('signed_out');
    expect(await inHub(desk)).toEqual([]);

    await enrol(await hub.enrolmentCode(desk.device.person));
    await allUploaded(desk);
    expect(await inHub(desk)).toEqual(made);
  });
});

describe('signing out of a device that was taken out of use meanwhile', () => {
  it('empties the device, as at any other contact', async () => {
    const desk = await openDesk();
    await desk.gate.cut();
    await decide(desk, 0);
    await revoke(desk.device);
    await desk.gate.restore();
    expect(must(await desk.core.client.people.signOut({ leave_unsent: true }))).toEqual({
      state: 'signed_out',
      revoked: { name: desk.device.person.name, unsent: 1 },
    });
    expect(rowsOf(desk.core.dataDir, desk.device)).toMatchObject({ item: 0, draft: 0, content_key: 0, result: 1 });
  });
});

describe('signing out with unsent work', () => {
  it('is refused with the count, and leaves it for its author when the person insists', async () => {
    const desk = await openDesk();
    await desk.gate.cut();
    const made = await decide(desk, 0);
    expect(await desk.core.client.people.signOut({ leave_unsent: false })).toMatchObject({
      ok: false,
      error: { code: 'unsent-work', params: { count: 1 } },
    });
    expect(await stateOf(desk)).toBe('signed_in');
    expect(must(await desk.core.client.people.signOut({ leave_unsent: true }))).toEqual({
      state: 'signed_out',
      revoked: null,
    });
    await desk.gate.restore();
    const enrol = async (code: string) =>
      must(await desk.core.client.people.enrol({ hub_url: desk.gate.url, code, device_name: 'The same laptop' }));
    const other = await hub.addPerson('supervisor', 'Another');
    await enrol(await hub.enrolmentCode(other));
    await allUploaded(desk);
    expect(await inHub(desk)).toEqual([]);
    expect(must(await desk.core.client.review.recent({ limit: 10 }))).toEqual([]);
    must(await desk.core.client.people.signOut({ leave_unsent: false }));
    await enrol(await hub.enrolmentCode(desk.device.person));
    await allUploaded(desk);
    expect(await inHub(desk)).toEqual([made]);
  });
});

describe('the devices of everybody', () => {
  it('are shown to supervisors by the hub, who take one out of use with a reason; nobody else may', async () => {
    const [boss, ana] = [await openDesk('supervisor'), await openDesk()];
    const device_id = ana.device.device_id;
    expect(await ana.core.client.devices.list({})).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    expect(await ana.core.client.devices.revoke({ device_id, reason: 'Mine' })).toMatchObject({
      ok: false,
      error: { code: 'forbidden' },
    });
    const before = must(await boss.core.client.devices.list({})).find((each) => each.id === device_id);
    expect(before).toMatchObject({ state: 'in_use', person: ana.device.person, heard_at: expect.any(String) });
    expect(must(await boss.core.client.devices.revoke({ device_id, reason: 'Stolen' }))).toEqual({
      ...before,
      state: 'revoked',
    });
    await until('the device is empty', () => Promise.resolve(ana.core.credential() === null));
    await boss.gate.cut();
    expect(await boss.core.client.devices.list({})).toMatchObject({ ok: false, error: { code: 'hub-unreachable' } });
  });
});
