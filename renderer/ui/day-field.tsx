import type { KeyboardEvent, Ref } from 'react';
import { useIntl } from 'react-intl';
import { type DayPart, type DayParts, dayOf, isPartFull, partDigits, stepPart } from '#domain/sessions/day-parts.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import css from './day-field.module.css';
import kit from './kit.module.css';

const nameOf = { day: 'day.day', month: 'day.month', year: 'day.year' } as const;
const emptyOf = { day: 'day.day.empty', month: 'day.month.empty', year: 'day.year.empty' } as const;

interface DayFieldProps {
  /** Of the group of its parts. */
  readonly id: string;
  readonly label: string;
  readonly parts: DayParts;
  readonly onChange: (change: Partial<DayParts>) => void;
  readonly groupRef?: Ref<HTMLFieldSetElement>;
}

/** Puts the focus on the first part of a day field. */
export function focusDay(group: HTMLFieldSetElement | null): void {
  group?.querySelector('input')?.focus();
}

function focusNeighbour(input: HTMLInputElement, by: 1 | -1): void {
  const parts = [...(input.closest('fieldset')?.querySelectorAll('input') ?? [])];
  parts[parts.indexOf(input) + by]?.focus();
}

interface PartProps {
  readonly part: DayPart;
  readonly digits: string;
  readonly wrong: boolean;
  readonly onChange: (digits: string) => void;
}

/** The digits of one part. Whoever comes to it types over it. */
function Part({ part, digits, wrong, onChange }: PartProps) {
  const words = useWords();
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const { key, currentTarget } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (key === 'ArrowUp' || key === 'ArrowDown') onChange(stepPart(part, digits, key === 'ArrowUp' ? 1 : -1));
    else if (key === 'ArrowLeft' || (key === 'Backspace' && digits === '')) focusNeighbour(currentTarget, -1);
    else if (key === 'ArrowRight' || key === '/' || key === '.' || key === '-') focusNeighbour(currentTarget, 1);
    else return;
    event.preventDefault();
  };
  return (
    <input
      className={css.part}
      data-part={part}
      inputMode="numeric"
      autoComplete="off"
      required
      aria-label={words.t(nameOf[part])}
      aria-invalid={wrong || undefined}
      placeholder={words.t(emptyOf[part])}
      value={digits}
      onFocus={({ currentTarget }) => currentTarget.select()}
      onClick={({ currentTarget }) => currentTarget.select()}
      onKeyDown={onKeyDown}
      onChange={({ target }) => {
        const typed = target.value.replaceAll(/\D/g, '').slice(0, partDigits[part]);
        onChange(typed);
        if (typed !== digits && isPartFull(part, typed)) focusNeighbour(target, 1);
      }}
      onBlur={({ target }) => {
        if (part !== 'year' && target.value.length === 1) onChange(`0${target.value}`);
      }}
    />
  );
}

/**
 * A day, typed part by part in the order of the page's language. The browser's own date field follows the language of the system, and
 * keeps the old day to itself while a part is missing.
 */
export function DayField({ id, label, parts, onChange, groupRef }: DayFieldProps) {
  const intl = useIntl();
  const wrong = dayOf(parts) === null;
  const pattern = intl.formatDateToParts(0, { day: '2-digit', month: '2-digit', year: 'numeric' });
  return (
    <fieldset className={css.group} id={id} ref={groupRef}>
      <legend>{label}</legend>
      <div className={`${kit.input} ${css.parts}`} data-wrong={wrong || undefined}>
        {pattern.map(({ type, value }, place) =>
          type === 'day' || type === 'month' || type === 'year' ? (
            <Part
              key={type}
              part={type}
              digits={parts[type]}
              wrong={wrong}
              onChange={(digits) => onChange({ [type]: digits })}
            />
          ) : (
            <span key={`after ${pattern[place - 1]?.type}`} aria-hidden="true">
              {value}
            </span>
          ),
        )}
      </div>
    </fieldset>
  );
}
