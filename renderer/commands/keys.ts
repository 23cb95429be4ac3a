import { createStore } from 'zustand/vanilla';
import type { Language } from '#contract/ids.ts';
import { standardKeymap } from '#contract/keymap.ts';
import { ariaKeys, chordLabel, type KeyCaps, type KeyPress } from '#domain/commands/chord.ts';
import { keysOf } from '#domain/commands/keymap.ts';
import type { SourcedBinding } from '#domain/commands/layers.ts';
import { effectiveKeymap } from '#domain/commands/personal.ts';
import { keymapGround } from './ground.ts';
import type { CommandId } from './registry.ts';

const isMac = typeof navigator !== 'undefined' && navigator.platform.startsWith('Mac');

/** The keys in force, and what the caps of this keyboard say. One keyboard, so one of these for the page. */
export const activeKeys = createStore<{ readonly keymap: readonly SourcedBinding[]; readonly caps: KeyCaps }>()(() => ({
  keymap: effectiveKeymap(keymapGround, standardKeymap),
  caps: { mac: isMac, language: 'en', layout: null },
}));

/** The part of `navigator.keyboard` (Chromium only) that is used here. */
interface SystemKeyboard {
  readonly keyboard?: { readonly getLayoutMap?: () => Promise<ReadonlyMap<string, string>> };
}

/** Asks the system what its caps say; where it does not tell, the names of places stay. */
export async function readLayout(): Promise<void> {
  const layout = await (navigator as SystemKeyboard).keyboard?.getLayoutMap?.().catch(() => null);
  if (layout) activeKeys.setState(({ caps }) => ({ caps: { ...caps, layout } }));
}

/** What a key of the keymap is called on this keyboard, in the page's language or the one that is asked for. */
export function keysLabel(keys: string, language = activeKeys.getState().caps.language): string {
  return chordLabel(keys, { ...activeKeys.getState().caps, language });
}

/** Label of the first key of a command, to be shown next to it; null when it has none. */
export function keyLabel(id: CommandId, language?: Language): string | null {
  const [first] = keysOf(activeKeys.getState().keymap, id);
  return first === undefined ? null : keysLabel(first, language);
}

/** Labels of all keys of a command, each once. */
export function keyLabels(id: CommandId): readonly string[] {
  return [...new Set(keysOf(activeKeys.getState().keymap, id).map((keys) => keysLabel(keys)))];
}

/** Value for `aria-keyshortcuts`; undefined when a command has no single-chord key. */
export function ariaShortcut(id: CommandId): string | undefined {
  const named = keysOf(activeKeys.getState().keymap, id).flatMap((keys) => ariaKeys(keys, isMac) ?? []);
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
