import { z } from 'zod';
import { careChoices } from './care.ts';
import { preferenceShape } from './preferences.ts';

/** Version of the settings file's form. A newer one is refused, for nothing may be half understood. */
export const SETTINGS_FILE_VERSION = 1;

/** What a person may carry from one device to another: what they chose, not what they did. */
export const settings = z.strictObject({
  language: preferenceShape.language,
  policy_language: preferenceShape.policy_language,
  player: preferenceShape.player,
  care: careChoices.omit({ practice: true }),
  look: preferenceShape.look,
  keymap: preferenceShape.keymap,
});
export type Settings = z.infer<typeof settings>;

/** Settings as a file. */
export const settingsFile = z.strictObject({ schemaVersion: z.literal(SETTINGS_FILE_VERSION), settings });
