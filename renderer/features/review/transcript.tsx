import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { TranscriptLine } from '#contract/records.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { usePlayer, useReview, useReviewState } from './context.tsx';
import { clockTime } from './clock-time.ts';
import css from './transcript.module.css';
import { scrollArea } from '#renderer/ui/roles.ts';

/** Above this many lines only those in view are made. */
const VIRTUAL_FROM = 120;
const LINE_HEIGHT = 26;

/** The line that is being said at a moment: the last one that has begun; -1 before the first. */
export function lineAt(lines: readonly TranscriptLine[], seconds: number): number {
  return lines.findLastIndex(({ t }) => typeof t === 'number' && t <= seconds + 0.05);
}

interface LineProps {
  readonly line: TranscriptLine;
  readonly isNow: boolean;
  /** The one line that the tab key comes to; the arrows go on from there. */
  readonly isEntry: boolean;
  readonly onSeek: ((seconds: number) => void) | null;
}

function Line({ line, isNow, isEntry, onSeek }: LineProps) {
  const words = useWords();
  const at = typeof line.t === 'number' ? line.t : null;
  return (
    <p className={css.line} data-now={isNow || undefined} aria-current={isNow || undefined}>
      {at === null ? (
        <span className={css.time} />
      ) : onSeek === null ? (
        <span className={css.time}>{clockTime(at)}</span>
      ) : (
        <button
          type="button"
          className={css.time}
          tabIndex={isEntry ? 0 : -1}
          aria-label={words.t('transcript.goTo', { time: clockTime(at) })}
          onMouseDown={(e) => e.preventDefault()}
          onClick={() => onSeek(at)}
        >
          {clockTime(at)}
        </button>
      )}
      <span className={css.said}>
        {line.speaker ? <span className={css.speaker}>{line.speaker}</span> : null}
        <span lang={line.language ?? undefined}>{line.text}</span>
      </span>
    </p>
  );
}

/** The line where the keyboard comes in: the one that is being said, else the first with a time. */
function entryOf(lines: readonly TranscriptLine[], now: number): number {
  return now >= 0 ? now : lines.findIndex(({ t }) => typeof t === 'number');
}

/** Arrow keys go from line to line. */
function walkLines(event: React.KeyboardEvent<HTMLDivElement>): void {
  const places = [...event.currentTarget.querySelectorAll('button')];
  const here = places.indexOf(document.activeElement as HTMLButtonElement);
  const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: places.length - 1 }[event.key];
  if (here < 0 || to === undefined) return;
  event.preventDefault();
  places[to]?.focus();
}

interface LinesProps {
  readonly lines: readonly TranscriptLine[];
  readonly now: number;
  readonly onSeek: LineProps['onSeek'];
}

function VirtualLines({ lines, now, onSeek }: LinesProps) {
  const host = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => host.current?.closest<HTMLElement>('[data-scroller]') ?? null,
    estimateSize: () => LINE_HEIGHT,
    overscan: 12,
  });
  useEffect(() => {
    if (now >= 0) virtual.scrollToIndex(now, { align: 'center' });
  }, [virtual, now]);
  return (
    <div ref={host} className={css.tall} style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map(({ index, start, key }) => {
        const line = lines[index];
        return line === undefined ? null : (
          <div key={key} ref={virtual.measureElement} data-index={index} className={css.placed} style={{ top: start }}>
            <Line line={line} isNow={index === now} isEntry={index === entryOf(lines, now)} onSeek={onSeek} />
          </div>
        );
      })}
    </div>
  );
}

function PlainLines({ lines, now, onSeek }: LinesProps) {
  const host = useRef<HTMLDivElement>(null);
  const isFresh = useRef(true);
  useEffect(() => {
    const isAtTop = isFresh.current;
    isFresh.current = false;
    // A clip that opens at its beginning: there is nothing to scroll, and asking where things are would lay the page out before its time.
    if (isAtTop && now <= 0) return;
    const scroller = host.current?.closest('[data-scroller]');
    const line = host.current?.children[now];
    // A reader who is in the transcript scrolls it alone.
    if (!scroller || !(line instanceof HTMLElement) || scroller.matches(':hover, :focus-within')) return;
    const top = line.offsetTop - scroller.clientHeight / 2 + line.offsetHeight / 2;
    scroller.scrollTop = Math.max(0, top);
  }, [now]);
  return (
    <div ref={host}>
      {lines.map((line, index) => (
        <Line
          key={`${line.t ?? 'x'}-${index}`}
          line={line}
          isNow={index === now}
          isEntry={index === entryOf(lines, now)}
          onSeek={onSeek}
        />
      ))}
    </div>
  );
}

/** What was said and written, following the playhead; a click on a time goes there. */
export function Transcript({ lines, hasClip }: { lines: readonly TranscriptLine[]; hasClip: boolean }) {
  const words = useWords();
  const { deps, navigating } = useReview();
  const player = usePlayer();
  const canSeek = hasClip && player.state === 'ready';
  // The times are those of the first clip: a line leads there from any other.
  const isFirst = useReviewState((state) => state.clip === 0);
  const seek = (seconds: number): void => {
    if (!isFirst) navigating.showClip(0);
    deps.pool.active?.seek(seconds);
  };
  const onSeek = canSeek ? seek : null;
  const now = canSeek && isFirst ? lineAt(lines, player.time) : -1;
  const Lines = lines.length > VIRTUAL_FROM ? VirtualLines : PlainLines;
  return (
    <div className={css.scroller} {...scrollArea(words.t('transcript.title'))}>
      {lines.length === 0 ? (
        <p className={css.none}>{words.t('transcript.none')}</p>
      ) : (
        <div data-rover role="presentation" onKeyDown={walkLines}>
          <Lines lines={lines} now={now} onSeek={onSeek} />
        </div>
      )}
    </div>
  );
}
