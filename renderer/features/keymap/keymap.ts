import { createStore } from 'zustand/vanilla';
import type { LupaClient } from '#contract/ipc.ts';
import { type PersonalKeymap, type PresetName, standardKeymap } from '#contract/keymap.ts';
import type { Failure } from '#contract/result.ts';
import { readKeymapText, writeKeymap } from '#domain/commands/keymap-text.ts';
import { type Rebinding, rebind, resetCommand, unbind } from '#domain/commands/personal.ts';
import type { PreferencesStore } from '#renderer/bridge/preferences.ts';
import { keymapGround } from '#renderer/commands/ground.ts';
import { type CommandId, isCommandId } from '#renderer/commands/registry.ts';
import type { NoticesStore } from '#renderer/ui/notices.ts';

export interface KeymapState {
  /** A keymap read from a file, waiting for the person's yes. */
  readonly offered: { readonly name: string; readonly keymap: PersonalKeymap } | null;
  /** What the last import replaced, as long as it can be taken back. */
  readonly replaced: PersonalKeymap | null;
  readonly failure: Pick<Failure, 'code' | 'params'> | null;
  readonly choosePreset: (preset: PresetName) => void;
  readonly rebind: (wish: Rebinding) => void;
  readonly unbind: (command: CommandId, keys: string) => void;
  /** Gives a command its preset keys back; answers with all commands that went back for it. */
  readonly reset: (command: CommandId) => readonly string[];
  readonly resetAll: () => void;
  readonly saveAs: () => Promise<void>;
  readonly open: () => Promise<void>;
  readonly decline: () => void;
  readonly accept: () => void;
  readonly takeBack: () => void;
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
    offered: null,
    replaced: null,
    failure: null,
    choosePreset: (preset) => put({ ...now(), preset }),
    rebind: (wish) => put(rebind(keymapGround, now(), wish)),
    unbind: (command, keys) => put(unbind(keymapGround, now(), command, keys)),
    reset(command) {
      const { keymap, reset } = resetCommand(keymapGround, now(), command);
      put(keymap);
      return reset;
    },
    resetAll: () => put({ ...standardKeymap, preset: now().preset }),
    async saveAs() {
      const result = await client.app.saveTextAs({ name: 'lupa-keymap.json', text: writeKeymap(now()) });
      set({ failure: result.ok ? null : result.error });
      if (result.ok && result.value.saved) notices.getState().say('keymap.saved');
    },
    async open() {
      const file = await client.app.openText({});
      if (!file.ok) return set({ failure: file.error, offered: null });
      if (file.value === null) return undefined;
      const read = readKeymapText(file.value.text, keymapGround, isCommandId);
      if (!read.ok) return set({ failure: read.error, offered: null });
      return set({ failure: null, offered: { name: file.value.name, keymap: read.value } });
    },
    decline: () => set({ offered: null }),
    accept() {
      const { offered } = get();
      if (offered === null) return;
      set({ offered: null, replaced: now() });
      put(offered.keymap);
      notices.getState().say('keymap.imported');
    },
    takeBack() {
      const { replaced } = get();
      if (replaced === null) return;
      set({ replaced: null });
      put(replaced);
      notices.getState().say('keymap.takenBack');
    },
  }));
}
