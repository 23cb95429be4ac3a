import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hubApi } from '#contract/hub-api.ts';
import { startTestHub, type TestDevice, type TestHub } from '#test/support/hub.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

const revoke = (device: TestDevice, reason = 'Left on a train') =>
  hub.request(hub.supervisor, 'POST', `/v1/devices/${device.device_id}/revocations`, { reason });

const stateOf = async (device: TestDevice): Promise<string | undefined> => {
  const response = await hub.request(hub.supervisor, 'GET', '/v1/devices');
  const devices = hubApi.listDevices.response.parse(await response.json());
  return devices.find((each) => each.id === device.device_id)?.state;
};

/** What a device is told when it comes with its refresh token. */
async function refreshed(device: TestDevice): Promise<string> {
  const body = { device_id: device.device_id, refresh_token: device.tokens.refresh_token };
  const response = await hub.request({ key: device.key }, 'POST', '/v1/tokens', body);
  return response.status === 200 ? 'in' : ((await response.json()) as { error: { code: string } }).error.code;
}

describe('a device that a supervisor takes out of use', () => {
  it('is out at once, is told why, and leaves the person’s other devices in', async () => {
    const person = await hub.addPerson('reviewer');
    const [stolen, other] = [await hub.addDevice(person), await hub.addDevice(person)];
    expect(await stateOf(stolen)).toBe('in_use');
    expect((await revoke(stolen)).status).toBe(200);
    expect((await hub.request(stolen, 'GET', '/v1/me')).status).toBe(401);
    expect(await refreshed(stolen)).toBe('device-revoked');
    expect(await stateOf(stolen)).toBe('revoked');
    expect(await refreshed(other)).toBe('in');
  });

  it('is written into the audit with who, whose and, sealed, why', async () => {
    const device = await hub.addDevice(await hub.addPerson('reviewer'));
    await revoke(device, '  Ana has left  ');
    const { rows } = await hub.hub.context.database.pool.query<{ body: string; content: string }>(
      `select w.body, s.content from (select body from audit_waiting union all select line from audit_entries) w
       join audit_sealed s on s.id = (w.body::jsonb ->> 'id')::uuid where w.body::jsonb #>> '{facts,revoked}' = $1`,
      [device.device_id],
    );
    expect(rows.map(({ content }) => JSON.parse(content))).toEqual([{ reason: 'Ana has left' }]);
    expect(JSON.parse(rows[0]?.body ?? '')).toMatchObject({
      act: 'device_revoked',
      actor: hub.supervisor.person.id,
      device: hub.supervisor.device_id,
      facts: { person: device.person.id },
    });
  });

  it('may have been signed out before: then it is told too', async () => {
    const device = await hub.addDevice(await hub.addPerson('reviewer'));
    await hub.request(device, 'POST', '/v1/sign-out');
    expect([await stateOf(device), await refreshed(device)]).toEqual(['signed_out', 'unauthenticated']);
    await revoke(device);
    expect([await stateOf(device), await refreshed(device)]).toEqual(['revoked', 'device-revoked']);
  });

  it('is told nothing of it when it does not prove its key', async () => {
    const [device, stranger] = [await hub.addDevice(hub.supervisor.person), await hub.addDevice(hub.supervisor.person)];
    await revoke(device);
    expect(await refreshed({ ...device, key: stranger.key })).toBe('unauthenticated');
  });

  it('needs a reason', async () => {
    const device = await hub.addDevice(await hub.addPerson('reviewer'));
    expect((await revoke(device, ' ')).status).toBe(400);
    expect(await stateOf(device)).toBe('in_use');
  });
});
