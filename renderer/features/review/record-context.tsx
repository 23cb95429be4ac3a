import type { HistoryEntry } from '#contract/review.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { decisionWords } from './history-section.tsx';
import css from './history.module.css';

interface RecordContextProps {
  readonly entry: HistoryEntry;
  /** Id of the control that the first line labels, where there is one. */
  readonly htmlFor?: string;
}

/** What must be seen of a record before it is decided together with others. */
export function RecordContext({ entry, htmlFor }: RecordContextProps) {
  const words = useWords();
  const first = (
    <>
      <strong>{entry.title ?? entry.record_id}</strong>
      <span>{entry.occurred_at === null ? '' : words.dateTime(entry.occurred_at)}</span>
    </>
  );
  return (
    <>
      {htmlFor === undefined ? (
        <span className={css.line}>{first}</span>
      ) : (
        <label className={css.line} htmlFor={htmlFor}>
          {first}
        </label>
      )}
      <span>{decisionWords(words, entry)}</span>
      <span className={css.soft}>
        {entry.batch_name} · {words.code('surface', entry.surface)} · {words.t('history.clips', { count: entry.clips })}
      </span>
      <q className={css.words}>{entry.words === '' ? words.t('transcript.none') : entry.words}</q>
    </>
  );
}
