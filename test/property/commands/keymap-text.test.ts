import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PersonalKeymap, presetName, TEXT_FILE_BYTES } from '#contract/keymap.ts';
import { readKeymapText, writeKeymap } from '#domain/commands/keymap-text.ts';
import { clashes } from '#domain/commands/layers.ts';
import { conflictsOf, differences, effectiveKeymap, rebind, resetCommand } from '#domain/commands/personal.ts';
import { keymapGround } from '#renderer/commands/ground.ts';
import { type CommandId, commandIds, isCommandId } from '#renderer/commands/registry.ts';

const read = (text: string) => readKeymapText(text, keymapGround, isCommandId);

const command = fc.constantFrom(...commandIds);
const chord = fc.constantFrom(
  'a',
  'x',
  'z',
  'F4',
  'Mod+j',
  'Shift+[Digit1]',
  'g',
  '[Numpad4]',
  'Enter',
  '?',
  'Mod+Shift+k',
);
const keys = fc.oneof(
  chord,
  fc.tuple(chord, chord).map((pair) => pair.join(' ')),
);
const preset = fc.constantFrom(...presetName.options);

/** A keymap made as the editor makes it: wishes one after the other. */
const edited = fc
  .tuple(preset, fc.array(fc.tuple(command, keys, fc.boolean()), { maxLength: 6 }))
  .map(([name, wishes]) => {
    const start: PersonalKeymap = { preset: name, rows: [] };
    return wishes.reduce((keymap, [id, wished, isMore]) => {
      const first = effectiveKeymap(keymapGround, keymap).find((each) => each.command === id)?.keys ?? null;
      return rebind(keymapGround, keymap, { command: id, keys: wished, instead: isMore ? null : first });
    }, start);
  });

const row = fc.record({
  cmd: fc.oneof(
    command,
    fc.string(),
    command.map((id) => `-${id}`),
  ),
  keys: fc.array(fc.oneof(keys, fc.string()), { maxLength: 3 }),
  when: fc.oneof(fc.constantFrom('review', 'any', 'app'), fc.string()),
});

/** Files from almost right to not at all. */
const anyFile = fc.oneof(
  fc.string(),
  fc.json(),
  fc
    .record({ schemaVersion: fc.oneof(fc.constant(1), fc.anything()), keymap: fc.anything() })
    .map((each) => JSON.stringify(each)),
  fc
    .record({ schemaVersion: fc.constant(1), keymap: fc.record({ preset, rows: fc.array(row, { maxLength: 5 }) }) })
    .map((each) => JSON.stringify(each)),
  fc.tuple(edited, fc.nat()).map(([keymap, at]) => {
    const text = writeKeymap(keymap);
    return text.slice(0, at % text.length);
  }),
);

describe('reading a keymap file', () => {
  it('never throws, and takes a file whole or not at all', () => {
    fc.assert(
      fc.property(anyFile, (text) => {
        const result = read(typeof text === 'string' ? text : '');
        if (!result.ok) return /^(keymap|file)-/.test(result.error.code);
        const file = JSON.parse(text) as { keymap: PersonalKeymap };
        expect(result.value).toEqual(file.keymap);
        return clashes(effectiveKeymap(keymapGround, result.value)).length === 0;
      }),
      { numRuns: 400 },
    );
  });

  it('reads back exactly what was written', () => {
    fc.assert(
      fc.property(edited, (keymap) => {
        expect(read(writeKeymap(keymap))).toEqual({ ok: true, value: keymap });
      }),
      { numRuns: 300 },
    );
  });

  it('refuses every newer version, whatever else is in it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2 }), fc.jsonValue(), (schemaVersion, keymap) => {
        expect(read(JSON.stringify({ schemaVersion, keymap }))).toMatchObject({
          ok: false,
          error: { code: 'keymap-newer', params: { version: schemaVersion } },
        });
      }),
    );
  });

  it('refuses a file that is too big before reading it', () => {
    expect(read(' '.repeat(TEXT_FILE_BYTES + 1))).toMatchObject({ ok: false, error: { code: 'file-too-large' } });
  });

  it('names the command, key or place that it does not know', () => {
    const named = (each: object) => {
      const rows = [{ cmd: 'decision.accept', keys: ['z'], when: 'review', ...each }];
      const result = read(JSON.stringify({ schemaVersion: 1, keymap: { preset: 'standard', rows } }));
      return result.ok ? null : [result.error.code, result.error.params['name']];
    };
    expect(named({ cmd: 'decision.guess' })).toEqual(['keymap-unknown', 'decision.guess']);
    expect(named({ keys: ['Alt+z'] })).toEqual(['keymap-unknown', 'decision.accept: Alt+z (review)']);
    expect(named({ when: 'nowhere' })).toEqual(['keymap-unknown', 'decision.accept: z (nowhere)']);
  });
});

describe('changing keys', () => {
  it('never leaves a key with two meanings, and gives the command what was pressed', () => {
    fc.assert(
      fc.property(edited, command, keys, (keymap, id, wished) => {
        const first = effectiveKeymap(keymapGround, keymap).find((each) => each.command === id)?.keys ?? null;
        const after = rebind(keymapGround, keymap, { command: id, keys: wished, instead: first });
        const inForce = effectiveKeymap(keymapGround, after);
        expect(clashes(inForce)).toEqual([]);
        expect(inForce.filter((each) => each.command === id).map((each) => each.keys)).toContain(wished);
      }),
      { numRuns: 300 },
    );
  });

  it('says beforehand exactly whose keys change', () => {
    fc.assert(
      fc.property(preset, command, keys, (name, id: CommandId, wished) => {
        const before: PersonalKeymap = { preset: name, rows: [] };
        const first = effectiveKeymap(keymapGround, before).find((each) => each.command === id)?.keys ?? null;
        const wish = { command: id, keys: wished, instead: first };
        const others = conflictsOf(keymapGround, before, wish);
        const changed = differences(keymapGround, before, rebind(keymapGround, before, wish)).map(
          (each) => each.command,
        );
        expect(changed.filter((each) => each !== id && !others.includes(each))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('resets a command to the keys of its preset', () => {
    fc.assert(
      fc.property(edited, command, (keymap, id) => {
        const { keymap: after } = resetCommand(keymapGround, keymap, id);
        const keysIn = (each: PersonalKeymap): string[] =>
          effectiveKeymap(keymapGround, each)
            .filter((binding) => binding.command === id)
            .map((binding) => binding.keys);
        expect(keysIn(after)).toEqual(keysIn({ ...keymap, rows: [] }));
        expect(clashes(effectiveKeymap(keymapGround, after))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
