import { createContext, type ReactNode, useContext } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';

/** A provider and a hook for a store that is made once, outside of React. */
export function storeContext<State>(name: string) {
  const Context = createContext<StoreApi<State> | null>(null);
  function useApi(): StoreApi<State> {
    const store = useContext(Context);
    if (store === null) throw new Error(`the ${name} store is used outside of its provider`);
    return store;
  }
  function Provider({ store, children }: { store: StoreApi<State>; children: ReactNode }) {
    return <Context.Provider value={store}>{children}</Context.Provider>;
  }
  function useSelected<Selected>(select: (state: State) => Selected): Selected {
    return useStore(useApi(), select);
  }
  return { Provider, useApi, useSelected };
}
