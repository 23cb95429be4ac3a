import { EyeOff } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { HistoryEntry } from '#contract/review.ts';
import { useWords, type Words } from '#renderer/i18n/use-words.ts';
import { CommandButton } from '#renderer/ui/kit.tsx';
import { useReview, useReviewState } from './context.tsx';
import { kindIcons } from './kind-icons.ts';
import css from './history.module.css';

/** What was decided at first, in words; that it is hidden when it must be. */
export function decisionWords(words: Words, { blinded, decision }: HistoryEntry): string {
  if (blinded) return words.t('record.hidden');
  if (decision === null) return words.t('record.noDecision');
  const { action, violation_type, severity } = decision;
  return [
    action === null ? null : words.code('action', action),
    violation_type === null ? null : words.code('violation', violation_type),
    severity === null ? null : `S${severity}`,
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

function Entry({ entry, words }: { entry: HistoryEntry; words: Words }) {
  const { looking } = useReview();
  const Icon = entry.verdict === null ? null : kindIcons[entry.verdict.kind];
  return (
    <li>
      <button
        type="button"
        className={css.entry}
        data-history-item={entry.item_id}
        onClick={() => void looking.look(entry.item_id)}
      >
        <span className={css.line}>
          <strong>{entry.title ?? entry.record_id}</strong>
          <span>{entry.occurred_at === null ? '' : words.date(entry.occurred_at)}</span>
        </span>
        <span className={css.soft}>
          {entry.blinded ? <EyeOff size={12} aria-hidden="true" /> : null} {decisionWords(words, entry)}
        </span>
        <span className={css.verdict}>
          {Icon === null ? null : <Icon size={12} aria-hidden="true" />}{' '}
          {entry.verdict === null ? words.t('history.open') : words.verdict(entry.verdict.kind)}
        </span>
      </button>
    </li>
  );
}

/** Other records of the same subject on this device; opening one keeps the place. */
export function HistorySection() {
  const words = useWords();
  const { looking } = useReview();
  const view = useReviewState((state) => state.view);
  const entries = useReviewState((state) => state.history);
  const asked = useReviewState((state) => state.historyAsked);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (view !== null) void looking.loadHistory();
  }, [looking, view]);
  const answered = useRef(asked);
  useEffect(() => {
    if (asked === answered.current) return;
    answered.current = asked;
    list.current?.querySelector('button')?.focus();
  }, [asked]);
  if (entries.length === 0) return null;
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const now = buttons.findIndex((button) => button === document.activeElement);
    if (step === undefined || now < 0) return;
    event.preventDefault();
    buttons[Math.min(buttons.length - 1, Math.max(0, now + step))]?.focus();
  };
  const together = entries.filter(({ bulk_kinds }) => bulk_kinds.length > 0).length;
  return (
    <section data-history>
      <h2>{words.t('history.title', { count: entries.length })}</h2>
      <div
        role="toolbar"
        tabIndex={-1}
        aria-orientation="vertical"
        aria-label={words.t('history.name')}
        onKeyDown={onKeyDown}
      >
        <ul className={css.list} ref={list}>
          {entries.map((entry) => (
            <Entry key={entry.item_id} entry={entry} words={words} />
          ))}
        </ul>
      </div>
      {together === 0 ? null : <CommandButton id="history.together" look="quiet" />}
    </section>
  );
}
