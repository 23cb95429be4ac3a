import { describe, expect, it } from 'vitest';
import { ariaKeys, chordLabel, type KeyPress, matchesChord, parseChord, plainCaps } from '#domain/commands/chord.ts';
import { type KeyContext, keyScopes, matchKey, readKeymap } from '#domain/commands/keymap.ts';
import { isCommandId } from '#renderer/commands/registry.ts';
import file from '#resources/default-keymap.json' with { type: 'json' };

const keymap = readKeymap(file.bindings);

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  shift: false,
  mod: false,
  alt: false,
  repeat: false,
  composing: false,
  ...more,
});

const context = (more: Partial<KeyContext> = {}): KeyContext => ({
  scopes: new Set(['app', 'review']),
  typing: false,
  modal: false,
  owned: () => false,
  ...more,
});

const found = (key: KeyPress, where: KeyContext = context()): string | null => {
  const match = matchKey(keymap, key, where, null, 0);
  return match.kind === 'command' ? match.command : null;
};

describe('the default keymap', () => {
  it('names only commands that exist', () => {
    expect(keymap.map(({ command }) => command).filter((id) => !isCommandId(id))).toEqual([]);
  });

  it('gives each key one meaning in each scope', () => {
    const seen = keymap.map(({ keys, scope }) => `${scope} ${keys}`);
    expect(seen.filter((each, index) => seen.indexOf(each) !== index)).toEqual([]);
  });

  it('hides no single key behind the first key of a sequence', () => {
    const openers = new Set(keymap.filter(({ chords }) => chords.length > 1).map(({ keys }) => keys.split(' ')[0]));
    expect(keymap.filter(({ keys, chords }) => chords.length === 1 && openers.has(keys))).toEqual([]);
  });

  it('leaves the keys alone that are reserved for what is to come', () => {
    const taken = new Set(keymap.map(({ keys }) => keys));
    expect(file.reserved.flatMap(({ keys }) => keys).filter((keys) => taken.has(keys))).toEqual([]);
  });

  it('uses digits for kinds, and for options while a form with a choice is open', () => {
    expect(found(press('1', { code: 'Digit1' }))).toBe('decision.wrongAction');
    const inForm = context({ scopes: new Set(['app', 'review', 'review.form']) });
    expect(found(press('1', { code: 'Digit1' }), inForm)).toBe('label.choose.1');
    expect(found(press('0', { code: 'Digit0' }), inForm)).toBe('label.choose.10');
  });

  it('finds severity by the place of the digit, whatever Shift makes of it', () => {
    for (const key of ['!', '¡', '1'])
      expect(found(press(key, { code: 'Digit1', shift: true }))).toBe('severity.set.1');
  });
});

describe('matching a key', () => {
  it('never decides while typing, and lets Mod+Enter through', () => {
    const typing = context({ typing: true });
    for (const key of ['a', 'x', '1', 's', 'Enter', 'Backspace']) expect(found(press(key), typing)).toBeNull();
    expect(found(press('Enter', { mod: true }), typing)).toBe('decision.submitFromField');
  });

  it('leaves the field its own undo', () => {
    expect(found(press('z', { mod: true }), context({ typing: true }))).toBeNull();
    expect(found(press('z', { mod: true }))).toBe('decision.undo');
  });

  it('does nothing while a dialog is open, while a character is composed, or with AltGr', () => {
    expect(found(press('a'), context({ modal: true }))).toBeNull();
    expect(found(press('a', { composing: true }))).toBeNull();
    expect(found(press('a', { alt: true }))).toBeNull();
  });

  it('leaves keys to the widget that owns them', () => {
    expect(found(press(' '), context({ owned: ({ key }) => key === ' ' }))).toBeNull();
    expect(found(press(' '))).toBe('player.playPause');
  });

  it('reads letters by the cap, with caps lock too, and apart from Shift', () => {
    expect(found(press('A'))).toBe('decision.accept');
    expect(found(press('A', { shift: true }))).toBeNull();
    expect(found(press('U', { shift: true }))).toBe('clip.previous');
  });

  it('waits for the second key of a sequence, and not for ever', () => {
    const first = matchKey(keymap, press('g'), context(), null, 1_000);
    if (first.kind !== 'pending') throw new Error(`expected a pending sequence, got ${first.kind}`);
    expect(matchKey(keymap, press('p'), context(), first.pending, 1_500)).toEqual({
      kind: 'command',
      command: 'go.policies',
    });
    expect(matchKey(keymap, press('p'), context(), first.pending, 9_000)).toEqual({
      kind: 'command',
      command: 'policy.open',
    });
  });

  it('prefers the most particular scope', () => {
    const order = keyScopes.indexOf('review.form');
    expect(order).toBeGreaterThan(keyScopes.indexOf('review'));
  });
});

describe('key names', () => {
  it('shows what is on the caps', () => {
    expect(
      ['Mod+Shift+z', 'Shift+[Digit1]', 'Space', 'g q', 'Mod++', '+', 'ArrowLeft'].map((keys) =>
        chordLabel(keys, plainCaps),
      ),
    ).toEqual(['Ctrl+⇧Z', '⇧1', 'Space', 'G Q', 'Ctrl++', '+', '←']);
    expect(chordLabel('Mod+k', { ...plainCaps, mac: true })).toBe('⌘K');
  });

  it('check 8: says what the caps of this layout and language say', () => {
    const caps = {
      ...plainCaps,
      language: 'es' as const,
      layout: new Map([
        ['Digit1', '&'],
        ['Comma', ';'],
      ]),
    };
    expect(
      ['Shift+[Digit1]', 'Shift+[Comma]', 'Space', 'PageDown', '[Numpad7]'].map((keys) => chordLabel(keys, caps)),
    ).toEqual(['⇧&', '⇧;', 'Espacio', 'AvPág', 'Num 7']);
  });

  it('tells screen readers single chords only', () => {
    expect(ariaKeys('Mod+Shift+z', false)).toBe('Control+Shift+z');
    expect(ariaKeys('g q', false)).toBeNull();
  });

  it('refuses what it cannot read', () => {
    expect(() => parseChord('Alt+x')).toThrow('unknown modifier "Alt"');
    expect(() => readKeymap([{ cmd: 'x', keys: ['a'], when: 'nowhere' }])).toThrow('unknown "when": nowhere');
    expect(() => readKeymap([{ cmd: 'x.1-3', keys: ['a'], when: 'app' }])).toThrow('3 commands but 1 keys');
  });

  it('matches punctuation however it is reached', () => {
    expect(matchesChord(parseChord('?'), press('?', { shift: true }))).toBe(true);
    expect(matchesChord(parseChord('+'), press('+'))).toBe(true);
  });
});
