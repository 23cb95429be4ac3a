import { useEffect, useRef } from 'react';
import { ArrowRightFromLine, ArrowRightToLine, Diamond, Repeat, Trash2, Undo2 } from 'lucide-react';
import { useStore } from 'zustand';
import type { EvidenceMark } from '#contract/verdicts.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { CommandButton } from '#renderer/ui/kit.tsx';
import { clockTime } from './clock-time.ts';
import { useReview, useReviewState } from './context.tsx';
import css from './evidence-row.module.css';

/** When a mark is, as people read it. */
function timeOf(mark: EvidenceMark): string {
  return mark.to_s === null ? clockTime(mark.from_s) : `${clockTime(mark.from_s)}–${clockTime(mark.to_s)}`;
}

interface MarkProps {
  readonly mark: EvidenceMark;
  readonly place: number;
  readonly isChosen: boolean;
  readonly hasClips: boolean;
}

function Mark({ mark, place, isChosen, hasClips }: MarkProps) {
  const words = useWords();
  const { evidence } = useReview();
  const clip = hasClips ? `${words.t('clip.number', { number: mark.clip_ordinal + 1 })} ` : '';
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isChosen) item.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [isChosen]);
  return (
    <li ref={item}>
      <button
        type="button"
        className={css.mark}
        data-evidence-mark={place}
        aria-pressed={isChosen}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => evidence.choose(place)}
      >
        <span aria-hidden="true">{mark.to_s === null ? '◆' : '▬'}</span>
        <span className={css.kind}>{words.t(mark.to_s === null ? 'evidence.moment' : 'evidence.stretch')} </span>
        {clip}
        {timeOf(mark)}
        {mark.note === '' ? null : <span className={css.said}>{mark.note}</span>}
      </button>
    </li>
  );
}

function Note({ place, mark }: { place: number; mark: EvidenceMark }) {
  const words = useWords();
  const { evidence } = useReview();
  const { noteAsked } = useStore(evidence.store);
  const field = useRef<HTMLInputElement>(null);
  const answered = useRef(noteAsked);
  useEffect(() => {
    if (noteAsked === answered.current) return;
    answered.current = noteAsked;
    field.current?.focus();
  }, [noteAsked]);
  return (
    <input
      ref={field}
      id="evidence-note"
      type="text"
      className={css.note}
      maxLength={200}
      value={mark.note}
      aria-label={words.t('evidence.noteOf', { number: place + 1 })}
      placeholder={words.t('evidence.note')}
      onChange={(event) => evidence.note(place, event.target.value)}
    />
  );
}

/** What carries the verdict: marks can be set, chosen, given a note, played over and over, removed and brought back. */
export function EvidenceRow() {
  const words = useWords();
  const { evidence } = useReview();
  const marks = useReviewState((state) => state.choices.evidence);
  const hasClips = useReviewState((state) => (state.view?.clips.length ?? 0) > 1);
  const { begun, chosen, removed, loop } = useStore(evidence.store);
  const icon = (Icon: typeof Diamond) => <Icon size={16} aria-hidden="true" />;
  const mark = chosen === null ? undefined : marks[chosen];
  return (
    <section className={css.row} aria-label={words.t('evidence.title')} data-evidence={marks.length}>
      <CommandButton id="evidence.point" look="quiet" iconOnly icon={icon(Diamond)} />
      <CommandButton id="evidence.in" look="quiet" iconOnly pressed={begun !== null} icon={icon(ArrowRightFromLine)} />
      <CommandButton id="evidence.out" look="quiet" iconOnly icon={icon(ArrowRightToLine)} />
      <CommandButton id="evidence.loop" look="quiet" iconOnly pressed={loop !== null} icon={icon(Repeat)} />
      <ol className={css.list} aria-label={words.t('evidence.list', { count: marks.length })}>
        {marks.map((each, place) => (
          <Mark
            key={`${each.clip_ordinal}-${each.from_s}-${each.to_s ?? 'x'}-${place}`}
            mark={each}
            place={place}
            isChosen={place === chosen}
            hasClips={hasClips}
          />
        ))}
      </ol>
      {mark === undefined || chosen === null ? null : <Note place={chosen} mark={mark} />}
      {mark === undefined ? null : (
        <CommandButton id="evidence.remove" look="quiet" iconOnly icon={icon(Trash2)} hideKey />
      )}
      {removed.length === 0 ? null : (
        <CommandButton id="evidence.restore" look="quiet" iconOnly icon={icon(Undo2)} hideKey />
      )}
    </section>
  );
}
