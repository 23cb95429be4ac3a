import { memo } from 'react';
import type { Language } from '#contract/ids.ts';
import { otherLanguage } from '#renderer/i18n/catalog.ts';
import { useWords, type Words, wordsOf } from '#renderer/i18n/use-words.ts';
import css from './kit.module.css';

interface SteadyProps {
  readonly say: (words: Words) => string;
}

interface ReservedProps extends SteadyProps {
  readonly shown: string;
  readonly language: Language;
}

// As long as the words read the same, so do those of the other language: they are not put together again with every item.
const Reserved = memo(
  ({ shown, language, say }: ReservedProps) => (
    <span className={css.steady} data-other={say(wordsOf(otherLanguage(language)))}>
      {shown}
    </span>
  ),
  (before, after) => before.shown === after.shown && before.language === after.language,
);

/** Words in a place that is as wide as the longer of both languages makes it: switching moves nothing that stands beside them. */
export function Steady({ say }: SteadyProps) {
  const words = useWords();
  return <Reserved shown={say(words)} language={words.language} say={say} />;
}
