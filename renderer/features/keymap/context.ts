import { storeContext } from '#renderer/ui/store-context.tsx';
import type { KeymapState } from './keymap.ts';

export const {
  Provider: KeymapProvider,
  useApi: useKeymapApi,
  useSelected: useKeymap,
} = storeContext<KeymapState>('keymap');
