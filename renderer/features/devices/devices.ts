import { createStore } from 'zustand/vanilla';
import type { Device } from '#contract/devices.ts';
import type { ErrorCode } from '#contract/errors.ts';
import type { LupaClient } from '#contract/ipc.ts';
import type { Failure, Result } from '#contract/result.ts';
import type { NoticesStore } from '#renderer/ui/notices.ts';

/** The devices of everybody, for supervisors; asked of the hub whenever somebody comes to look. */
export interface DevicesState {
  /** Null until the hub has answered. */
  readonly devices: Result<readonly Device[], ErrorCode> | null;
  readonly load: () => Promise<void>;
  /** Takes one out of use; answers why that did not work, or null. */
  readonly revoke: (device: Device, reason: string) => Promise<Failure | null>;
}

/** Makes the store of the devices. */
export function createDevices(client: LupaClient, notices: NoticesStore) {
  return createStore<DevicesState>()((set, get) => ({
    devices: null,
    async load() {
      set({ devices: await client.devices.list({}) });
    },
    async revoke({ id, name, person }, reason) {
      const result = await client.devices.revoke({ device_id: id, reason });
      if (!result.ok) return result.error;
      const { devices } = get();
      if (devices?.ok === true) {
        const value = devices.value.map((each) => (each.id === id ? result.value : each));
        set({ devices: { ok: true, value } });
      }
      notices.getState().say('devices.revoked', { name, person: person.name });
      return null;
    },
  }));
}

export type DevicesStore = ReturnType<typeof createDevices>;
