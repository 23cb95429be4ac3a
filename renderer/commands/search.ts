import { matchSorter } from 'match-sorter';
import type { Language } from '#contract/ids.ts';
import { otherLanguage } from '#renderer/i18n/catalog.ts';
import { type Words, wordsOf } from '#renderer/i18n/use-words.ts';
import aliasFile from '#resources/command-aliases.json' with { type: 'json' };
import { type CommandId, commands } from './registry.ts';

const aliases: Readonly<Record<string, Readonly<Record<Language, readonly string[]>>>> = aliasFile;

/** A command as it can be found: by its title, or by other words for it, in either language. */
export interface CommandEntry {
  readonly id: CommandId;
  readonly title: string;
  /** The title in the other language, so that a habit from there finds it too. */
  readonly other: string;
  readonly aliases: readonly string[];
  readonly group: string;
}

/** Commands with their words, titles in the language of the page. */
export function commandEntries(words: Words, ids: readonly CommandId[]): readonly CommandEntry[] {
  const inOther = wordsOf(otherLanguage(words.language));
  return ids.map((id) => ({
    id,
    title: words.command(id),
    other: inOther.command(id),
    aliases: [...(aliases[id]?.[words.language] ?? []), ...(aliases[id]?.[inOther.language] ?? [])],
    group: words.t(`group.${commands[id].group}`),
  }));
}

/** Entries that fit the query in either language (accents do not matter), the best first; equals stay in their order. */
export function findCommands(entries: readonly CommandEntry[], query: string): readonly CommandEntry[] {
  const asked = query.trim();
  if (asked === '') return entries;
  const place = new Map(entries.map(({ id }, index) => [id, index]));
  return matchSorter([...entries], asked, {
    keys: ['title', 'other', 'aliases', { key: 'group', maxRanking: matchSorter.rankings.CONTAINS }],
    baseSort: (a, b) => (place.get(a.item.id) ?? 0) - (place.get(b.item.id) ?? 0),
  });
}
