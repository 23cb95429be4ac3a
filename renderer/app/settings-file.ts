import { createStore } from 'zustand/vanilla';
import type { LupaClient } from '#contract/ipc.ts';
import type { Settings } from '#contract/settings-file.ts';
import { readSettingsText, settingsOf, withSettings, writeSettings } from '#domain/settings/settings-text.ts';
import type { PreferencesStore } from '#renderer/bridge/preferences.ts';
import { type TextFile, textFile } from '#renderer/bridge/text-file.ts';
import { keymapGround } from '#renderer/commands/ground.ts';
import { isCommandId } from '#renderer/commands/registry.ts';
import type { NoticesStore } from '#renderer/ui/notices.ts';

interface Deps {
  readonly client: LupaClient;
  readonly preferences: PreferencesStore;
  readonly notices: NoticesStore;
}

/** Settings out to a file and in from one: shown before they hold, and taken back afterwards. */
export function createSettingsFile({ client, preferences, notices }: Deps) {
  const put = (settings: Settings): void => {
    const { care, ...others } = withSettings(preferences.getState(), settings);
    const { language, policy_language, player, look, keymap } = others;
    preferences.getState().change({ language, policy_language, player, look, keymap, care });
  };
  return createStore<TextFile<Settings>>()((set, get) =>
    textFile<Settings>(
      { get, set },
      {
        client,
        notices,
        name: 'lupa-settings.json',
        now: () => settingsOf(preferences.getState()),
        put,
        write: writeSettings,
        read: (text) => readSettingsText(text, keymapGround, isCommandId),
        says: { saved: 'settings.saved', imported: 'settings.imported', takenBack: 'settings.takenBack' },
      },
    ),
  );
}

export type SettingsFileStore = ReturnType<typeof createSettingsFile>;
