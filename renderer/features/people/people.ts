import { createStore } from 'zustand/vanilla';
import type { LupaClient } from '#contract/ipc.ts';
import type { Identity } from '#contract/people.ts';
import type { Failure } from '#contract/result.ts';

/** Who works at this device. */
export interface PeopleState {
  /** Null until the core has answered. */
  readonly identity: Identity | null;
  readonly failure: Failure | null;
  readonly busy: boolean;
  readonly load: () => Promise<void>;
  readonly enrol: (input: { hub_url: string; code: string; device_name: string }) => Promise<void>;
  /** False when unsent work holds it back; the failure then has the count. */
  readonly signOut: (leaveUnsent: boolean) => Promise<boolean>;
}

/** Makes the store of the person who is signed in. */
export function createPeople(client: LupaClient) {
  return createStore<PeopleState>()((set) => ({
    identity: null,
    failure: null,
    busy: false,
    async load() {
      const result = await client.people.current({});
      set(result.ok ? { identity: result.value, failure: null } : { failure: result.error });
    },
    async enrol(input) {
      set({ busy: true, failure: null });
      const result = await client.people.enrol(input);
      set(result.ok ? { identity: result.value, busy: false } : { failure: result.error, busy: false });
    },
    async signOut(leaveUnsent) {
      const result = await client.people.signOut({ leave_unsent: leaveUnsent });
      set(result.ok ? { identity: result.value, failure: null } : { failure: result.error });
      return result.ok;
    },
  }));
}
