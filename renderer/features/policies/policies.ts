import { createStore } from 'zustand/vanilla';
import type { z } from 'zod';
import type { PageBridge } from '#contract/core-link.ts';
import type { ipcContract, LupaClient } from '#contract/ipc.ts';
import type { policyChoice, PolicyHit } from '#contract/policies.ts';
import type { Failure } from '#contract/result.ts';
import { listen } from '#renderer/bridge/client.ts';
import type { SectionAsk } from '#renderer/ui/policy-text/reading-place.ts';

/** So many hits are asked for: more than anybody reads. */
const MOST_HITS = 30;
/** The longest query that the core takes. */
const MOST_LETTERS = 500;

export type PolicyHead = z.infer<typeof ipcContract.policies.list.output>[number];
export type PolicyChoice = z.infer<typeof policyChoice>;

/** The policies on this device, and the one that is open. */
export interface PoliciesState {
  /** Null until the core has answered. */
  readonly heads: readonly PolicyHead[] | null;
  readonly failure: Failure | null;
  readonly open: PolicyChoice | null;
  readonly query: string;
  /** Sections that hold what is searched for; null while nothing is, or until the first answer. */
  readonly hits: readonly PolicyHit[] | null;
  /** The section to go to in the open policy. */
  readonly ask: SectionAsk | null;
  readonly dual: boolean;
  readonly load: () => Promise<void>;
  readonly show: (head: Pick<PolicyHead, 'policy_id' | 'version'>) => Promise<void>;
  readonly search: (query: string) => Promise<void>;
  /** Shows the policy of a hit, at its section. */
  readonly openHit: (hit: PolicyHit) => Promise<void>;
  /** The screen was left: coming back goes to no section. */
  readonly forgetAsk: () => void;
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
    hits: null,
    ask: null,
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
    async search(query) {
      set({ query });
      if (query.trim() === '') return set({ hits: null });
      const result = await client.policies.search({ query: query.slice(0, MOST_LETTERS), limit: MOST_HITS });
      // Answers may come late: only the one to what is typed now counts.
      if (get().query !== query) return;
      set(result.ok ? { hits: result.value, failure: null } : { failure: result.error });
    },
    async openHit({ policy_id, version, section_id }) {
      await get().show({ policy_id, version });
      if (get().failure === null) set({ ask: { sectionId: section_id, number: (get().ask?.number ?? 0) + 1 } });
    },
    forgetAsk: () => set({ ask: null }),
    setDual: (dual) => set({ dual }),
  }));
  listen(bridge, 'data.changed', ({ policies }) => {
    if (policies && store.getState().heads !== null)
      void store
        .getState()
        .load()
        .then(() => store.getState().search(store.getState().query));
  });
  return store;
}
