import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hubApi } from '#contract/hub-api.ts';
import { makeDeviceKey } from '#core/sync/proof.ts';
import { fetchAs } from '#scripts/lib/device.ts';
import { startTestHub, type TestHub } from '#test/support/hub.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

describe('the routes', () => {
  it('describes exactly these routes in OpenAPI 3.1', async () => {
    const document = (await (await hub.request(null, 'GET', '/openapi.json')).json()) as {
      openapi: string;
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    expect(document.openapi).toMatch(/^3\.1/);
    const described = Object.values(document.paths).flatMap((path) =>
      Object.values(path).map((one) => one.operationId),
    );
    expect(new Set(described)).toEqual(new Set(Object.keys(hubApi)));
  });
});

describe('enrolment', () => {
  it('takes a code once, however it is typed, and gives a token that works', async () => {
    const person = await hub.addPerson('reviewer');
    const code = await hub.enrolmentCode(person);
    expect(code).toMatch(/^([2-9A-HJ-NP-TW-Z]{4}-){2}[2-9A-HJ-NP-TW-Z]{4}$/);
    const body = { code: ` ${code.toLowerCase().replaceAll('-', ' ')}`, device_name: 'Laptop', app_version: '1' };
    const key = await makeDeviceKey();
    const first = await hub.request({ key }, 'POST', '/v1/enrol', body);
    expect(first.status).toBe(200);
    const device = { ...hubApi.enrol.response.parse(await first.json()), key };
    expect(await (await hub.request(device, 'GET', '/v1/me')).json()).toEqual(person);
    const second = await hub.request({ key: await makeDeviceKey() }, 'POST', '/v1/enrol', body);
    expect(second.status).toBe(422);
    expect(await second.json()).toMatchObject({ error: { code: 'enrolment-code-invalid' } });
  });

  it('gives a device whose answer was lost another one, until it was heard', async () => {
    const code = await hub.enrolmentCode(await hub.addPerson('reviewer'));
    const key = await makeDeviceKey();
    const ask = () => hub.request({ key }, 'POST', '/v1/enrol', { code, device_name: 'd', app_version: '1' });
    const lost = hubApi.enrol.response.parse(await (await ask()).json());
    const again = hubApi.enrol.response.parse(await (await ask()).json());
    expect(again.device_id).toBe(lost.device_id);
    expect((await hub.request({ ...again, key }, 'GET', '/v1/me')).status).toBe(200);
    expect((await ask()).status).toBe(422);
  });

  it('keeps neither codes nor tokens in the database', async () => {
    const device = await hub.addDevice(await hub.addPerson('reviewer'));
    const { pool } = hub.hub.context.database;
    const { rows } = await pool.query<{ all: string }>(
      `select (select string_agg(d::text, ' ') from devices d) || (select string_agg(c::text, ' ') from enrolment_codes c)
         || (select string_agg(t::text, ' ') from device_tokens t) as all`,
    );
    const secrets = Object.values(device.tokens).filter((value) => typeof value === 'string');
    expect(secrets).toHaveLength(2);
    for (const secret of secrets) expect(rows[0]?.all).not.toContain(secret);
    expect(rows[0]?.all).toContain(device.device_id);
  });

  it('refuses a code after 24 hours', async () => {
    let now = new Date('2026-05-02T12:00:00Z');
    const late = await startTestHub({ now: () => now });
    try {
      const code = await late.enrolmentCode(late.supervisor.person);
      now = new Date('2026-05-03T12:00:01Z');
      const sender = { key: await makeDeviceKey() };
      const response = await late.request(sender, 'POST', '/v1/enrol', { code, device_name: 'd', app_version: '1' });
      expect(response.status).toBe(422);
    } finally {
      await late.stop();
    }
  });
});

describe('bad requests', () => {
  it.each([
    ['not JSON', 'application/json', '{', 400],
    ['not an object', 'application/json', '[]', 400],
    ['another media type', 'text/plain', 'results', 400],
    ['too large a body', 'application/json', JSON.stringify({ name: 'x'.repeat(300_000) }), 413],
    ['a NUL in a name', 'application/json', JSON.stringify({ name: 'a\0b', role: 'reviewer', languages: ['en'] }), 400],
  ])('answers %s in the one error shape', async (_what, type, body, status) => {
    const sent = { method: 'POST', headers: { 'content-type': type }, body };
    const response = await fetchAs(`${hub.url}/v1/people`, hub.supervisor, sent);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { params: {} } });
  });
});
