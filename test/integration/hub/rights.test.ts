import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hubApi, hubError, type HubRouteName } from '#contract/hub-api.ts';
import { startTestHub, type TestDevice, type TestHub } from '#test/support/hub.ts';
import { cases } from '#test/support/rights-cases.ts';
import { type CallerKind, callers } from '#test/support/rights-outcomes.ts';
import { type Resident, settleIn } from '#test/support/rights-world.ts';

const rows = (Object.keys(hubApi) as HubRouteName[]).flatMap((name) =>
  (cases[name] ?? []).flatMap((each) =>
    callers.map((caller) => ({ name, method: hubApi[name].method as string, caller, ...each })),
  ),
);

let hub: TestHub;
let other: Resident;
const residents = new Map<CallerKind, Resident>();

beforeAll(async () => {
  hub = await startTestHub();
  other = await settleIn(hub, await hub.addDevice(await hub.addPerson('reviewer', 'Another')));
  for (const kind of callers) {
    const role = kind === 'nobody' || kind === 'signedOut' ? 'supervisor' : kind;
    residents.set(kind, await settleIn(hub, await hub.addDevice(await hub.addPerson(role, kind))));
  }
  await hub.request(residents.get('signedOut')?.device ?? null, 'POST', '/v1/sign-out');
});
afterAll(() => hub.stop());

async function outcomeOf(response: Response): Promise<string> {
  const text = await response.text();
  if (response.status >= 400) {
    const { error, request_id } = hubError.parse(JSON.parse(text));
    if (request_id !== response.headers.get('x-request-id')) return 'an answer with another request’s id';
    return `${response.status} ${error.code}`;
  }
  if (!text.startsWith('{"receipts"') || text.includes('"missing"')) return String(response.status);
  const { receipts } = hubApi.pushResults.response.parse(JSON.parse(text));
  return [response.status, ...receipts.map(({ status, reason }) => [status, reason ?? ''].join(' ').trim())].join(' ');
}

describe('every route, every role, one’s own and another’s', () => {
  it('has rows for every route of the contract and for no other', () => {
    expect(new Set(rows.map((row) => row.name))).toEqual(new Set(Object.keys(hubApi)));
  });

  it.each(rows)('$name $whose, as $caller', async ({ name, method, ask, caller, outcomes }) => {
    const me = residents.get(caller);
    if (me === undefined) throw new Error('nobody lives here');
    let device: TestDevice | null = caller === 'nobody' ? null : me.device;
    // Signing out for real would end the device for the rows to come.
    if (name === 'signOut' && outcomes[caller] === '200') device = await hub.addDevice(me.device.person);
    const { path, body } = await ask({ hub, me, other });
    // Before there are tokens, only a key can be shown.
    const sender = hubApi[name].access === 'key' && device !== null ? { key: device.key } : device;
    expect(await outcomeOf(await hub.request(sender, method, path, body))).toBe(outcomes[caller]);
    if (method !== 'GET') return;
    const head = await hub.request(device, 'HEAD', path);
    expect(String(head.status)).toBe(outcomes[caller].split(' ')[0]);
  });

  it('shows everybody their own items only, whatever was tried before', async () => {
    for (const kind of ['reviewer', 'bilingual_reviewer', 'supervisor'] as const) {
      const me = residents.get(kind);
      const response = await hub.request(me?.device ?? null, 'GET', '/v1/changes?limit=2000');
      const assignees = [...(await response.text()).matchAll(/"assignee":"([^"]+)"/g)].map((match) => match[1]);
      expect(assignees.length).toBeGreaterThan(0);
      expect(new Set(assignees)).toEqual(new Set([me?.device.person.id]));
    }
  });

  it('has stored nothing in a name or on an item that was not the sender’s', async () => {
    const { pool } = hub.hub.context.database;
    const { rows: strays } = await pool.query(
      `select r.id from results r where not exists (
         select from item_assignments a where a.item_id = r.item_id and a.person_id = r.person_id)
       union select r.id from results r join devices d on d.id = r.device_id where d.person_id <> r.person_id
       union select e.id from session_events e join devices d on d.id = e.device_id where d.person_id <> e.person_id`,
    );
    expect(strays).toEqual([]);
    const { rows: kept } = await pool.query('select distinct person_id from results');
    expect(kept).toHaveLength(3);
  });

  it('gives each device of a person a token of its own: one that signs out leaves the others in', async () => {
    const person = await hub.addPerson('reviewer');
    const [first, second] = [await hub.addDevice(person), await hub.addDevice(person)];
    await hub.request(first, 'POST', '/v1/sign-out');
    expect((await hub.request(first, 'GET', '/v1/me')).status).toBe(401);
    expect(await (await hub.request(second, 'GET', '/v1/me')).json()).toEqual(person);
  });
});
