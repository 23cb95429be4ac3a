import { useMemo } from 'react';
import { createIntl, type IntlShape, useIntl } from 'react-intl';
import type { ErrorCode } from '#contract/errors.ts';
import type { Language } from '#contract/ids.ts';
import type { Failure } from '#contract/result.ts';
import type { VerdictKind } from '#contract/verdicts.ts';
import { type CommandId, familyOf } from '#renderer/commands/registry.ts';
import { catalogs, isMessageId, type MessageId } from './catalog.ts';

export type Values = Readonly<Record<string, string | number>>;

/** The page's words in the reader's language, and its numbers and dates. */
export interface Words {
  readonly language: Language;
  readonly t: (id: MessageId, values?: Values) => string;
  readonly command: (id: CommandId) => string;
  readonly verdict: (kind: VerdictKind) => string;
  readonly failure: (error: Pick<Failure, 'code' | 'params'>) => string;
  readonly errorCode: (code: ErrorCode) => string;
  /** A code from data (`hate_speech`, `ban_7d`): its known words in the family, else itself made readable. */
  readonly code: (family: 'violation' | 'action' | 'stage' | 'surface' | 'appeal' | 'region', code: string) => string;
  readonly languageName: (tag: string) => string;
  readonly number: (value: number) => string;
  readonly bytes: (value: number) => string;
  readonly time: (at: string | number) => string;
  readonly dateTime: (at: string) => string;
  readonly date: (at: string) => string;
  /** Day and time without the year, for what is near. */
  readonly soon: (at: string) => string;
}

/** Words of a command; the numbered families share one message. */
export function commandWords(t: Words['t'], id: CommandId): string {
  const family = familyOf(id);
  if (family !== null) return t(`command.${family.name}`, { number: family.number });
  return t(`command.${id}` as MessageId);
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

function readable(code: string): string {
  return capital(code.replaceAll(/[_-]+/g, ' ').trim());
}

function isRealDate(at: string | number): boolean {
  return !Number.isNaN(new Date(at).getTime());
}

function bytesWords(intl: IntlShape, value: number): string {
  const [amount, unit] =
    value >= 1e9 ? [value / 1e9, 'gigabyte'] : value >= 1e6 ? [value / 1e6, 'megabyte'] : [value / 1e3, 'kilobyte'];
  return intl.formatNumber(amount, { style: 'unit', unit, maximumFractionDigits: amount < 10 ? 1 : 0 });
}

function displayName(intl: IntlShape, type: 'language' | 'region', tag: string): string {
  try {
    return intl.formatDisplayName(tag, { type, fallback: 'code' }) ?? tag;
  } catch {
    // Packs hold tags that Intl calls ill-formed; the tag itself is then the best name.
    return tag;
  }
}

function regionWords(intl: IntlShape, code: string): string {
  const [country, part] = code.split('-');
  const name = displayName(intl, 'region', country ?? code);
  return part === undefined ? name : `${name} · ${part}`;
}

/** Makes the words for a language; hooks and tests share it. */
export function makeWords(intl: IntlShape): Words {
  const t: Words['t'] = (id, values) => intl.formatMessage({ id }, values);
  const errorWords: Words['failure'] = ({ code, params }) => t(`error.${code}`, { count: 0, ...params });
  const dates = (at: string | number, options: Intl.DateTimeFormatOptions): string =>
    isRealDate(at) ? intl.formatDate(at, options) : String(at);
  return {
    language: intl.locale,
    t,
    command: (id) => commandWords(t, id),
    verdict: (kind) => t(`verdict.${kind}`),
    failure: errorWords,
    errorCode: (code) => errorWords({ code, params: {} }),
    code(family, code) {
      if (family === 'region') return regionWords(intl, code);
      const id = `${family}.${code}`;
      return isMessageId(id) ? t(id) : readable(code);
    },
    languageName: (tag) => capital(displayName(intl, 'language', tag)),
    number: (value) => intl.formatNumber(value),
    bytes: (value) => bytesWords(intl, value),
    time: (at) => dates(at, { hour: '2-digit', minute: '2-digit' }),
    dateTime: (at) => dates(at, { dateStyle: 'medium', timeStyle: 'short' }),
    soon: (at) => dates(at, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }),
    date: (at) => dates(at, { dateStyle: 'medium' }),
  };
}

const spoken = new Map<Language, Words>();

/** The words of a language outside of what React draws. */
export function wordsOf(language: Language): Words {
  const known = spoken.get(language) ?? makeWords(createIntl({ locale: language, messages: catalogs[language] }));
  spoken.set(language, known);
  return known;
}

/** The page's words in the language shown now. */
export function useWords(): Words {
  const intl = useIntl();
  return useMemo(() => makeWords(intl), [intl]);
}
