import { z } from 'zod';

/** Ways of pressing that people bring from elsewhere; each is a file in resources/keymaps. */
export const presetName = z.enum(['standard', 'prodigy', 'cvat', 'label-studio', 'numpad', 'left-hand', 'modifiers']);
export type PresetName = z.infer<typeof presetName>;

/** One row: these keys do this command there. A command that begins with `-` takes keys away; without keys, all of them. */
export const keymapRow = z.strictObject({
  cmd: z
    .string()
    .max(80)
    .regex(/^-?[a-z]\w*(\.\w+)*(\.\d+-\d+)?$/i),
  keys: z.array(z.string().min(1).max(60)).max(20),
  when: z.string().min(1).max(40),
});

/** What a person chose: a preset, and own rows above it. */
export const personalKeymap = z.strictObject({ preset: presetName, rows: z.array(keymapRow).max(2_000) });
export type PersonalKeymap = z.infer<typeof personalKeymap>;

export const standardKeymap: PersonalKeymap = { preset: 'standard', rows: [] };

/** Version of the keymap file's form. A newer one is refused, for nothing may be half understood. */
export const KEYMAP_FILE_VERSION = 1;

/** A keymap as a file. */
export const keymapFile = z.strictObject({ schemaVersion: z.literal(KEYMAP_FILE_VERSION), keymap: personalKeymap });

/** The largest text file that the page opens or saves. Bytes. */
export const TEXT_FILE_BYTES = 256 * 1024;

/** How a command was used: orders the palette, and tells when a key is worth showing. */
export const commandUse = z.strictObject({
  /** Choices from the palette, and when the newest was. Milliseconds since 1970. */
  chosen: z.number().int().nonnegative(),
  chosen_at: z.number().int().nonnegative(),
  /** Presses with the mouse, counted up to the one at which the key is shown. */
  clicked: z.number().int().nonnegative(),
});
export type CommandUse = z.infer<typeof commandUse>;
