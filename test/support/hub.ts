import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Person, Role } from '#contract/people.ts';
import { passingSigner } from '#server/audit/signing-key.ts';
import { createHub, type Hub, type HubLimits } from '#server/create-hub.ts';
import type { OpenIdSettings } from '#server/identity/settings.ts';
import { createFolderStore } from '#server/object-store/folder-store.ts';
import type { HubPorts } from '#server/ports.ts';
import { type Device, fetchAs, type Sender } from '#scripts/lib/device.ts';
import { makeDeviceKey } from '#core/sync/proof.ts';
import { createEnrolmentCode, createPerson, enrol } from '#server/usecases/people.ts';
import { calculateJwkThumbprint } from 'jose';
import { createTestDatabase, type TestDatabase } from './postgres.ts';

/** An enrolled device of a person. */
export type TestDevice = Device;

/** A real hub on 127.0.0.1 with its own database and object folder. */
export interface TestHub {
  readonly hub: Hub;
  readonly url: string;
  readonly database: TestDatabase;
  /** A supervisor and a device of theirs. */
  readonly supervisor: TestDevice;
  addPerson(role: Role, name?: string): Promise<Person>;
  addDevice(person: Person): Promise<TestDevice>;
  /** A one-time code for one more device. */
  enrolmentCode(person: Person): Promise<string>;
  /** An HTTP request as a device, as whoever holds a key, or (null) as nobody; `body` is sent as JSON. */
  request(sender: Sender, method: string, path: string, body?: unknown, headers?: HeadersInit): Promise<Response>;
  /** Copies the database aside; answers how to restore it. The hub is away meanwhile and comes back at the same address. */
  backUp(): Promise<(how: { readonly restored: boolean }) => Promise<void>>;
  stop(): Promise<void>;
}

function people(current: () => Hub): Pick<TestHub, 'addPerson' | 'addDevice' | 'enrolmentCode'> {
  const enrolmentCode = async (person: Person): Promise<string> => {
    const made = await createEnrolmentCode(current().context, person.id);
    if (!made.ok) throw new Error(made.error.detail);
    return made.value.code;
  };
  return {
    enrolmentCode,
    addPerson: (role, name = `A ${role}`) => createPerson(current().context, { name, role, languages: ['en', 'es'] }),
    addDevice: async (person) => {
      const code = await enrolmentCode(person);
      const key = await makeDeviceKey();
      const thumbprint = await calculateJwkThumbprint(key);
      const device = await enrol(current().context, { code, device_name: 'Test device', app_version: '0', thumbprint });
      if (!device.ok) throw new Error(device.error.detail);
      return { ...device.value, key };
    },
  };
}

/** Starts a hub for tests; needs the global set-up of postgres-global.ts. Stop it when the tests are through. */
export async function startTestHub(
  ports: Partial<HubPorts> = {},
  limits: Partial<HubLimits> = {},
  identity: OpenIdSettings | null = null,
): Promise<TestHub> {
  const database = await createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'lupa-test-hub-'));
  const objects = await createFolderStore(join(folder, 'objects'));
  const signer = passingSigner();
  const open = (restored: boolean) =>
    createHub({ databaseUrl: database.url, objects, signer, logLevel: 'silent', ports, limits, restored, identity });
  let hub = await open(false);
  const url = await hub.listen('127.0.0.1', 0);
  /** Does something to the database while the hub is away. */
  const without = async <Value>(restored: boolean, work: () => Promise<Value>): Promise<Value> => {
    await hub.close();
    const value = await work();
    hub = await open(restored);
    await hub.listen('127.0.0.1', Number(new URL(url).port));
    return value;
  };
  const making = people(() => hub);
  const supervisor = await making.addDevice(await making.addPerson('supervisor', 'Marisol Vega'));
  return {
    get hub() {
      return hub;
    },
    url,
    database,
    backUp: async () => {
      const restore = await without(false, () => database.backUp());
      return ({ restored }) => without(restored, restore);
    },
    supervisor,
    ...making,
    request: (sender, method, path, body, headers) =>
      fetchAs(url + path, sender, {
        method,
        headers: Object.fromEntries(new Headers(headers)),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    stop: async () => {
      await hub.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
