import { createStore } from 'zustand/vanilla';
import type { PageBridge } from '#contract/core-link.ts';
import type { BatchView, LupaClient } from '#contract/ipc.ts';
import type { Failure } from '#contract/result.ts';
import { compareBatches } from '#domain/review/queue-order.ts';
import { listen } from '#renderer/bridge/client.ts';

/** The person's queue: their batches, most urgent first. */
export interface BatchesState {
  /** Null until the core has answered. */
  readonly batches: readonly BatchView[] | null;
  readonly failure: Failure | null;
  readonly chosen: number;
  readonly load: () => Promise<void>;
  readonly choose: (index: number) => void;
}

/** Makes the store of the queue; it follows changes that come from the hub. */
export function createBatches(client: LupaClient, bridge: PageBridge) {
  const store = createStore<BatchesState>()((set, get) => ({
    batches: null,
    failure: null,
    chosen: 0,
    async load() {
      const result = await client.batches.list({});
      if (!result.ok) return set({ failure: result.error });
      const batches = [...result.value].sort((a, b) => compareBatches(a.batch, b.batch));
      const isFirst = get().batches === null;
      const open = batches.findIndex(({ progress }) => progress.decided < progress.total);
      set({ batches, failure: null, ...(isFirst && { chosen: Math.max(0, open) }) });
    },
    choose(index) {
      const last = (get().batches?.length ?? 1) - 1;
      set({ chosen: Math.min(Math.max(0, index), Math.max(0, last)) });
    },
  }));
  listen(bridge, 'data.changed', ({ batches, item_ids }) => {
    if (batches || item_ids.length > 0) void store.getState().load();
  });
  return store;
}
