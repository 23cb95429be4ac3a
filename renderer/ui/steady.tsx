import { otherLanguage } from '#renderer/i18n/catalog.ts';
import { useWords, type Words, wordsOf } from '#renderer/i18n/use-words.ts';
import css from './kit.module.css';

/** Words in a place that is as wide as the longer of both languages makes it: switching moves nothing that stands beside them. */
export function Steady({ say }: { say: (words: Words) => string }) {
  const words = useWords();
  return (
    <span className={css.steady} data-other={say(wordsOf(otherLanguage(words.language)))}>
      {say(words)}
    </span>
  );
}
