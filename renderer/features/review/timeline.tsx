import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { isShielded } from '#domain/care/choices.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { clockTime } from './clock-time.ts';
import { usePlayer, useReview, useReviewState } from './context.tsx';
import css from './timeline.module.css';

/** Small pictures of the whole clip, shown while the timeline has the pointer or the focus. Decoration: readers have the slider's words. */
function Preview({ at, duration }: { at: number; duration: number }) {
  const { strip, deps } = useReview();
  const shield = useStore(deps.preferences, (state) => state.care.shield);
  const revealed = useReviewState((state) => state.revealed);
  const host = useRef<HTMLDivElement>(null);
  const pictures = strip.element.children;
  const index = Math.min(
    pictures.length - 1,
    Math.max(0, Math.floor((at / Math.max(duration, 0.001)) * pictures.length)),
  );
  useEffect(() => {
    host.current?.append(strip.element);
    return () => strip.element.remove();
  }, [strip]);
  useEffect(() => {
    for (const [place, picture] of [...pictures].entries()) picture.toggleAttribute('data-here', place === index);
  }, [pictures, index]);
  return (
    <div className={css.preview} aria-hidden="true" data-shielded={(isShielded(shield) && !revealed) || undefined}>
      <div ref={host} className={css.pictures} />
      <span className={css.previewTime} style={{ left: `${(at / Math.max(duration, 0.001)) * 100}%` }}>
        {clockTime(at)}
      </span>
    </div>
  );
}

interface MarkProps {
  readonly from: number;
  readonly to: number | null;
  readonly duration: number;
}

const placeOf = ({ from, to, duration }: MarkProps) => ({
  left: `${(from / duration) * 100}%`,
  ...(to !== null && { width: `${Math.max(0, ((to - from) / duration) * 100)}%` }),
});

/** Evidence marks of the shown clip over the timeline: a click goes there. The list below has the same marks for the keyboard. */
function Marks({ duration }: { duration: number }) {
  const words = useWords();
  const { evidence } = useReview();
  const marks = useReviewState((state) => state.choices.evidence);
  const ordinal = useReviewState((state) => state.view?.clips[state.clip]?.clip.ordinal ?? null);
  const { begun, chosen, loop } = useStore(evidence.store);
  return (
    <div className={css.marks} aria-hidden="true">
      {loop === null ? null : <span className={css.loop} style={placeOf({ ...loop, duration })} />}
      {begun === null ? null : <span className={css.begun} style={placeOf({ from: begun, to: null, duration })} />}
      {marks.map((mark, place) =>
        mark.clip_ordinal !== ordinal ? null : (
          <button
            type="button"
            tabIndex={-1}
            key={`${mark.from_s}-${mark.to_s ?? 'x'}-${place}`}
            className={css.mark}
            data-timeline-mark={place}
            data-stretch={mark.to_s !== null || undefined}
            data-chosen={place === chosen || undefined}
            aria-label={words.t('evidence.mark', { number: place + 1 })}
            title={mark.note}
            style={placeOf({ from: mark.from_s, to: mark.to_s, duration })}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => evidence.choose(place)}
          />
        ),
      )}
    </div>
  );
}

/** The frame that is seen. Counted by the container's own times, or said to be an estimate. */
function FramePlace() {
  const words = useWords();
  const { state, frame, frames, frameTime } = usePlayer();
  const isExact = frames !== null;
  const text = isExact ? words.t('player.frameOf', { frame, frames }) : words.t('player.frameAbout', { frame });
  return (
    <span
      className={css.frame}
      data-frame={state === 'ready' ? frame : undefined}
      data-frame-exact={isExact || undefined}
      data-frame-time={frameTime.toFixed(6)}
      title={words.t(isExact ? 'player.frameExact' : 'player.frameEstimated')}
    >
      {state === 'ready' ? text : ''}
    </span>
  );
}

/** From the timeline's edge to where its slider's handle begins and ends. Pixels. */
const EDGE = 20;

/** The clip from end to end: where it stands, what is marked, and, under the hand, what is to be seen there. */
export function Timeline() {
  const words = useWords();
  const { deps } = useReview();
  const player = usePlayer();
  const blank = useReviewState((state) => state.blank);
  const [pointed, setPointed] = useState<number | null>(null);
  const [isFocused, setFocused] = useState(false);
  const isReady = player.state === 'ready';
  const duration = player.duration || 1;
  const at = pointed ?? (isFocused ? player.time : null);
  const follow = (event: React.PointerEvent<HTMLDivElement>): void => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - left - EDGE) / Math.max(1, width - 2 * EDGE);
    setPointed(Math.min(1, Math.max(0, share)) * duration);
  };
  return (
    <div className={css.row}>
      <div
        className={css.timeline}
        data-timeline
        onPointerEnter={follow}
        onPointerMove={follow}
        onPointerLeave={() => setPointed(null)}
      >
        {at !== null && isReady && !blank ? <Preview at={at} duration={duration} /> : null}
        <Marks duration={duration} />
        <input
          className={css.seek}
          type="range"
          min={0}
          max={duration}
          step={0.01}
          value={Math.min(player.time, duration)}
          disabled={!isReady}
          aria-label={words.t('player.seek')}
          aria-valuetext={clockTime(player.time)}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
          onChange={(event) => deps.pool.active?.seek(Number(event.target.value))}
        />
      </div>
      <FramePlace />
    </div>
  );
}
