import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createIntl } from 'react-intl';
import { describe, expect, it } from 'vitest';
import { errorCatalogue } from '#contract/errors.ts';
import { role } from '#contract/people.ts';
import { csvStyle, sessionEventDetail } from '#contract/sessions.ts';
import { errorClass, rootCause, scorecardAnswer, verdictKind } from '#contract/verdicts.ts';
import { theme } from '#contract/care.ts';
import { protection, vaultRefusal } from '#contract/vault.ts';
import { shieldParts } from '#domain/care/choices.ts';
import { correctableActions } from '#domain/review/verdict-form.ts';
import { sessionLogColumns } from '#domain/sessions/session-log-format.ts';
import { commandGroups, commandIds } from '#renderer/commands/registry.ts';
import { commandWords } from '#renderer/i18n/use-words.ts';
import en from '#resources/locales/en.json' with { type: 'json' };
import es from '#resources/locales/es.json' with { type: 'json' };
import { REPOSITORY } from '#scripts/setup/paths.ts';

const catalogs: Readonly<Record<'en' | 'es', Readonly<Record<string, string>>>> = { en, es };
const ids = Object.keys(en);
const intlOf = (locale: 'en' | 'es') => createIntl({ locale, messages: { en, es }[locale] });

/** Families whose ids are made of codes at run time: every code that can come needs its words. */
const families: Readonly<Record<string, readonly string[]>> = {
  error: Object.keys(errorCatalogue),
  verdict: verdictKind.options,
  verdictShort: verdictKind.options,
  action: correctableActions,
  role: role.options,
  errorClass: errorClass.options,
  rootCause: rootCause.options,
  answer: scorecardAnswer.options,
  event: sessionEventDetail.options.map((option) => option.shape.type.value),
  group: commandGroups,
  'menu.family': ['label.choose', 'severity.set'],
  screen: ['queue', 'list', 'review', 'policies', 'sessions', 'care'],
  'list.state': ['open', 'draft', 'skipped'],
  'export.column': sessionLogColumns,
  'export.separator': csvStyle.shape.separator.options,
  shield: [...shieldParts],
  theme: theme.options,
  export: ['from', 'to', 'csv', 'ndjson'],
  disk: ['low', 'full', 'failing'].flatMap((state) => [state, `${state}.next`]),
  'settings.protection': protection.options,
  'top.protection': ['development', 'nothing_kept'],
  'vault.refused': vaultRefusal.options,
};

/** Families of codes from data: known ones have words, unknown ones are shown as they are. */
const openFamilies = /^(violation|appeal|stage|surface|action)\./;

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.tsx?$/.test(entry.name)) yield readFileSync(path, 'utf8');
  }
}

const code = ['renderer', 'electron'].flatMap((folder) => [...sources(join(REPOSITORY, folder))]).join('\n');

/** The names that a message takes: walks its ICU text, in which braces alternate between arguments and words. */
function argumentsOf(message: string): string[] {
  const names = new Set<string>();
  let isArgument = false;
  const open: boolean[] = [];
  for (let place = 0; place < message.length; place += 1) {
    if (message[place] === '{') {
      open.push(isArgument);
      isArgument = !isArgument;
      const name = isArgument ? /^\s*(\w+)\s*[,}]/.exec(message.slice(place + 1))?.[1] : undefined;
      if (name !== undefined) names.add(name);
    } else if (message[place] === '}') {
      isArgument = open.pop() ?? false;
    }
  }
  return [...names].sort();
}

describe('the catalogs', () => {
  it('hold the same messages in both languages', () => {
    expect(Object.keys(es).sort()).toEqual([...ids].sort());
  });

  it('take the same arguments in both languages', () => {
    const differing = ids.filter(
      (id) => argumentsOf(en[id as keyof typeof en]).join() !== argumentsOf(catalogs.es[id] ?? '').join(),
    );
    expect(differing).toEqual([]);
  });

  it.each(['en', 'es'] as const)('are all readable as ICU messages (%s)', (locale) => {
    const problems: string[] = [];
    const intl = createIntl({ locale, messages: { en, es }[locale], onError: (error) => problems.push(error.message) });
    for (const id of ids) {
      const names = argumentsOf(catalogs[locale][id] ?? '');
      const values = Object.fromEntries(names.map((name) => [name, name === 'kind' ? 'uphold' : 2]));
      expect(intl.formatMessage({ id: id as keyof typeof en }, values)).not.toBe('');
    }
    expect(problems).toEqual([]);
  });

  it('count in words that fit the number', () => {
    const say = (locale: 'en' | 'es', count: number): string =>
      intlOf(locale).formatMessage({ id: 'record.reports' }, { count });
    expect([say('en', 1), say('en', 2), say('es', 1), say('es', 2)]).toEqual([
      '1 report',
      '2 reports',
      '1 denuncia',
      '2 denuncias',
    ]);
  });
});

describe('the use of messages', () => {
  it('has words for every code that can come', () => {
    const needed = Object.entries(families).flatMap(([family, codes]) => codes.map((each) => `${family}.${each}`));
    expect(needed.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('has titles for every command in both languages', () => {
    for (const locale of ['en', 'es'] as const) {
      const intl = intlOf(locale);
      const titles = commandIds.map((id) =>
        commandWords((message, values) => intl.formatMessage({ id: message }, values), id),
      );
      expect(titles.filter((title) => title === '' || title.startsWith('command.'))).toEqual([]);
      expect(new Set(titles).size).toBe(titles.length);
    }
  });

  it('leaves no message unused', () => {
    const made = new Set(
      Object.entries(families).flatMap(([family, codes]) => codes.map((each) => `${family}.${each}`)),
    );
    const unused = ids.filter(
      (id) => !code.includes(`'${id}'`) && !made.has(id) && !openFamilies.test(id) && !id.startsWith('command.'),
    );
    expect(unused).toEqual([]);
  });

  it('has a command for every command title', () => {
    const titled = ids.filter((id) => id.startsWith('command.')).map((id) => id.slice('command.'.length));
    const known = new Set<string>([...commandIds, 'label.choose', 'severity.set']);
    expect(titled.filter((id) => !known.has(id))).toEqual([]);
  });

  it('asks only for messages that exist', () => {
    const asked = [...code.matchAll(/\bt\('([\w.-]+)'/g)].map(([, id]) => id ?? '');
    expect(asked.length).toBeGreaterThan(80);
    expect(asked.filter((id) => !ids.includes(id))).toEqual([]);
  });
});
