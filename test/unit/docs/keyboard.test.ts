import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandIds } from '#renderer/commands/registry.ts';
import { commandEntries } from '#renderer/commands/search.ts';
import { wordsOf } from '#renderer/i18n/use-words.ts';
import aliases from '#resources/command-aliases.json' with { type: 'json' };
import { keyboardPage } from '#scripts/docs/keyboard.ts';
import { REPOSITORY } from '#scripts/setup/paths.ts';

describe('docs/keyboard.md', () => {
  it('is what the registry says now (node scripts/docs/main.ts writes it)', () => {
    expect(readFileSync(join(REPOSITORY, 'docs', 'keyboard.md'), 'utf8')).toBe(keyboardPage());
  });

  it('has every command in both languages', () => {
    const page = keyboardPage();
    for (const language of ['en', 'es'] as const) {
      const titles = commandEntries(wordsOf(language), commandIds).map(({ title }) => title);
      expect(titles.filter((title) => !page.includes(title))).toEqual([]);
    }
  });
});

describe('other words for commands', () => {
  it('name commands, in both languages, without empty ones', () => {
    const wrong = Object.entries(aliases).filter(
      ([id, { en, es }]) =>
        !commandIds.includes(id as never) || [en, es].some((each) => each.length === 0 || each.includes('')),
    );
    expect(wrong.map(([id]) => id)).toEqual([]);
  });
});
