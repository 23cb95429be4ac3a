import type { Language } from '#contract/ids.ts';
import { chordLabel, plainCaps } from '#domain/commands/chord.ts';
import type { KeyScope } from '#domain/commands/keymap.ts';
import type { SourcedBinding } from '#domain/commands/layers.ts';
import { effectiveKeymap } from '#domain/commands/personal.ts';
import { keymapGround, presetNames } from '#renderer/commands/ground.ts';
import { commandGroups, type CommandId, commandIds, commands } from '#renderer/commands/registry.ts';
import { commandEntries } from '#renderer/commands/search.ts';
import { presetTitles } from '#renderer/commands/preset-titles.ts';
import { wordsOf } from '#renderer/i18n/use-words.ts';

const english = wordsOf('en');
const spanish = wordsOf('es');

const cell = (text: string): string => text.replaceAll('|', '\\|');
const code = (text: string): string => (text === '`' ? '`` ` ``' : `\`${cell(text)}\``);

function keysIn(keymap: readonly SourcedBinding[], id: CommandId, language: Language): string {
  const keys = new Set(keymap.filter(({ command }) => command === id).map((each) => each.keys));
  return [...keys].map((each) => code(chordLabel(each, { ...plainCaps, language }))).join(' ');
}

function scopesIn(keymap: readonly SourcedBinding[], id: CommandId): string {
  const scopes = new Set<KeyScope>(keymap.filter(({ command }) => command === id).map(({ scope }) => scope));
  return [...scopes].join(', ');
}

function notes(id: CommandId): string {
  const { decides, undoable, repeats } = commands[id];
  return [decides && 'decides', undoable && 'can be undone', repeats && 'goes on while held']
    .filter(Boolean)
    .join(', ');
}

function groupTable(keymap: readonly SourcedBinding[], group: (typeof commandGroups)[number]): string {
  const ids = commandIds.filter((id) => commands[id].group === group);
  const aliases = new Map(commandEntries(english, ids).map((entry) => [entry.id, entry.aliases.join(', ')]));
  const rows = ids.map((id) =>
    [
      keysIn(keymap, id, 'en'),
      english.command(id),
      spanish.command(id),
      scopesIn(keymap, id),
      notes(id),
      aliases.get(id),
    ]
      .map((each) => (each === undefined || each === '' ? ' ' : each))
      .join(' | '),
  );
  return [
    `## ${english.t(`group.${group}`)} · ${spanish.t(`group.${group}`)}`,
    '',
    '| keys | command | comando | where | notes | also found as |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}

function presetTable(keymap: readonly SourcedBinding[]): string {
  const presets = presetNames.filter((name) => name !== 'standard');
  const keymaps = presets.map((preset) => effectiveKeymap(keymapGround, { preset, rows: [] }));
  const rows = commandIds.flatMap((id) => {
    const standard = keysIn(keymap, id, 'en');
    const others = keymaps.map((each) => keysIn(each, id, 'en'));
    if (others.every((keys) => keys === standard)) return [];
    const cells = others.map((keys) => (keys === standard ? '·' : keys === '' ? '—' : keys));
    return [`| ${[english.command(id), standard === '' ? '—' : standard, ...cells].join(' | ')} |`];
  });
  return [
    '## Presets · Preajustes',
    '',
    'What the presets change. `·` is as in Standard; `—` is without a key, and in the palette.',
    '',
    `| command | ${['standard' as const, ...presets].map((name) => english.t(presetTitles[name])).join(' | ')} |`,
    `| --- |${' --- |'.repeat(presetNames.length)}`,
    ...rows,
  ].join('\n');
}

/** The whole of docs/keyboard.md, from the registry, the catalogs and the keymaps. */
export function keyboardPage(): string {
  const keymap = effectiveKeymap(keymapGround, { preset: 'standard', rows: [] });
  return [
    '# The keys',
    '',
    'Made by `node scripts/docs/main.ts` from the command registry, the catalogs and the keymaps; a test keeps it true. Do not edit it by hand.',
    '',
    'Every command is in the palette (`Ctrl+K`) in both languages, with its key, and in the application menu (`Alt` shows it on Windows and Linux),',
    'whose entries only show keys: the page alone reads them, so nothing is done twice. `G` `K` opens the keymap editor: rebind by pressing, take a',
    'preset, save and read keymaps as JSON. On a Mac, Ctrl is Command. `any` holds everywhere, also while typing; `app` on every screen; the',
    'others on their screen; `review.form` while a form with choices is open. No command that decides repeats while its key is held.',
    '',
    ...commandGroups.flatMap((group) => [groupTable(keymap, group), '']),
    presetTable(keymap),
    '',
    '## The keymap file',
    '',
    'JSON, at most 256 KB: `{"schemaVersion": 1, "keymap": {"preset": "standard", "rows": [{"cmd": "decision.accept", "keys": ["z"], "when": "review"}]}}`.',
    'Rows lie over the preset, the preset over the default; a row takes its keys from whatever held them below. `-command` takes that command’s keys',
    'away: the named ones, or all when `keys` is empty. Letters, digits and signs are read by what the cap says; `[Digit1]` by place. `Mod` is',
    'Ctrl or Command. Two keys with a space between them are pressed after each other. A file is taken whole or refused with the reason.',
    '',
  ].join('\n');
}
