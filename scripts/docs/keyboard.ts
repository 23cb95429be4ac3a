import { createIntl } from 'react-intl';
import { chordLabel } from '#domain/commands/chord.ts';
import { keysOf, readKeymap } from '#domain/commands/keymap.ts';
import { commandGroups, type CommandId, commandIds, commands } from '#renderer/commands/registry.ts';
import { commandWords } from '#renderer/i18n/use-words.ts';
import keymapFile from '#resources/default-keymap.json' with { type: 'json' };
import en from '#resources/locales/en.json' with { type: 'json' };
import es from '#resources/locales/es.json' with { type: 'json' };

const keymap = readKeymap(keymapFile.bindings);

const SCOPES: Readonly<Record<string, string>> = {
  any: 'everywhere, also while typing',
  app: 'every screen',
  queue: 'queue',
  policies: 'policies',
  sessions: 'session log',
  review: 'review',
  'review.form': 'review, while a form with a choice is open',
};

function rowOf(id: CommandId, title: (id: CommandId, language: 'en' | 'es') => string): string {
  const keys = [...new Set(keysOf(keymap, id).map((each) => `\`${chordLabel(each, false)}\``))].join(' ');
  const scopes = [
    ...new Set(keymap.filter(({ command }) => command === id).map(({ scope }) => SCOPES[scope] ?? scope)),
  ];
  return `| ${title(id, 'en')} | ${title(id, 'es')} | ${keys || 'by name only'} | ${scopes.join(', ')} | \`${id}\` |`;
}

/** The text of docs/keyboard.md, made of the command registry, the keymap and the catalogs. */
export function keyboardPage(): string {
  const intls = {
    en: createIntl({ locale: 'en', messages: en }),
    es: createIntl({ locale: 'es', messages: es }),
  };
  const title = (id: CommandId, language: 'en' | 'es'): string =>
    commandWords((message, values) => intls[language].formatMessage({ id: message }, values), id);
  const groups = commandGroups.map((group) => {
    const rows = commandIds.filter((id) => commands[id].group === group).map((id) => rowOf(id, title));
    const heading = intls.en.formatMessage({ id: `group.${group}` });
    return `## ${heading}\n\n| command | comando | keys | where | id |\n| --- | --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  const reserved = keymapFile.reserved.map(({ cmd, keys }) => `\`${keys.join(' ')}\` (${cmd})`).join(', ');
  return `# Keyboard

Made by \`node scripts/run.mjs scripts/docs/main.ts\` from the command registry, the default keymap and the locale catalogs. A test holds it current.

Letters, digits and punctuation go by what the cap says; Shift with a digit, a comma or a period goes by its place, so that it works on any layout. \`Ctrl\` is \`⌘\` on
a Mac. Nothing decides by a held key, while typing, while a dialog is open, or while a verdict is being saved.

${groups.join('\n')}
## Kept free

Not used yet, and kept for what is to come: ${reserved}.
`;
}
