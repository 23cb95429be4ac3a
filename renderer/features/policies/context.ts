import { storeContext } from '#renderer/ui/store-context.tsx';
import type { PoliciesState } from './policies.ts';

export const {
  Provider: PoliciesProvider,
  useApi: usePoliciesApi,
  useSelected: usePolicies,
} = storeContext<PoliciesState>('policies');
