import { createStore } from 'zustand/vanilla';
import type { z } from 'zod';
import type { PageBridge } from '#contract/core-link.ts';
import { type ipcContract, type LupaClient, type policyChoice } from '#contract/ipc.ts';
import type { Failure } from '#contract/result.ts';
import { listen } from '#renderer/bridge/client.ts';

export type PolicyHead = z.infer<typeof ipcContract.policies.list.output>[number];
export type PolicyChoice = z.infer<typeof policyChoice>;

/** The policies on this device, and the one that is open. */
export interface PoliciesState {
  /** Null until the core has answered. */
  readonly heads: readonly PolicyHead[] | null;
  readonly failure: Failure | null;
  readonly open: PolicyChoice | null;
  readonly query: string;
  readonly dual: boolean;
  readonly load: () => Promise<void>;
  readonly show: (head: Pick<PolicyHead, 'policy_id' | 'version'>) => Promise<void>;
  readonly search: (query: string) => void;
  readonly setDual: (dual: boolean) => void;
}

/** The newest version of each policy, by its title in the reader's language. */
export function newestHeads(heads: readonly PolicyHead[]): readonly PolicyHead[] {
  const newest = new Map<string, PolicyHead>();
  for (const head of heads) {
    const known = newest.get(head.policy_id);
    if (known === undefined || known.effective_at < head.effective_at) newest.set(head.policy_id, head);
  }
  return [...newest.values()];
}

/** Makes the store of the policies; it follows changes that come from the hub. */
export function createPolicies(client: LupaClient, bridge: PageBridge) {
  const store = createStore<PoliciesState>()((set, get) => ({
    heads: null,
    failure: null,
    open: null,
    query: '',
    dual: false,
    async load() {
      const result = await client.policies.list({});
      if (!result.ok) return set({ failure: result.error });
      set({ heads: result.value, failure: null });
      const [first] = newestHeads(result.value);
      if (get().open === null && first !== undefined) await get().show(first);
    },
    async show({ policy_id, version }) {
      const result = await client.policies.get({ policy_id, version });
      set(result.ok ? { open: result.value, failure: null } : { failure: result.error });
    },
    search: (query) => set({ query }),
    setDual: (dual) => set({ dual }),
  }));
  listen(bridge, 'data.changed', ({ policies }) => {
    if (policies && store.getState().heads !== null) void store.getState().load();
  });
  return store;
}
