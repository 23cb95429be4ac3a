import { createStore } from 'zustand/vanilla';
import type { BatchId } from '#contract/ids.ts';
import type { z } from 'zod';
import type { ipcContract } from '#contract/ipc.ts';
import type { ScreenLockState } from '#contract/lock.ts';
import type { VaultState } from '#contract/vault.ts';
import { storeContext } from '#renderer/ui/store-context.tsx';

export type AppInfo = z.infer<typeof ipcContract.app.info.output>;
export type Screen = 'queue' | 'list' | 'review' | 'policies' | 'sessions' | 'devices' | 'keymap' | 'care' | 'practice';
export type Dialog =
  | 'palette'
  | 'help'
  | 'settings'
  | 'attention'
  | 'break'
  | 'passphrase'
  | 'signOut'
  | 'quit'
  | 'shift';

/** Which screen and which dialog are there. */
export interface ShellState {
  readonly screen: Screen;
  readonly dialog: Dialog | null;
  /** The batch whose items are listed. */
  readonly listed: BatchId | null;
  readonly info: AppInfo | null;
  /** Why nothing can be read on this device, and what is needed; null when it is open. */
  readonly vault: Exclude<VaultState, { state: 'open' }> | null;
  /** Counts asks to export, so that the session screen opens its form. */
  readonly exportAsked: number;
  /** Counts asks to find, so that the policies screen takes the focus into its search. */
  readonly findAsked: number;
  /** 1 is 100 %. */
  readonly zoom: number;
  /** Whether the work is hidden. */
  readonly lock: ScreenLockState;
  /** When the last break began, on the page's own clock in milliseconds. A locked screen does not end it. */
  readonly breakSince: number;
}

export function createShell() {
  return createStore<ShellState>()(() => ({
    screen: 'review',
    dialog: null,
    listed: null,
    info: null,
    vault: null,
    exportAsked: 0,
    findAsked: 0,
    zoom: 1,
    lock: { locked: false },
    breakSince: 0,
  }));
}

export const {
  Provider: ShellProvider,
  useApi: useShellApi,
  useSelected: useShell,
} = storeContext<ShellState>('shell');
