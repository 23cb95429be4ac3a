import type { Preferences } from '#contract/preferences.ts';
import { fail, ok, type Result } from '#contract/result.ts';
import { SETTINGS_FILE_VERSION, type Settings, settingsFile } from '#contract/settings-file.ts';
import { checkKeymap, type KeymapRefusal, readVersioned } from '../commands/keymap-text.ts';
import type { KeymapGround } from '../commands/personal.ts';

export type SettingsRefusal =
  | Exclude<KeymapRefusal, 'keymap-malformed' | 'keymap-newer'>
  | 'settings-malformed'
  | 'settings-newer';

/** The part of somebody's preferences that a settings file holds. */
export function settingsOf({ language, policy_language, player, care, look, keymap }: Preferences): Settings {
  const { practice: _done, ...chosen } = care;
  return { language, policy_language, player, care: chosen, look, keymap };
}

/** The preferences after settings took the place of their part of them. */
export function withSettings(preferences: Preferences, settings: Settings): Preferences {
  return { ...preferences, ...settings, care: { ...preferences.care, ...settings.care } };
}

/** Settings as the text of a file that people can read and edit. */
export function writeSettings(settings: Settings): string {
  return `${JSON.stringify({ schemaVersion: SETTINGS_FILE_VERSION, settings }, null, 2)}\n`;
}

/**
 * Reads the text of a settings file. All or nothing: whatever is not understood refuses the whole file, with the reason.
 * @param isCommand whether an id names a command of this version
 */
export function readSettingsText(
  text: string,
  ground: KeymapGround,
  isCommand: (id: string) => boolean,
): Result<Settings, SettingsRefusal> {
  const read = readVersioned(text, SETTINGS_FILE_VERSION);
  if (!read.ok) return read;
  if (read.value.newer !== null) {
    const params = { version: read.value.newer, supported: SETTINGS_FILE_VERSION };
    return fail('settings-newer', `version ${params.version}`, params);
  }
  const file = settingsFile.safeParse(read.value.value);
  if (!file.success) {
    const place = file.error.issues[0]?.path.map(String).join('.') || 'schemaVersion';
    return fail('settings-malformed', file.error.message, { place });
  }
  const keymap = checkKeymap(file.data.settings.keymap, ground, isCommand);
  return keymap.ok ? ok(file.data.settings) : keymap;
}

/** A choice that differs: its place (`care.shield.grey`) and what it is before and after. The keymap is one choice. */
export interface SettingDifference {
  readonly place: string;
  readonly before: string | number | boolean;
  readonly after: string | number | boolean;
}

type Leaves = ReadonlyMap<string, string | number | boolean>;

function leavesOf(value: unknown, place: string): [string, string | number | boolean][] {
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, each]) => leavesOf(each, place === '' ? name : `${place}.${name}`));
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [[place, value]] : [];
}

function leaves({ keymap: _apart, ...settings }: Settings): Leaves {
  return new Map(leavesOf(settings, ''));
}

/** What would change if one took the place of the other, the keymap aside. */
export function settingDifferences(before: Settings, after: Settings): readonly SettingDifference[] {
  const old = leaves(before);
  return [...leaves(after)].flatMap(([place, value]) => {
    const was = old.get(place);
    return was === undefined || was === value ? [] : [{ place, before: was, after: value }];
  });
}
