import { describe, expect, it } from 'vitest';
import { type Chord, type KeyPress, matchesChord } from '#domain/commands/chord.ts';
import { type KeyContext, type KeyScope, matchKey, type Pending } from '#domain/commands/keymap.ts';
import { clashes, isCharacter, type SourcedBinding } from '#domain/commands/layers.ts';
import { effectiveKeymap } from '#domain/commands/personal.ts';
import { keymapGround, presetNames } from '#renderer/commands/ground.ts';
import { commandIds, commands, isCommandId } from '#renderer/commands/registry.ts';
import { isNeverDefault, type Layout, layouts, pressesOf } from '#test/support/layouts.ts';

const keymapOf = (preset: (typeof presetNames)[number]) => effectiveKeymap(keymapGround, { preset, rows: [] });

/** Scopes that hold while a binding is to be pressed: its own screen and what surrounds it. */
function around(scope: KeyScope): KeyContext {
  const [screen] = scope.split('.') as [KeyScope];
  const scopes = new Set<KeyScope>(['app', screen, scope]);
  return { scopes, typing: false, modal: false, owned: () => false };
}

const waysToPress = (layout: Layout, chord: Chord): readonly KeyPress[] =>
  pressesOf(layout, chord.mod).filter((press) => matchesChord(chord, press));

/** Whether a binding can be pressed on this layout so that it does what it says. */
function works(keymap: readonly SourcedBinding[], binding: SourcedBinding, layout: Layout): boolean {
  let pending: readonly (Pending | null)[] = [null];
  for (const [index, chord] of binding.chords.entries()) {
    const matches = pending.flatMap((before) =>
      waysToPress(layout, chord).map((press) => matchKey(keymap, press, around(binding.scope), before, index * 100)),
    );
    if (index === binding.chords.length - 1)
      return matches.some((match) => match.kind === 'command' && match.command === binding.command);
    pending = matches.flatMap((match) => (match.kind === 'pending' ? [match.pending] : []));
  }
  return false;
}

const deciding = commandIds.filter((id) => commands[id].group === 'decide' || commands[id].decides === true);

describe.each(presetNames)('the preset %s', (preset) => {
  const keymap = keymapOf(preset);

  it('names only commands that exist', () => {
    expect(keymap.map(({ command }) => command).filter((id) => !isCommandId(id))).toEqual([]);
  });

  it('has a key for every command that decides', () => {
    const bound = new Set(keymap.map(({ command }) => command));
    expect(deciding.filter((id) => !bound.has(id))).toEqual([]);
  });

  it('gives no key two meanings in one place, and hides no sequence behind its beginning', () => {
    expect(clashes(keymap).map(([a, b]) => `${a.keys}: ${a.command}, ${b.keys}: ${b.command}`)).toEqual([]);
  });

  it('uses no key that a system, a window or a dead key takes', () => {
    expect(keymap.filter(({ chords }) => chords.some(isNeverDefault)).map(({ keys }) => keys)).toEqual([]);
  });

  it.each(['us', 'es', 'latam'] as const)(
    'check 8: every key can be pressed on the %s layout without AltGr',
    (name) => {
      const wrong = keymap.filter((each) => !works(keymap, each, layouts[name]));
      expect(wrong.map(({ keys, command }) => `${keys}: ${command}`)).toEqual([]);
    },
  );
});

describe('what the presets are for', () => {
  it('modifiers only has no shortcut of a single character', () => {
    expect(keymapOf('modifiers').filter(({ chords }) => chords.some(isCharacter))).toEqual([]);
  });

  it('left hand decides everything with the left hand', () => {
    const left = /^((Shift|Mod)\+)*([qwertasdfgzxcvb12345]|Space|Escape|Tab|\[Digit[1-5]\])$/;
    const keymap = keymapOf('left-hand');
    const reached = new Set(
      keymap.filter(({ keys }) => keys.split(' ').every((key) => left.test(key))).map((b) => b.command),
    );
    expect(deciding.filter((id) => !reached.has(id))).toEqual([]);
  });

  it('numpad decides everything with the keys on the right', () => {
    const right = /^((Shift|Mod)\+)*(\[Numpad\w+\]|Enter|Backspace|Delete|Arrow\w+|Page\w+|Home|End)$/;
    const reached = new Set(
      keymapOf('numpad')
        .filter(({ keys }) => right.test(keys))
        .map(({ command }) => command),
    );
    expect(deciding.filter((id) => !reached.has(id))).toEqual([]);
  });

  it('Prodigy skips by Space, and still plays by K', () => {
    const keymap = keymapOf('prodigy').filter(({ scope }) => scope === 'review');
    const commandOf = (keys: string): unknown =>
      keymap.filter((each) => each.keys === keys).map((each) => each.command);
    expect([commandOf('Space'), commandOf('k'), commandOf('Delete')]).toEqual([
      ['decision.skip'],
      ['player.playPause'],
      ['decision.undo'],
    ]);
  });

  it('CVAT steps by D and F', () => {
    const keymap = keymapOf('cvat').filter(({ scope }) => scope === 'review');
    expect(['d', 'f', 'v', 'c'].map((keys) => keymap.find((each) => each.keys === keys)?.command)).toEqual([
      'player.framePrev',
      'player.frameNext',
      'player.frameNext10',
      'player.framePrev10',
    ]);
  });
});
