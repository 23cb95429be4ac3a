import { useEffect, useRef, useState } from 'react';
import { keyLabel } from '#renderer/commands/keys.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { Kbd } from '#renderer/ui/kit.tsx';
import { useReview, useReviewState } from './context.tsx';
import { kindIcons } from './kind-icons.ts';
import css from './verdict-bar.module.css';

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1, Home: -100, End: 100 };

/** The last ten verdicts, newest first: arrows move between them, Enter opens one for editing. */
export function RecentStrip() {
  const words = useWords();
  const { looking } = useReview();
  const recent = useReviewState((state) => state.recent);
  const shown = useReviewState((state) => state.view?.item.id ?? null);
  const asked = useReviewState((state) => state.stripAsked);
  const strip = useRef<HTMLOListElement>(null);
  const [active, setActive] = useState(0);
  const buttons = (): HTMLButtonElement[] => [...(strip.current?.querySelectorAll('button') ?? [])];
  const answered = useRef(asked);
  useEffect(() => {
    if (asked === answered.current) return;
    answered.current = asked;
    strip.current?.querySelector('button')?.focus();
  }, [asked]);
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    buttons()[Math.min(recent.length - 1, Math.max(0, active + step))]?.focus();
  };
  if (recent.length === 0) return <p className={css.hint}>{words.t('verdict.hint')}</p>;
  return (
    <div
      className={css.strip}
      role="toolbar"
      tabIndex={-1}
      aria-label={words.t('verdict.recent')}
      onKeyDown={onKeyDown}
    >
      <Kbd>{keyLabel('verdicts.recent')}</Kbd>
      <ol className={css.recent} ref={strip} data-recent>
        {recent.map((each, index) => {
          const Icon = kindIcons[each.kind];
          const position = each.position + 1;
          return (
            <li key={each.result_id}>
              <button
                type="button"
                className={css.chip}
                tabIndex={index === Math.min(active, recent.length - 1) ? 0 : -1}
                data-recent-item={each.item_id}
                aria-current={each.item_id === shown || undefined}
                aria-label={words.t('verdict.edit', { kind: each.kind, position })}
                title={`${each.record_id} · ${words.dateTime(each.decided_at)}`}
                onFocus={() => setActive(index)}
                onClick={() => void looking.edit(each.item_id)}
              >
                <Icon size={12} aria-hidden="true" />
                <span className={css.chipNumber}>{position}</span>
                <span className={css.chipWords}>{words.t(`verdictShort.${each.kind}`)}</span>
              </button>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
