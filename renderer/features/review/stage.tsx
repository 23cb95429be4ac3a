import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { CloudDownload, FileText, FileX, TriangleAlert } from 'lucide-react';
import type { CSSProperties, ReactNode } from 'react';
import type { ClipView, ItemView } from '#contract/review.ts';
import { shieldParts } from '#domain/care/choices.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { CommandButton, kit, ProgressBar } from '#renderer/ui/kit.tsx';
import { stageOf } from '#renderer/ui/roles.ts';
import { Watermark } from '#renderer/ui/watermark.tsx';
import { sourceOf } from './clips.ts';
import { usePlayer, useReview, useReviewState } from './context.tsx';
import { ShieldNote, useShield } from './shield-layer.tsx';
import css from './stage.module.css';
import { lineAt } from './transcript.tsx';

interface CardProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly body: string;
  readonly children?: ReactNode;
}

function Card({ icon, title, body, children }: CardProps) {
  return (
    <div className={css.card} data-clip-card>
      {icon}
      <h2>{title}</h2>
      <p>{body}</p>
      {children}
      <div className={css.cardKeys}>
        <CommandButton id="decision.insufficientEvidence" />
        <CommandButton id="decision.skip" />
      </div>
    </div>
  );
}

function BrokenCard({ view, clip }: { view: ItemView; clip: number }) {
  const words = useWords();
  const { deps } = useReview();
  const hasTranscript = (view.record.transcript?.length ?? 0) > 0;
  const source = sourceOf(view, clip);
  return (
    <Card
      icon={<TriangleAlert size={24} aria-hidden="true" />}
      title={words.t('clip.broken')}
      body={words.t(hasTranscript ? 'clip.brokenTranscript' : 'clip.brokenRecord')}
    >
      {source === null ? null : (
        <button className={kit.button} data-quiet type="button" onClick={() => deps.pool.retry(source)}>
          {words.t('clip.retry')}
        </button>
      )}
    </Card>
  );
}

function WaitingCard({ clip }: { clip: Extract<ClipView, { state: 'waiting' }> }) {
  const words = useWords();
  const total = clip.clip.bytes ?? 0;
  const have = words.bytes(clip.bytes_have);
  return (
    <Card
      icon={<CloudDownload size={24} aria-hidden="true" />}
      title={words.t('clip.waiting')}
      body={total > 0 ? words.t('clip.waitingOf', { have, total: words.bytes(total) }) : have}
    >
      <ProgressBar share={total > 0 ? clip.bytes_have / total : 0} label={words.t('clip.waiting')} />
    </Card>
  );
}

function Overlay({ view, clip }: { view: ItemView; clip: number }) {
  const words = useWords();
  const player = usePlayer();
  const shown = view.clips[clip];
  if (shown === undefined) {
    return (
      <div className={css.none}>
        <FileText size={20} aria-hidden="true" />
        <p>{words.t('clip.none')}</p>
      </div>
    );
  }
  if (shown.state === 'missing') {
    return (
      <Card
        icon={<FileX size={24} aria-hidden="true" />}
        title={words.t('clip.missing')}
        body={words.t('error.clip-missing')}
      />
    );
  }
  if (shown.state === 'failed') {
    return (
      <Card
        icon={<TriangleAlert size={24} aria-hidden="true" />}
        title={words.t('clip.failed')}
        body={shown.code === 'disk-full' ? words.t('clip.noRoom') : words.errorCode(shown.code)}
      />
    );
  }
  if (shown.state === 'waiting') return <WaitingCard clip={shown} />;
  return player.state === 'broken' ? <BrokenCard view={view} clip={clip} /> : null;
}

/** A line that nothing follows is taken away after this long. Seconds. */
const LONGEST_CAPTION = 7;

/** What is being said, over the picture. The transcript's times are those of the first clip. */
function Caption({ view, clip }: { view: ItemView; clip: number }) {
  const { time, state } = usePlayer();
  const lines = clip === 0 && state === 'ready' ? (view.record.transcript ?? []) : [];
  const line = lines[lineAt(lines, time)];
  const isOver = time - (line?.t ?? 0) > LONGEST_CAPTION;
  if (line === undefined || line.text === '' || isOver) return null;
  return (
    <p className={css.caption} data-caption lang={line.language ?? undefined}>
      {line.text}
    </p>
  );
}

function ClipTabs({ view, clip }: { view: ItemView; clip: number }) {
  const words = useWords();
  const { navigating } = useReview();
  return (
    <div className={css.tabs}>
      {view.clips.map((each, index) => (
        <button
          key={each.clip.ordinal}
          type="button"
          className={css.tab}
          aria-pressed={index === clip}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => navigating.showClip(index)}
        >
          {words.t('clip.number', { number: index + 1 })}
        </button>
      ))}
      <CommandButton id="clip.next" look="quiet" />
    </div>
  );
}

/** Where the clip is seen. The players' own elements are put in by hand: React must never make them anew. */
export function Stage() {
  const { deps } = useReview();
  const words = useWords();
  const host = useRef<HTMLDivElement>(null);
  const view = useReviewState((state) => state.view);
  const clip = useReviewState((state) => state.clip);
  const { shield, filter } = useShield();
  const captions = useStore(deps.preferences, (state) => state.player.captions);
  useEffect(() => {
    const { element } = deps.pool;
    host.current?.append(element);
    return () => element.remove();
  }, [deps]);
  return (
    <div className={css.stage} data-stage>
      {view !== null && view.clips.length > 1 ? <ClipTabs view={view} clip={clip} /> : null}
      <div className={css.field} {...stageOf(words.t('clip.stage'), 'stage-keys')} data-stage-focus>
        <p className={kit.visuallyHidden} id="stage-keys">
          {words.t('clip.stageKeys')}
        </p>
        <div
          className={css.host}
          ref={host}
          data-shield={shieldParts.filter((part) => shield[part]).join(' ')}
          style={{ '--shield': filter } as CSSProperties}
        />
        {view === null ? null : <Overlay view={view} clip={clip} />}
        {captions && view !== null ? <Caption view={view} clip={clip} /> : null}
        <Watermark />
        <ShieldNote />
      </div>
    </div>
  );
}
