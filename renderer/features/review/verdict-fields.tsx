import { useEffect, useRef } from 'react';
import type { ViolationType } from '#contract/ids.ts';
import { verdictForm, type VerdictField } from '#domain/review/verdict-form.ts';
import { ariaShortcut, keyLabel } from '#renderer/commands/keys.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { Kbd } from '#renderer/ui/kit.tsx';
import { Steady } from '#renderer/ui/steady.tsx';
import { useReview, useReviewState } from './context.tsx';
import { choiceField, labelOptions } from './deciding.ts';
import { numberedCommand, Option } from './verdict-option.tsx';
import css from './verdict-fields.module.css';

/** Number of the latest ask that the field take the focus; null when it was not asked. */
function useFocusAsk(field: VerdictField): number | null {
  return useReviewState((state) => (state.focus?.field === field ? state.focus.number : null));
}

function useIsMissing(field: VerdictField): boolean {
  return useReviewState((state) => state.missing.includes(field));
}

/** The open form's choice: what should have been done, or which violation it is. Digits choose. */
export function ChoiceRow() {
  const words = useWords();
  const { deciding } = useReview();
  const group = useRef<HTMLFieldSetElement>(null);
  const field = useReviewState(choiceField);
  const types = useReviewState((state) => state.violationTypes);
  const view = useReviewState((state) => state.view);
  const kind = useReviewState((state) => state.kind);
  const choices = useReviewState((state) => state.choices);
  const isAction = field === 'corrected_action';
  const ask = useFocusAsk(isAction ? 'corrected_action' : 'corrected_violation_type');
  const isMissing = useIsMissing(isAction ? 'corrected_action' : 'corrected_violation_type');
  useEffect(() => {
    if (ask === null) return;
    const inputs = group.current?.querySelectorAll('input');
    const chosen = [...(inputs ?? [])].find((input) => input.checked);
    (chosen ?? inputs?.[0])?.focus();
  }, [ask]);
  const options = labelOptions({ kind, view, violationTypes: types, criterion: null });
  const chosen = isAction ? choices.corrected_action : choices.corrected_violation_type;
  return (
    <fieldset className={css.choices} ref={group} data-missing={isMissing || undefined} data-field={field ?? ''}>
      <legend>{words.t(isAction ? 'form.action' : 'form.violation')}</legend>
      {options.map((option, index) => (
        <Option
          key={option}
          name="choice"
          label={words.code(isAction ? 'action' : 'violation', option)}
          command={numberedCommand('label.choose', index + 1)}
          isChosen={chosen === option}
          onChoose={() =>
            deciding.change(
              isAction ? { corrected_action: option } : { corrected_violation_type: option as ViolationType },
            )
          }
        />
      ))}
    </fieldset>
  );
}

/** Harm level from 1 to 5; there while the open form asks for it. */
export function SeverityField() {
  const { deciding } = useReview();
  const kind = useReviewState((state) => state.kind);
  const view = useReviewState((state) => state.view);
  const severity = useReviewState((state) => state.choices.corrected_severity);
  const isMissing = useIsMissing('corrected_severity');
  const ask = useFocusAsk('corrected_severity');
  const group = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    if (ask !== null) group.current?.querySelector('input')?.focus();
  }, [ask]);
  const isShown =
    kind !== null &&
    view !== null &&
    verdictForm(kind, view.enforced).some((each) => each.field === 'corrected_severity');
  if (!isShown) return null;
  return (
    <fieldset
      className={css.severity}
      ref={group}
      data-missing={isMissing || undefined}
      data-field="corrected_severity"
    >
      <legend>
        <Steady say={(each) => each.t('form.severity')} />
      </legend>
      {[1, 2, 3, 4, 5].map((level) => (
        <Option
          key={level}
          name="severity"
          label={`S${level}`}
          command={numberedCommand('severity.set', level)}
          isChosen={severity === level}
          onChoose={() => deciding.change({ corrected_severity: level })}
        />
      ))}
    </fieldset>
  );
}

/** A note for any verdict. Always there; `N` goes to it. */
export function NoteField() {
  const words = useWords();
  const { deciding, keep } = useReview();
  const field = useRef<HTMLTextAreaElement>(null);
  const note = useReviewState((state) => state.choices.note);
  const hasItem = useReviewState((state) => state.view !== null);
  const isMissing = useIsMissing('note');
  const ask = useFocusAsk('note');
  useEffect(() => {
    if (ask !== null) field.current?.focus();
  }, [ask]);
  return (
    <div className={css.note} data-missing={isMissing || undefined}>
      <label htmlFor="verdict-note">
        <Steady say={(each) => each.t('form.note')} />
      </label>
      <Kbd>{keyLabel('note.focus')}</Kbd>
      <textarea
        id="verdict-note"
        ref={field}
        rows={1}
        value={note}
        maxLength={4000}
        disabled={!hasItem}
        aria-invalid={isMissing}
        aria-keyshortcuts={ariaShortcut('note.focus')}
        placeholder={words.t('form.notePlaceholder', { key: keyLabel('decision.submitFromField') ?? '' })}
        onChange={(event) => deciding.change({ note: event.target.value })}
        onBlur={() => void keep()}
      />
    </div>
  );
}
