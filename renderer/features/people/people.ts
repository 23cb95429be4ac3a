import { createStore } from 'zustand/vanilla';
import type { PageBridge } from '#contract/core-link.ts';
import type { LupaClient } from '#contract/ipc.ts';
import type { Identity, IdentityProviderName } from '#contract/people.ts';
import type { Failure } from '#contract/result.ts';
import { listen } from '#renderer/bridge/client.ts';

/** What is known of the hub that somebody wants to sign in to. */
export type Ways =
  | { readonly state: 'unknown' }
  | { readonly state: 'known'; readonly hub_url: string; readonly provider: IdentityProviderName | null };

/** Who works at this device. */
export interface PeopleState {
  /** Null until the core has answered. */
  readonly identity: Identity | null;
  readonly failure: Failure | null;
  readonly busy: boolean;
  readonly ways: Ways;
  /** A sign-in is under way in the system's browser. */
  readonly isInBrowser: boolean;
  readonly load: () => Promise<void>;
  /** Asks the hub at an address how people get in; says nothing when it does not answer. */
  readonly ask: (hubUrl: string) => Promise<void>;
  readonly enrol: (input: { hub_url: string; code: string; device_name: string }) => Promise<void>;
  readonly signIn: (input: {
    hub_url: string;
    device_name: string;
    words: { title: string; text: string };
  }) => Promise<void>;
  readonly cancelSignIn: () => Promise<void>;
  /** Tries to reach the hub now; when it answers, a locked device opens by itself. */
  readonly reachHub: () => Promise<void>;
  /** False when unsent work holds it back; the failure then has the count. */
  readonly signOut: (leaveUnsent: boolean) => Promise<boolean>;
}

/** Makes the store of the person who is signed in. */
export function createPeople(client: LupaClient, bridge: PageBridge) {
  const store = createStore<PeopleState>()((set, get) => ({
    identity: null,
    failure: null,
    busy: false,
    ways: { state: 'unknown' },
    isInBrowser: false,
    async load() {
      const result = await client.people.current({});
      set(result.ok ? { identity: result.value, failure: null } : { failure: result.error });
    },
    async ask(hub_url) {
      const { ways } = get();
      if (ways.state === 'known' && ways.hub_url === hub_url) return;
      set({ ways: { state: 'unknown' } });
      const result = await client.people.options({ hub_url });
      if (result.ok) set({ ways: { state: 'known', hub_url, provider: result.value.identity_provider } });
    },
    async enrol(input) {
      set({ busy: true, failure: null });
      const result = await client.people.enrol(input);
      set(result.ok ? { identity: result.value, busy: false } : { failure: result.error, busy: false });
    },
    async signIn(input) {
      set({ isInBrowser: true, failure: null });
      const result = await client.people.signIn(input);
      if (result.ok) return set({ identity: result.value, isInBrowser: false });
      // Whoever gave up knows it.
      set({ failure: result.error.code === 'sign-in-cancelled' ? null : result.error, isInBrowser: false });
    },
    async cancelSignIn() {
      await client.people.cancelSignIn({});
    },
    async reachHub() {
      const result = await client.sync.now({});
      if (!result.ok) return set({ failure: result.error });
      const { sync } = result.value;
      set({ failure: sync.state === 'needs_attention' ? { code: sync.code, detail: '', params: {} } : null });
    },
    async signOut(leaveUnsent) {
      const result = await client.people.signOut({ leave_unsent: leaveUnsent });
      set(result.ok ? { identity: result.value, failure: null } : { failure: result.error });
      return result.ok;
    },
  }));
  listen(bridge, 'people.changed', ({ identity }) => store.setState({ identity, failure: null }));
  return store;
}
