import { storeContext } from '#renderer/ui/store-context.tsx';
import type { PeopleState } from './people.ts';

export const {
  Provider: PeopleProvider,
  useApi: usePeopleApi,
  useSelected: usePeople,
} = storeContext<PeopleState>('people');
