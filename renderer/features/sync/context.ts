import { storeContext } from '#renderer/ui/store-context.tsx';
import type { SyncStoreState } from './sync.ts';

export const {
  Provider: SyncProvider,
  useApi: useSyncApi,
  useSelected: useSync,
} = storeContext<SyncStoreState>('sync');
