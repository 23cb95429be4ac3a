import { storeContext } from '#renderer/ui/store-context.tsx';
import type { Identity } from '#contract/people.ts';
import type { PeopleState } from './people.ts';

export const {
  Provider: PeopleProvider,
  useApi: usePeopleApi,
  useSelected: usePeople,
} = storeContext<PeopleState>('people');

/** Who is signed in, and with which device; null when nobody is, or it is not known yet. */
export function useSeat(): Extract<Identity, { state: 'signed_in' }> | null {
  return usePeople(({ identity }) => (identity?.state === 'signed_in' ? identity : null));
}
