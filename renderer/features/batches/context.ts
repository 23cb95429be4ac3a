import { storeContext } from '#renderer/ui/store-context.tsx';
import type { BatchesState } from './batches.ts';

export const {
  Provider: BatchesProvider,
  useApi: useBatchesApi,
  useSelected: useBatches,
} = storeContext<BatchesState>('batches');
