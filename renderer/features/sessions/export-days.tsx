import { type Ref, useState } from 'react';
import { type DayParts, dayOf } from '#domain/sessions/day-parts.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { DayField } from '#renderer/ui/day-field.tsx';
import { ErrorNote } from '#renderer/ui/kit.tsx';
import type { ExportRange } from './sessions.ts';
import css from './sessions-screen.module.css';

/** The days as they stand in the form. */
export type TypedRange = { readonly [End in keyof ExportRange]: DayParts };

/** The range, where both are days and in order. */
export function wholeRange(typed: TypedRange): ExportRange | null {
  const from = dayOf(typed.from);
  const to = dayOf(typed.to);
  return from !== null && to !== null && from <= to ? { from, to } : null;
}

interface ExportDaysProps {
  readonly typed: TypedRange;
  readonly onChange: (change: (before: TypedRange) => TypedRange) => void;
  readonly firstRef: Ref<HTMLFieldSetElement>;
}

/** Both days, and what is wrong with them: told when the hand has left them or sends the form, not between two digits. */
export function ExportDays({ typed, onChange, firstRef }: ExportDaysProps) {
  const words = useWords();
  const [typing, setTyping] = useState(false);
  const isMissing = dayOf(typed.from) === null || dayOf(typed.to) === null;
  return (
    <>
      <div
        role="presentation"
        className={css.days}
        onFocus={() => setTyping(true)}
        onBlur={({ currentTarget, relatedTarget }) => setTyping(currentTarget.contains(relatedTarget))}
        onKeyDown={({ key }) => setTyping(key !== 'Enter')}
      >
        {(['from', 'to'] as const).map((end) => (
          <DayField
            key={end}
            id={`export-${end}`}
            groupRef={end === 'from' ? firstRef : null}
            label={words.t(`export.${end}`)}
            parts={typed[end]}
            onChange={(change) => onChange((before) => ({ ...before, [end]: { ...before[end], ...change } }))}
          />
        ))}
      </div>
      {typing || wholeRange(typed) !== null ? null : (
        <ErrorNote>{words.t(isMissing ? 'export.noDay' : 'export.badRange')}</ErrorNote>
      )}
    </>
  );
}
