import { useEffect } from 'react';
import { useWords } from '#renderer/i18n/use-words.ts';
import { CommandButton, ErrorNote } from '#renderer/ui/kit.tsx';
import { BlankCover } from './blank-cover.tsx';
import { useReview, useReviewState } from './context.tsx';
import { EvidenceRow } from './evidence-row.tsx';
import { usePlayerCommands } from './player-commands.ts';
import { PlayerControls } from './player-controls.tsx';
import { PolicyPane } from './policy-pane.tsx';
import { RecordPanel } from './record-panel.tsx';
import { useReviewCommands } from './review-commands.ts';
import { Stage } from './stage.tsx';
import { Together } from './together.tsx';
import { Timeline } from './timeline.tsx';
import { Transcript } from './transcript.tsx';
import { VerdictBar } from './verdict-bar.tsx';
import css from './review-screen.module.css';

function Empty() {
  const words = useWords();
  const phase = useReviewState((state) => state.phase);
  const failure = useReviewState((state) => state.failure);
  if (phase === 'failed' && failure !== null) {
    return (
      <div className={css.empty}>
        <ErrorNote>{words.failure(failure)}</ErrorNote>
        <CommandButton id="go.queue" />
      </div>
    );
  }
  if (phase !== 'done') return <div className={css.empty}>{words.t('common.loading')}</div>;
  return (
    <div className={css.empty} data-queue-done>
      <p>{words.t('review.done')}</p>
      <div className={css.emptyKeys}>
        <CommandButton id="go.queue" look="primary" />
        <CommandButton id="go.sessions" />
        <CommandButton id="decision.undo" />
      </div>
    </div>
  );
}

/** Clip, words, policy and verdict of one item. */
export function ReviewScreen() {
  const words = useWords();
  const { navigating, store, keep } = useReview();
  const view = useReviewState((state) => state.view);
  const flagged = useReviewState((state) => state.choices.flagged);
  useReviewCommands();
  usePlayerCommands();
  useEffect(() => {
    if (store.getState().phase === 'empty') void navigating.resume(null);
    // Leaving the screen or closing the window must not lose what was begun.
    const leave = (): void => void keep();
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [navigating, store, keep]);
  const hasClip = (view?.clips.length ?? 0) > 0;
  const lines = view?.record.transcript ?? [];
  return (
    <main
      className={css.screen}
      data-screen="review"
      data-item-id={view?.item.id}
      data-record-id={view?.record.id}
      data-blinded={view?.blinded === true || undefined}
      data-layout={view !== null && !hasClip ? 'text' : 'clip'}
      aria-label={words.t('screen.review')}
    >
      <div className={css.panes}>
        <div className={css.record} data-pane="record">
          {view === null ? null : <RecordPanel view={view} flagged={flagged} />}
        </div>
        <div className={css.media} data-pane="clip">
          {view === null ? <Empty /> : null}
          <div className={css.clip} hidden={view === null}>
            <BlankCover />
            <Stage />
            <Timeline />
            <PlayerControls />
            <EvidenceRow />
          </div>
        </div>
        <div className={css.policy}>
          <PolicyPane />
        </div>
        <div className={css.transcript} data-pane="transcript">
          <header>
            <h2>{words.t('transcript.title')}</h2>
          </header>
          <div>{view === null ? null : <Transcript key={view.item.id} lines={lines} hasClip={hasClip} />}</div>
        </div>
      </div>
      <VerdictBar />
      <Together />
    </main>
  );
}
