import { Redo2, Undo2 } from 'lucide-react';
import type { VerdictStep } from '#contract/review.ts';
import { type ErrorClass, type RootCause, rootCause } from '#contract/verdicts.ts';
import { errorClassesOf } from '#domain/review/error-class.ts';
import { scoreOf, unanswered } from '#domain/review/scorecard.ts';
import { ariaShortcut, keyLabel } from '#renderer/commands/keys.ts';
import type { CommandId } from '#renderer/commands/registry.ts';
import { useWords, type Words } from '#renderer/i18n/use-words.ts';
import { CommandButton, Kbd } from '#renderer/ui/kit.tsx';
import { Steady } from '#renderer/ui/steady.tsx';
import { useReview, useReviewState } from './context.tsx';
import css from './verdict-fields.module.css';

interface PickProps<Option extends string> {
  readonly id: string;
  readonly label: (words: Words) => string;
  readonly command: CommandId;
  readonly options: readonly { readonly value: Option; readonly label: string }[];
  readonly chosen: Option | null;
  readonly onChoose: (option: Option | null) => void;
}

/** A choice that may stay empty; its key steps through it without opening it. */
function Pick<Option extends string>({ id, label, command, options, chosen, onChoose }: PickProps<Option>) {
  const words = useWords();
  return (
    <span className={css.pick}>
      <label htmlFor={id}>
        <Steady say={label} />
      </label>
      <select
        id={id}
        value={chosen ?? ''}
        disabled={options.length === 0}
        aria-keyshortcuts={ariaShortcut(command)}
        onChange={({ target }) => onChoose(options.find(({ value }) => value === target.value)?.value ?? null)}
      >
        <option value="">{words.t('form.none')}</option>
        {options.map(({ value, label: name }) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
      <Kbd>{keyLabel(command)}</Kbd>
    </span>
  );
}

function ErrorPicks() {
  const words = useWords();
  const { deciding } = useReview();
  const kind = useReviewState((state) => state.kind);
  const chosen = useReviewState((state) => state.choices.error_class);
  const cause = useReviewState((state) => state.choices.root_cause);
  const classes = kind === null ? [] : errorClassesOf(kind);
  return (
    <>
      <Pick<ErrorClass>
        id="verdict-error-class"
        label={(each) => each.t('form.errorClass')}
        command="errorClass.next"
        options={classes.map((value) => ({ value, label: words.t(`errorClass.${value}`) }))}
        chosen={classes.length === 0 ? null : chosen}
        onChoose={(error_class) => deciding.change({ error_class })}
      />
      <Pick<RootCause>
        id="verdict-root-cause"
        label={(each) => each.t('form.rootCause')}
        command="rootCause.next"
        options={
          classes.length === 0
            ? []
            : rootCause.options.map((value) => ({ value, label: words.t(`rootCause.${value}`) }))
        }
        chosen={classes.length === 0 ? null : cause}
        onChoose={(root_cause) => deciding.change({ root_cause })}
      />
    </>
  );
}

/** How far the scorecard is, and what it comes to. */
function ScorecardButton() {
  const words = useWords();
  const card = useReviewState((state) => state.view?.batch.scorecard ?? null);
  const answers = useReviewState((state) => state.choices.scorecard);
  if (card === null) return null;
  const total = card.criteria.length;
  const answered = total - unanswered(card, answers).length;
  const score = scoreOf(card, answers);
  return (
    <span data-scorecard-score={score === null ? '' : Math.round(score * 100)}>
      <CommandButton id="scorecard.open" look="quiet">
        {words.t('scorecard.progress', { answered, total })}
        {score === null ? null : ` · ${words.t('scorecard.score', { percent: Math.round(score * 100) })}`}
      </CommandButton>
    </span>
  );
}

const stepMessages = {
  undo: { nothing: 'verdict.undo', step: 'verdict.undoStep' },
  redo: { nothing: 'verdict.redo', step: 'verdict.redoStep' },
} as const;

function stepWords(words: Words, verb: 'undo' | 'redo', step: VerdictStep | null): string {
  if (step === null) return words.t(stepMessages[verb].nothing);
  const { kind, position, count } = step;
  return words.t(stepMessages[verb].step, { kind, position: position + 1, count });
}

/** What went wrong and why, the scorecard, and what undo and redo would do; in a row that is always there. */
export function VerdictDetails() {
  const steps = useReviewState((state) => state.steps);
  const isAway = useReviewState((state) => state.returnTo !== null);
  return (
    <>
      <ErrorPicks />
      <ScorecardButton />
      <span className={css.space} />
      {isAway ? <CommandButton id="review.back" look="quiet" /> : null}
      <CommandButton
        id="decision.undo"
        look="quiet"
        icon={<Undo2 size={14} aria-hidden="true" />}
        disabled={steps.undo === null}
        say={(each) => stepWords(each, 'undo', steps.undo)}
      />
      <CommandButton
        id="decision.redo"
        look="quiet"
        icon={<Redo2 size={14} aria-hidden="true" />}
        disabled={steps.redo === null}
        say={(each) => stepWords(each, 'redo', steps.redo)}
      />
    </>
  );
}
