import { createStore } from 'zustand/vanilla';
import type { PageBridge } from '#contract/core-link.ts';
import type { LupaClient } from '#contract/ipc.ts';
import type { ErrorCode } from '#contract/errors.ts';
import type { Result } from '#contract/result.ts';
import type { AttentionEntry, Oversight, SyncStatus } from '#contract/sync.ts';
import { listen } from '#renderer/bridge/client.ts';

/** Where the person's work is: on this device, on its way, at the hub, or in need of a hand. */
export interface SyncStoreState {
  /** Null until the core has answered. */
  readonly status: SyncStatus | null;
  readonly attention: readonly AttentionEntry[];
  readonly load: () => Promise<void>;
  /** Talks to the hub now. */
  readonly now: () => Promise<void>;
  /** Halts the exchange with the hub, or lets it go on. */
  readonly togglePause: () => Promise<void>;
  readonly loadAttention: () => Promise<void>;
  /** The person has read what came too late. */
  readonly seen: () => Promise<void>;
  /** What a supervisor is to look at; null until the hub has answered. */
  readonly oversight: Result<Oversight, ErrorCode> | null;
  readonly loadOversight: () => Promise<void>;
}

/** Makes the store of the pill. */
export function createSync(client: LupaClient, bridge: PageBridge) {
  const store = createStore<SyncStoreState>()((set, get) => ({
    status: null,
    attention: [],
    oversight: null,
    async load() {
      const result = await client.sync.status({});
      if (result.ok) set({ status: result.value });
    },
    async now() {
      const result = await client.sync.now({});
      if (result.ok) set({ status: result.value });
    },
    async togglePause() {
      const { status } = get();
      const result = await (status?.paused === true ? client.sync.resume({}) : client.sync.pause({}));
      if (result.ok) set({ status: result.value });
    },
    async loadAttention() {
      const result = await client.sync.attention({});
      if (result.ok) set({ attention: result.value });
    },
    async seen() {
      await client.sync.seen({});
    },
    async loadOversight() {
      set({ oversight: await client.sync.oversight({}) });
    },
  }));
  listen(bridge, 'sync.status', (status) => store.setState({ status }));
  return store;
}
