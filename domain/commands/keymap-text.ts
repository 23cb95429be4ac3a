import { KEYMAP_FILE_VERSION, keymapFile, type PersonalKeymap, TEXT_FILE_BYTES } from '#contract/keymap.ts';
import { fail, ok, type Result } from '#contract/result.ts';
import { clashes, layKeymap } from './layers.ts';
import { effectiveKeymap, type KeymapGround } from './personal.ts';

export type KeymapRefusal =
  | 'file-too-large'
  | 'file-not-json'
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

/** A file's value, and the version that is newer than this Lupa reads (null: it is not). */
interface Versioned {
  readonly value: unknown;
  readonly newer: number | null;
}

/** Reads the text of a file that says its version: not too large, and JSON. */
export function readVersioned(text: string, newest: number): Result<Versioned, 'file-too-large' | 'file-not-json'> {
  if (text.length > TEXT_FILE_BYTES) return fail('file-too-large', `${text.length} characters`);
  // Editors of some systems begin a file with a byte order mark, which is no JSON.
  const parsed = parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  if (parsed === null) return fail('file-not-json', 'the file is no JSON');
  const version = versionOf(parsed.value);
  return ok({ value: parsed.value, newer: typeof version === 'number' && version > newest ? version : null });
}

function readable(
  keymap: PersonalKeymap,
  isCommand: (id: string) => boolean,
): Result<PersonalKeymap, 'keymap-unknown'> {
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

/** Refuses a keymap that names what does not exist, or gives one key to two commands in one place. */
export function checkKeymap(
  keymap: PersonalKeymap,
  ground: KeymapGround,
  isCommand: (id: string) => boolean,
): Result<PersonalKeymap, 'keymap-unknown' | 'keymap-clash'> {
  const read = readable(keymap, isCommand);
  if (!read.ok) return read;
  const [pair] = clashes(effectiveKeymap(ground, read.value));
  if (pair === undefined) return read;
  const [first, second] = pair;
  return fail('keymap-clash', `${first.keys}: ${first.command} and ${second.command}`, {
    keys: first.keys,
    first: first.command,
    second: second.command,
  });
}

/**
 * Reads the text of a keymap file. All or nothing: whatever is not understood refuses the whole file, with the reason.
 * @param isCommand whether an id names a command of this version
 */
export function readKeymapText(
  text: string,
  ground: KeymapGround,
  isCommand: (id: string) => boolean,
): Result<PersonalKeymap, KeymapRefusal> {
  const read = readVersioned(text, KEYMAP_FILE_VERSION);
  if (!read.ok) return read;
  const { value, newer } = read.value;
  if (newer !== null)
    return fail('keymap-newer', `version ${newer}`, { version: newer, supported: KEYMAP_FILE_VERSION });
  const file = keymapFile.safeParse(value);
  if (!file.success) {
    const place = file.error.issues[0]?.path.map(String).join('.') || 'schemaVersion';
    return fail('keymap-malformed', file.error.message, { place });
  }
  return checkKeymap(file.data.keymap, ground, isCommand);
}
