import { createStore } from 'zustand/vanilla';
import type { LupaClient } from '#contract/ipc.ts';
import { LOCK_AFTER_MIN } from '#contract/lock.ts';
import type { Preferences } from '#contract/preferences.ts';
import { standardKeymap } from '#contract/keymap.ts';
import { careAtFirst, lookAtFirst } from '#domain/care/choices.ts';

export interface PreferencesState extends Preferences {
  /** Takes effect at once and is kept by the core; a failure to keep it is told through `onFailure`. */
  readonly change: (changes: Partial<Preferences>) => void;
}

const atFirst: Preferences = {
  language: 'en',
  policy_language: 'en',
  player: { volume: 0.6, muted: true, speed: 1, captions: false, hold_to_step: false },
  care: careAtFirst,
  look: lookAtFirst,
  keymap: standardKeymap,
  command_use: {},
  lock_after_min: LOCK_AFTER_MIN,
};

/** The person's preferences, mirrored in the page. */
export function createPreferences(client: LupaClient, onFailure: (code: 'disk-full' | 'disk-error') => void) {
  return createStore<PreferencesState>()((set) => ({
    ...atFirst,
    change(changes) {
      set(changes);
      void client.preferences.set(changes).then((result) => {
        if (!result.ok && (result.error.code === 'disk-full' || result.error.code === 'disk-error')) {
          onFailure(result.error.code);
        }
      });
    },
  }));
}

export type PreferencesStore = ReturnType<typeof createPreferences>;
