import { storeContext } from '#renderer/ui/store-context.tsx';
import type { CareState } from './care.ts';

export const { Provider: CareProvider, useApi: useCareApi, useSelected: useCare } = storeContext<CareState>('care');
