import { KEYMAP_FILE_VERSION, keymapFile, type PersonalKeymap, TEXT_FILE_BYTES } from '#contract/keymap.ts';
import { fail, ok, type Result } from '#contract/result.ts';
import { clashes, layKeymap } from './layers.ts';
import { effectiveKeymap, type KeymapGround } from './personal.ts';

type Refusal =
  | 'file-too-large'
  | 'keymap-not-json'
  | 'keymap-malformed'
  | 'keymap-newer'
  | 'keymap-unknown'
  | 'keymap-clash';

/** A keymap as the text of a file that people can read and edit. */
export function writeKeymap(keymap: PersonalKeymap): string {
  return `${JSON.stringify({ schemaVersion: KEYMAP_FILE_VERSION, keymap }, null, 2)}\n`;
}

function parse(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

function versionOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'schemaVersion' in value ? value.schemaVersion : null;
}

function readable(keymap: PersonalKeymap, isCommand: (id: string) => boolean): Result<PersonalKeymap, Refusal> {
  for (const [index, row] of keymap.rows.entries()) {
    try {
      const bound = layKeymap([{ source: 'user', rows: [{ ...row, cmd: row.cmd.replace(/^-/, '') }] }]);
      const named = bound.length > 0 ? bound.map(({ command }) => command) : [row.cmd.replace(/^-/, '')];
      const unknown = named.find((id) => !isCommand(id));
      if (unknown !== undefined) return fail('keymap-unknown', `row ${index + 1}: no such command`, { name: unknown });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const name = `${row.cmd}: ${row.keys.join(', ')} (${row.when})`;
      return fail('keymap-unknown', `row ${index + 1}: ${reason}`, { name });
    }
  }
  return ok(keymap);
}

/**
 * Reads the text of a keymap file. All or nothing: whatever is not understood refuses the whole file, with the reason.
 * @param isCommand whether an id names a command of this version
 */
export function readKeymapText(
  text: string,
  ground: KeymapGround,
  isCommand: (id: string) => boolean,
): Result<PersonalKeymap, Refusal> {
  if (text.length > TEXT_FILE_BYTES) return fail('file-too-large', `${text.length} characters`);
  // Editors of some systems begin a file with a byte order mark, which is no JSON.
  const parsed = parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  if (parsed === null) return fail('keymap-not-json', 'the file is no JSON');
  const version = versionOf(parsed.value);
  if (typeof version === 'number' && version > KEYMAP_FILE_VERSION)
    return fail('keymap-newer', `version ${version}`, { version, supported: KEYMAP_FILE_VERSION });
  const file = keymapFile.safeParse(parsed.value);
  if (!file.success) {
    const place = file.error.issues[0]?.path.map(String).join('.') || 'schemaVersion';
    return fail('keymap-malformed', file.error.message, { place });
  }
  const keymap = readable(file.data.keymap, isCommand);
  if (!keymap.ok) return keymap;
  const [pair] = clashes(effectiveKeymap(ground, keymap.value));
  if (pair === undefined) return keymap;
  const [first, second] = pair;
  return fail('keymap-clash', `${first.keys}: ${first.command} and ${second.command}`, {
    keys: first.keys,
    first: first.command,
    second: second.command,
  });
}
