import { createStore } from 'zustand/vanilla';
import type { LupaClient } from '#contract/ipc.ts';
import type { Preferences } from '#contract/preferences.ts';
import type { Failure } from '#contract/result.ts';
import type { Settings } from '#contract/settings-file.ts';
import { readSettingsText, settingsOf, withSettings, writeSettings } from '#domain/settings/settings-text.ts';
import type { PreferencesStore } from '#renderer/bridge/preferences.ts';
import { keymapGround } from '#renderer/commands/ground.ts';
import { isCommandId } from '#renderer/commands/registry.ts';
import type { NoticesStore } from '#renderer/ui/notices.ts';

export interface SettingsFileState {
  /** Settings read from a file, waiting for the person's yes. */
  readonly offered: { readonly name: string; readonly settings: Settings } | null;
  /** What the last import replaced, as long as it can be taken back. */
  readonly replaced: Settings | null;
  readonly failure: Pick<Failure, 'code' | 'params'> | null;
  readonly saveAs: () => Promise<void>;
  /** Asks for a file and offers what it holds. */
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

/** Settings out to a file and in from one: shown before they hold, and taken back afterwards. */
export function createSettingsFile({ client, preferences, notices }: Deps) {
  const now = (): Preferences => preferences.getState();
  const put = (settings: Settings): void => {
    const { care, ...others } = withSettings(now(), settings);
    const { language, policy_language, player, look, keymap } = others;
    preferences.getState().change({ language, policy_language, player, look, keymap, care });
  };
  return createStore<SettingsFileState>()((set, get) => ({
    offered: null,
    replaced: null,
    failure: null,
    async saveAs() {
      const text = writeSettings(settingsOf(now()));
      const result = await client.app.saveTextAs({ name: 'lupa-settings.json', text });
      set({ failure: result.ok ? null : result.error });
      if (result.ok && result.value.saved) notices.getState().say('settings.saved');
    },
    async open() {
      const file = await client.app.openText({});
      if (!file.ok) return set({ failure: file.error, offered: null });
      if (file.value === null) return undefined;
      const read = readSettingsText(file.value.text, keymapGround, isCommandId);
      if (!read.ok) return set({ failure: read.error, offered: null });
      return set({ failure: null, offered: { name: file.value.name, settings: read.value } });
    },
    decline: () => set({ offered: null }),
    accept() {
      const { offered } = get();
      if (offered === null) return;
      set({ offered: null, replaced: settingsOf(now()) });
      put(offered.settings);
      notices.getState().say('settings.imported');
    },
    takeBack() {
      const { replaced } = get();
      if (replaced === null) return;
      set({ replaced: null });
      put(replaced);
      notices.getState().say('settings.takenBack');
    },
  }));
}

export type SettingsFileStore = ReturnType<typeof createSettingsFile>;
