import { createStore } from 'zustand/vanilla';
import type { PageBridge } from '#contract/core-link.ts';
import type { LupaClient } from '#contract/ipc.ts';
import type { DamageNotice, DiskState } from '#contract/storage.ts';
import { listen } from '#renderer/bridge/client.ts';

/** How the device takes what is written. */
export interface StorageStoreState {
  readonly disk: DiskState;
  /** What became of a damaged database; null when there was none, or it was read. */
  readonly damage: DamageNotice | null;
  /** The disk is being tried. */
  readonly busy: boolean;
  readonly load: () => Promise<void>;
  /** Tries the disk now. */
  readonly check: () => Promise<void>;
  readonly damageRead: () => Promise<void>;
}

/** Makes the store of the device's disk. */
export function createStorage(client: LupaClient, bridge: PageBridge) {
  const store = createStore<StorageStoreState>()((set) => ({
    disk: 'ok',
    damage: null,
    busy: false,
    async load() {
      const result = await client.storage.status({});
      if (result.ok) set(result.value);
    },
    async check() {
      set({ busy: true });
      const result = await client.storage.check({});
      set({ busy: false, ...(result.ok && result.value) });
    },
    async damageRead() {
      const result = await client.storage.damageRead({});
      if (result.ok) set(result.value);
    },
  }));
  listen(bridge, 'storage.status', (status) => store.setState(status));
  // A new storage process knows nothing of the old one's troubles.
  listen(bridge, 'core.restarted', () => void store.getState().load());
  return store;
}
