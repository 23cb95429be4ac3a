/** A key press reduced to what matching needs; the dispatcher makes it of a DOM event, tests make it by hand. */
export interface KeyPress {
  /** The character or name on the pressed cap, as `KeyboardEvent.key`. */
  readonly key: string;
  /** The physical place, as `KeyboardEvent.code`. */
  readonly code: string;
  readonly shift: boolean;
  /** Ctrl, or Command on a Mac. */
  readonly mod: boolean;
  readonly alt: boolean;
  readonly repeat: boolean;
  /** An input method is composing, or AltGr is down: the press writes a character. */
  readonly composing: boolean;
}

/** One chord such as `Mod+Shift+z`, `Shift+[Digit1]` (physical), `?` or `PageDown`. */
export interface Chord {
  readonly mod: boolean;
  readonly shift: boolean;
  /** `code` chords are matched by place, `key` chords by what the cap says. */
  readonly by: 'key' | 'code';
  readonly value: string;
}

const NAMED_SPACE = 'Space';

/** Reads one chord. Throws on an unknown form: a keymap that cannot be read must not half work. */
export function parseChord(text: string): Chord {
  const last = text === '+' || text.endsWith('++') ? '+' : text.slice(text.lastIndexOf('+', text.length - 2) + 1);
  const prefix = text.slice(0, text.length - last.length);
  const modifiers = prefix === '' ? [] : prefix.slice(0, -1).split('+');
  for (const modifier of modifiers) {
    if (modifier !== 'Mod' && modifier !== 'Shift') throw new Error(`key "${text}": unknown modifier "${modifier}"`);
  }
  const mod = modifiers.includes('Mod');
  const shift = modifiers.includes('Shift');
  const physical = /^\[(\w+)\]$/.exec(last);
  if (physical?.[1] !== undefined) return { mod, shift, by: 'code', value: physical[1] };
  if (last === '') throw new Error(`key "${text}": nothing to press`);
  return { mod, shift, by: 'key', value: last === NAMED_SPACE ? ' ' : normal(last) };
}

/** Reads a binding: one chord, or two pressed after each other (`g q`). */
export function parseSequence(text: string): readonly Chord[] {
  return text.split(' ').map(parseChord);
}

function normal(key: string): string {
  return key.length === 1 ? key.toLowerCase() : key;
}

/** Letters and named keys mean another thing with Shift; on punctuation Shift only says how the character is reached. */
function mindsShift(value: string): boolean {
  return value.length > 1 || value === ' ' || value.toLowerCase() !== value.toUpperCase();
}

/** Whether a press is this chord. */
export function matchesChord(chord: Chord, press: KeyPress): boolean {
  if (press.composing || press.alt || chord.mod !== press.mod) return false;
  if (chord.by === 'code') return press.code === chord.value && press.shift === chord.shift;
  if (normal(press.key) !== chord.value) return false;
  return mindsShift(chord.value) ? press.shift === chord.shift : !chord.shift || press.shift;
}

/** What a person's key caps say. */
export interface KeyCaps {
  /** Mod is Command. */
  readonly mac: boolean;
  readonly language: 'en' | 'es';
  /** Characters by place, as the system's layout has them; null when the system does not tell. */
  readonly layout: ReadonlyMap<string, string> | null;
}

/** Caps of an unknown keyboard, in English. */
export const plainCaps: KeyCaps = { mac: false, language: 'en', layout: null };

const KEY_NAMES: Readonly<Record<string, string>> = {
  ' ': 'Space',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Backspace: '⌫',
  PageDown: 'PgDn',
  PageUp: 'PgUp',
  Escape: 'Esc',
  Delete: 'Del',
};

const KEY_NAMES_ES: Readonly<Record<string, string>> = {
  ' ': 'Espacio',
  PageDown: 'AvPág',
  PageUp: 'RePág',
  Home: 'Inicio',
  End: 'Fin',
  Delete: 'Supr',
  Enter: 'Intro',
};

const PLACES: Readonly<Record<string, string>> = {
  Comma: ',',
  Period: '.',
  NumpadAdd: 'Num +',
  NumpadSubtract: 'Num −',
  NumpadMultiply: 'Num *',
  NumpadDivide: 'Num /',
  NumpadDecimal: 'Num .',
};

function placeCap(code: string, layout: KeyCaps['layout']): string {
  const numpad = /^Numpad(\d)$/.exec(code)?.[1];
  if (numpad !== undefined) return `Num ${numpad}`;
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  const written = code.startsWith('Numpad') ? undefined : layout?.get(code);
  return written?.toUpperCase() ?? digit ?? PLACES[code] ?? code;
}

function capOf(chord: Chord, { language, layout }: KeyCaps): string {
  if (chord.by === 'code') return placeCap(chord.value, layout);
  const named = (language === 'es' ? KEY_NAMES_ES[chord.value] : undefined) ?? KEY_NAMES[chord.value];
  return named ?? (chord.value.length === 1 ? chord.value.toUpperCase() : chord.value);
}

/** What a person reads on a button: `Ctrl+⇧Z`, `⇧1`, `G Q`. */
export function chordLabel(text: string, caps: KeyCaps): string {
  return parseSequence(text)
    .map((chord) => `${chord.mod ? (caps.mac ? '⌘' : 'Ctrl+') : ''}${chord.shift ? '⇧' : ''}${capOf(chord, caps)}`)
    .join(' ');
}

/** The same for `aria-keyshortcuts`, which wants spelled names and one chord (sequences have no form there: null). */
export function ariaKeys(text: string, mac: boolean): string | null {
  const [chord, second] = parseSequence(text);
  if (chord === undefined || second !== undefined) return null;
  const cap = chord.by === 'code' ? capOf(chord, plainCaps).replace('Num ', 'Numpad') : chord.value;
  const named = { '+': 'Plus', ' ': 'Space' }[cap] ?? cap;
  return `${chord.mod ? (mac ? 'Meta+' : 'Control+') : ''}${chord.shift ? 'Shift+' : ''}${named}`;
}
