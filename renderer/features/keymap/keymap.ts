import { createStore } from 'zustand/vanilla';
import type { LupaClient } from '#contract/ipc.ts';
import { type PersonalKeymap, type PresetName, standardKeymap } from '#contract/keymap.ts';
import { readKeymapText, writeKeymap } from '#domain/commands/keymap-text.ts';
import { type Rebinding, rebind, resetCommand, unbind } from '#domain/commands/personal.ts';
import type { PreferencesStore } from '#renderer/bridge/preferences.ts';
import { type TextFile, textFile } from '#renderer/bridge/text-file.ts';
import { keymapGround } from '#renderer/commands/ground.ts';
import { type CommandId, isCommandId } from '#renderer/commands/registry.ts';
import type { NoticesStore } from '#renderer/ui/notices.ts';

export interface KeymapState extends TextFile<PersonalKeymap> {
  readonly choosePreset: (preset: PresetName) => void;
  readonly rebind: (wish: Rebinding) => void;
  readonly unbind: (command: CommandId, keys: string) => void;
  /** Gives a command its preset keys back; answers with all commands that went back for it. */
  readonly reset: (command: CommandId) => readonly string[];
  readonly resetAll: () => void;
}

interface Deps {
  readonly client: LupaClient;
  readonly preferences: PreferencesStore;
  readonly notices: NoticesStore;
}

/** Changing the keymap. Every change is in force and kept at once. */
export function createKeymap({ client, preferences, notices }: Deps) {
  const now = (): PersonalKeymap => preferences.getState().keymap;
  const put = (keymap: PersonalKeymap): void => preferences.getState().change({ keymap });
  return createStore<KeymapState>()((set, get) => ({
    ...textFile<PersonalKeymap>(
      { get, set },
      {
        client,
        notices,
        name: 'lupa-keymap.json',
        now,
        put,
        write: writeKeymap,
        read: (text) => readKeymapText(text, keymapGround, isCommandId),
        says: { saved: 'keymap.saved', imported: 'keymap.imported', takenBack: 'keymap.takenBack' },
      },
    ),
    choosePreset: (preset) => put({ ...now(), preset }),
    rebind: (wish) => put(rebind(keymapGround, now(), wish)),
    unbind: (command, keys) => put(unbind(keymapGround, now(), command, keys)),
    reset(command) {
      const { keymap, reset } = resetCommand(keymapGround, now(), command);
      put(keymap);
      return reset;
    },
    resetAll: () => put({ ...standardKeymap, preset: now().preset }),
  }));
}
