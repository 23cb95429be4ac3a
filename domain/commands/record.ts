import type { KeyPress } from './chord.ts';

const MODIFIERS = new Set([
  'Shift',
  'Control',
  'Alt',
  'AltGraph',
  'Meta',
  'CapsLock',
  'NumLock',
  'ScrollLock',
  'Fn',
  'Dead',
  'Process',
  'Unidentified',
]);

/** What a press means while keys are being recorded: a chord, nothing yet (a modifier alone), or why it cannot be had. */
export type Recorded =
  | { readonly kind: 'chord'; readonly chord: string }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'refused'; readonly why: 'alt' | 'dead' };

/** Places whose character changes with Shift from layout to layout: with Shift they are kept by place. */
const BY_PLACE = /^(Digit\d|Comma|Period)$/;

function named(press: KeyPress): string {
  if (/^Numpad(?!Enter)/.test(press.code)) return `${press.shift ? 'Shift+' : ''}[${press.code}]`;
  if (press.shift && BY_PLACE.test(press.code)) return `Shift+[${press.code}]`;
  if (press.key === ' ') return press.shift ? 'Shift+Space' : 'Space';
  if (Array.from(press.key).length > 1) return `${press.shift ? 'Shift+' : ''}${press.key}`;
  const lower = press.key.toLowerCase();
  return press.shift && lower !== press.key.toUpperCase() ? `Shift+${lower}` : lower;
}

/** The keymap's text for a press, such as `Mod+Shift+k`, `?`, `Shift+[Digit1]` or `[Numpad4]`. */
export function recordPress(press: KeyPress): Recorded {
  if (press.key === 'Dead') return { kind: 'refused', why: 'dead' };
  if (MODIFIERS.has(press.key)) return { kind: 'nothing' };
  if (press.alt || press.composing) return { kind: 'refused', why: 'alt' };
  return { kind: 'chord', chord: `${press.mod ? 'Mod+' : ''}${named(press)}` };
}
