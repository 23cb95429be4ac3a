import { storeContext } from '#renderer/ui/store-context.tsx';
import type { StorageStoreState } from './storage.ts';

export const { Provider: StorageProvider, useSelected: useStorage } = storeContext<StorageStoreState>('storage');
