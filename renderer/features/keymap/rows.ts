import type { PersonalKeymap } from '#contract/keymap.ts';
import type { KeySource, SourcedBinding } from '#domain/commands/layers.ts';
import { changedCommands, effectiveKeymap } from '#domain/commands/personal.ts';
import { keymapGround } from '#renderer/commands/ground.ts';
import { type CommandId, commandIds } from '#renderer/commands/registry.ts';
import { type CommandEntry, findCommands } from '#renderer/commands/search.ts';

/** A command in the list: its keys as the keymap writes them, and who gave them. */
export interface KeyRow {
  readonly id: CommandId;
  readonly keys: readonly string[];
  readonly source: KeySource;
}

const keysIn = (keymap: readonly SourcedBinding[], id: CommandId): readonly string[] => [
  ...new Set(keymap.filter(({ command }) => command === id).map(({ keys }) => keys)),
];

/** Every command with the keys in force and their source. */
export function keyRows(personal: PersonalKeymap): readonly KeyRow[] {
  const shipped = effectiveKeymap(keymapGround, { preset: 'standard', rows: [] });
  const inForce = effectiveKeymap(keymapGround, personal);
  const changed = changedCommands(personal);
  return commandIds.map((id) => {
    const keys = keysIn(inForce, id);
    const isShipped = keys.join('\n') === keysIn(shipped, id).join('\n');
    return { id, keys, source: changed.has(id) ? 'user' : isShipped ? 'default' : 'preset' };
  });
}

/** Rows that fit the text (either language) and hold the pressed keys, if any were pressed. */
export function filterRows(
  rows: readonly KeyRow[],
  entries: readonly CommandEntry[],
  text: string,
  pressed: string | null,
): readonly KeyRow[] {
  const fitting = findCommands(entries, text).flatMap(({ id }) => rows.find((row) => row.id === id) ?? []);
  if (pressed === null) return fitting;
  return fitting.filter(({ keys }) => keys.some((each) => each.split(' ').includes(pressed)));
}
