import { type Language, language } from '#contract/ids.ts';
import { plainText } from './plain-text.ts';
import { splitSections } from './sections.ts';

/** The words of a version's sections, by language and section id; a language that was not delivered is absent. */
export interface VersionWords {
  readonly version: string;
  readonly words: Partial<Readonly<Record<Language, ReadonlyMap<string, string>>>>;
}

/** A section whose other language was changed and this one was not. */
export interface StaleSection {
  readonly section_id: string;
  /** The language that lags behind. */
  readonly language: Language;
  /** The version with which the other language changed. */
  readonly since: string;
}

/** How the languages of a version stand to each other. */
export interface TranslationState {
  readonly stale: readonly StaleSection[];
  /** For a language that this version lacks: the newest earlier version that has it. */
  readonly older: Partial<Readonly<Record<Language, string>>>;
}

/** The words of a Markdown text by section; what a change is told by. Headings do not count: their numbers move. */
export function wordsBySection(markdown: string): ReadonlyMap<string, string> {
  return new Map(splitSections(markdown).map(({ id, body }) => [id, plainText(body).replaceAll(/\s+/g, ' ')]));
}

/** The languages in which a section was changed with a version; null when it cannot be told because a text is not there. */
function changedIn(id: string, before: VersionWords, after: VersionWords): ReadonlySet<Language> | null {
  const changed = new Set<Language>();
  for (const each of language.options) {
    const [old, now] = [before.words[each]?.get(id), after.words[each]?.get(id)];
    if (old === undefined || now === undefined) return null;
    if (old !== now) changed.add(each);
  }
  return changed;
}

type Lag = Omit<StaleSection, 'section_id'> | null;

/** A change in one language leaves the other behind; the next change in that other one catches up. */
function lagAfter(lag: Lag, changed: ReadonlySet<Language> | null, version: string): Lag {
  if (changed === null || changed.size === language.options.length) return null;
  const [only] = changed;
  if (only === undefined) return lag;
  return lag?.language === only ? null : { language: only === 'en' ? 'es' : 'en', since: version };
}

/**
 * How current each language of the last version of a history is.
 * @param history versions of one policy, oldest first; the last one is the version asked for
 */
export function translationState(history: readonly VersionWords[]): TranslationState {
  const last = history.at(-1);
  if (last === undefined) return { stale: [], older: {} };
  const ids = [...(last.words.en ?? last.words.es ?? new Map<string, string>()).keys()];
  const stale = ids.flatMap((section_id) => {
    let lag: Lag = null;
    for (const [index, after] of history.entries()) {
      const before = history[index - 1];
      if (before !== undefined) lag = lagAfter(lag, changedIn(section_id, before, after), after.version);
    }
    return lag === null ? [] : [{ section_id, ...lag }];
  });
  const older = language.options.flatMap((each) => {
    if (last.words[each] !== undefined) return [];
    const newest = history.findLast(({ words }) => words[each] !== undefined);
    return newest === undefined ? [] : [[each, newest.version] as const];
  });
  return { stale, older: Object.fromEntries(older) };
}
