import type { Chord, KeyPress } from '#domain/commands/chord.ts';

/** What a key writes plain and with Shift; null where it is dead or writes nothing. AltGr is left out on purpose. */
type Caps = readonly [plain: string | null, shifted: string | null];
export type Layout = Readonly<Record<string, Caps>>;

function letters(): Record<string, Caps> {
  const names = Array.from('abcdefghijklmnopqrstuvwxyz');
  return Object.fromEntries(names.map((each) => [`Key${each.toUpperCase()}`, [each, each.toUpperCase()]]));
}

function digits(shifted: string): Record<string, Caps> {
  return Object.fromEntries(
    Array.from(shifted).map((each, index) => [`Digit${(index + 1) % 10}`, [String((index + 1) % 10), each]]),
  );
}

function numpad(decimal: string): Record<string, Caps> {
  const numbers = Array.from('0123456789').map((each) => [`Numpad${each}`, [each, null]] as const);
  const signs = { Add: '+', Subtract: '-', Multiply: '*', Divide: '/', Decimal: decimal };
  return Object.fromEntries([
    ...numbers,
    ...Object.entries(signs).map(([name, each]) => [`Numpad${name}`, [each, null]] as const),
  ]);
}

const everywhere: Record<string, Caps> = Object.fromEntries(
  [
    'Enter',
    'Escape',
    'Backspace',
    'Delete',
    'Home',
    'End',
    'PageUp',
    'PageDown',
    'ArrowLeft',
    'ArrowRight',
    'ArrowUp',
    'ArrowDown',
    ...Array.from({ length: 12 }, (_, index) => `F${index + 1}`),
  ].map((name) => [name, [name, name] as const]),
);

const common = { ...letters(), ...everywhere, Space: [' ', ' '] as const };

/** Three keyboards as X11 has them: `us`, `es` and `latam`. */
export const layouts: Readonly<Record<'us' | 'es' | 'latam', Layout>> = {
  us: {
    ...common,
    ...digits('!@#$%^&*()'),
    ...numpad('.'),
    Backquote: ['`', '~'],
    Minus: ['-', '_'],
    Equal: ['=', '+'],
    BracketLeft: ['[', '{'],
    BracketRight: [']', '}'],
    Semicolon: [';', ':'],
    Quote: ["'", '"'],
    Backslash: ['\\', '|'],
    Comma: [',', '<'],
    Period: ['.', '>'],
    Slash: ['/', '?'],
  },
  es: {
    ...common,
    ...digits('!"·$%&/()='),
    ...numpad(','),
    Backquote: ['º', 'ª'],
    Minus: ["'", '?'],
    Equal: ['¡', '¿'],
    BracketLeft: [null, null],
    BracketRight: ['+', '*'],
    Semicolon: ['ñ', 'Ñ'],
    Quote: [null, null],
    Backslash: ['ç', 'Ç'],
    IntlBackslash: ['<', '>'],
    Comma: [',', ';'],
    Period: ['.', ':'],
    Slash: ['-', '_'],
  },
  latam: {
    ...common,
    ...digits('!"#$%&/()='),
    ...numpad('.'),
    Backquote: ['|', '°'],
    Minus: ["'", '?'],
    Equal: ['¿', '¡'],
    BracketLeft: [null, null],
    BracketRight: ['+', '*'],
    Semicolon: ['ñ', 'Ñ'],
    Quote: ['{', '['],
    Backslash: ['}', ']'],
    IntlBackslash: ['<', '>'],
    Comma: [',', ';'],
    Period: ['.', ':'],
    Slash: ['-', '_'],
  },
};

/** Every way in which a layout can press something with these modifiers, without AltGr and without a dead key. */
export function pressesOf(layout: Layout, mod: boolean): readonly KeyPress[] {
  return Object.entries(layout).flatMap(([code, caps]) =>
    caps.flatMap((key, level) =>
      key === null ? [] : [{ key, code, shift: level === 1, mod, alt: false, repeat: false, composing: false }],
    ),
  );
}

/** Keys that no default and no preset may use, and why. */
export function isNeverDefault(chord: Chord): boolean {
  const { mod, shift, by, value } = chord;
  if (by === 'key' && "[]{}\\@#|~`^´<>;'/".includes(value)) return true;
  if (value === ' ' && mod) return true;
  if (value === 'F5' || value === 'F12') return true;
  if (mod && shift && ['u', 'e'].includes(value)) return true;
  return mod && !shift && ['w', 'q', 'r', 'n', 't'].includes(value);
}
