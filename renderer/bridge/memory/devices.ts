import type { Device } from '#contract/devices.ts';
import type { DeviceId } from '#contract/ids.ts';
import type { CoreHandlers } from '#contract/ipc.ts';
import { fail, ok } from '#contract/result.ts';
import { device as own, fixedId, NOW, otherPeople } from './fixtures.ts';
import type { Backend } from './state.ts';

const FIRST_ONES = [
  { name: 'Laptop · Windows', heard_at: '2026-05-20T15:52:00.000Z', state: 'in_use' },
  { name: 'Turno de noche · Linux', heard_at: '2026-05-17T08:10:00.000Z', state: 'in_use' },
  { name: 'Laptop · macOS', heard_at: null, state: 'signed_out' },
] as const;

function devicesOf({ person }: Backend): Device[] {
  const others = FIRST_ONES.map((each, place): Device => {
    const whose = otherPeople[place % otherPeople.length] ?? person;
    const id = fixedId(2, place + 2) as DeviceId;
    return { ...each, id, person: whose, app_version: '0.1.0', enrolled_at: '2026-04-02T09:00:00.000Z' };
  });
  const mine = { id: own, person, name: 'Lupa · memory', heard_at: NOW, state: 'in_use' } as const;
  return [{ ...mine, app_version: '0.1.0', enrolled_at: '2026-04-01T09:00:00.000Z' }, ...others];
}

/** The devices of everybody, as a hub would tell a supervisor. */
export function deviceCalls(backend: Backend): CoreHandlers['devices'] {
  let devices = devicesOf(backend);
  const refusal = () => {
    if (backend.person.role !== 'supervisor') return fail('forbidden', 'this is for supervisors');
    return backend.faults.offline ? fail('hub-unreachable', 'offline') : null;
  };
  return {
    list: () => refusal() ?? ok(devices),
    revoke({ device_id }) {
      const found = devices.find((each) => each.id === device_id);
      if (found === undefined) return fail('not-found', device_id);
      const revoked: Device = { ...found, state: 'revoked' };
      devices = devices.map((each) => (each.id === device_id ? revoked : each));
      return refusal() ?? ok(revoked);
    },
  };
}
