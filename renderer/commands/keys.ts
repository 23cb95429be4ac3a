import { ariaKeys, chordLabel, type KeyPress } from '#domain/commands/chord.ts';
import { keysOf, readKeymap } from '#domain/commands/keymap.ts';
import file from '#resources/default-keymap.json' with { type: 'json' };
import type { CommandId } from './registry.ts';

/** The keys in force. */
export const keymap = readKeymap(file.bindings);

const isMac = typeof navigator !== 'undefined' && navigator.platform.startsWith('Mac');

/** Label of the first key of a command, to be shown next to it; null when it has none. */
export function keyLabel(id: CommandId): string | null {
  const [first] = keysOf(keymap, id);
  return first === undefined ? null : chordLabel(first, isMac);
}

/** Labels of all keys of a command, each once. */
export function keyLabels(id: CommandId): readonly string[] {
  return [...new Set(keysOf(keymap, id).map((keys) => chordLabel(keys, isMac)))];
}

/** Value for `aria-keyshortcuts`; undefined when a command has no single-chord key. */
export function ariaShortcut(id: CommandId): string | undefined {
  const named = keysOf(keymap, id).flatMap((keys) => ariaKeys(keys, isMac) ?? []);
  return named.length === 0 ? undefined : [...new Set(named)].join(' ');
}

/** Reduces a DOM event to what matching needs. */
export function pressOf(event: KeyboardEvent): KeyPress {
  return {
    key: event.key,
    code: event.code,
    shift: event.shiftKey,
    mod: isMac ? event.metaKey : event.ctrlKey,
    alt: event.altKey,
    repeat: event.repeat,
    composing: event.isComposing || event.key === 'Process' || event.getModifierState('AltGraph'),
  };
}
