import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useWords } from '#renderer/i18n/use-words.ts';
import { kit } from '#renderer/ui/kit.tsx';
import { useReview, useReviewState } from './context.tsx';
import { answerOptions, criterionOf } from './scoring.ts';
import { numberedCommand, Option } from './verdict-option.tsx';
import css from './verdict-fields.module.css';

/** One criterion of the scorecard at a time: digits answer it and go on to the next. */
export function ScorecardRow() {
  const words = useWords();
  const { scoring } = useReview();
  const group = useRef<HTMLFieldSetElement>(null);
  const place = useReviewState((state) => state.criterion);
  const criterion = useReviewState(criterionOf);
  const total = useReviewState((state) => state.view?.batch.scorecard?.criteria.length ?? 0);
  const answers = useReviewState((state) => state.choices.scorecard);
  useEffect(() => {
    if (place === null) return;
    const inputs = [...(group.current?.querySelectorAll('input') ?? [])];
    (inputs.find((input) => input.checked) ?? inputs[0])?.focus();
  }, [place]);
  if (criterion === null || place === null) return null;
  const answer = answers[criterion.id] ?? null;
  return (
    <fieldset className={css.choices} ref={group} data-field="scorecard" data-criterion={criterion.id}>
      <legend>
        {words.t('scorecard.criterion', { number: place + 1, total })}{' '}
        <strong>{criterion.title[words.language]}</strong>{' '}
        {words.t(criterion.critical ? 'scorecard.critical' : 'scorecard.weight', { weight: criterion.weight })}
      </legend>
      {answerOptions.map((option, index) => (
        <Option
          key={option}
          name={`scorecard-${criterion.id}`}
          label={words.t(`answer.${option}`)}
          command={numberedCommand('label.choose', index + 1)}
          isChosen={answer === option}
          onChoose={() => scoring.answer(option)}
        />
      ))}
      <span className={css.space} />
      <button
        className={kit.button}
        data-quiet
        type="button"
        aria-label={words.t('scorecard.previous')}
        onClick={() => scoring.move(-1)}
      >
        <ChevronLeft size={14} aria-hidden="true" />
      </button>
      <button
        className={kit.button}
        data-quiet
        type="button"
        aria-label={words.t('scorecard.next')}
        onClick={() => scoring.move(1)}
      >
        <ChevronRight size={14} aria-hidden="true" />
      </button>
    </fieldset>
  );
}
