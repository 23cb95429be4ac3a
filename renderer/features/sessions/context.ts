import { storeContext } from '#renderer/ui/store-context.tsx';
import type { SessionsState } from './sessions.ts';

export const {
  Provider: SessionsProvider,
  useApi: useSessionsApi,
  useSelected: useSessions,
} = storeContext<SessionsState>('sessions');
