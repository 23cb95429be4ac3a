import { useEffect, useState } from 'react';
import { GraduationCap } from 'lucide-react';
import { useStore } from 'zustand';
import type { CareChoices } from '#contract/care.ts';
import { createPracticeClient } from '#renderer/features/care/practice-client.ts';
import { practiceClips } from '#renderer/features/care/practice-clips.ts';
import { ReviewProvider } from '#renderer/features/review/context.tsx';
import { createPace } from '#renderer/features/review/pace.ts';
import { createPlayerPool } from '#renderer/features/review/player/pool.ts';
import { loadPlayer } from '#renderer/features/review/player/load-player.ts';
import { AHEAD } from '#renderer/features/review/preparing.ts';
import { createReview, type Review } from '#renderer/features/review/review.ts';
import { ReviewScreen } from '#renderer/features/review/review-screen.tsx';
import { useWords } from '#renderer/i18n/use-words.ts';
import { CommandButton, kit } from '#renderer/ui/kit.tsx';
import type { Services } from './services.ts';
import css from './app.module.css';

const TOTAL = practiceClips.length;
/** Hears nothing: what changes under the page does not concern practice. */
const deaf = { call: () => Promise.resolve(null), on: () => () => undefined };

/** What each clip is there to try. */
const steps = ['practice.step1', 'practice.step2', 'practice.step3', 'practice.step4', 'practice.step5'] as const;

/** A review of its own, with players of its own, over clips that came with the page. */
function createPractice({ client, notices, preferences }: Services): Review {
  const pool = createPlayerPool(loadPlayer, AHEAD);
  const pace = createPace(new EventTarget() as Window);
  return createReview({ client: createPracticeClient(client), pool, pace, notices, preferences }, deaf);
}

function remember({ preferences }: Services, practice: CareChoices['practice']): void {
  const { care, change } = preferences.getState();
  change({ care: { ...care, practice } });
}

function Done({ services }: { services: Services }) {
  const words = useWords();
  return (
    <main className={css.practiceDone} data-screen="practice-done" aria-label={words.t('practice.title')}>
      <h1>{words.t('practice.done')}</h1>
      <p>{words.t('practice.doneBody')}</p>
      <div className={css.practiceKeys}>
        <CommandButton id="go.keymap">{words.t('practice.keys')}</CommandButton>
        <CommandButton id="go.care">{words.t('practice.shield')}</CommandButton>
        <button
          className={kit.button}
          data-primary
          type="button"
          onClick={() => services.shell.setState({ screen: 'queue' })}
        >
          {words.t('practice.queue')}
        </button>
      </div>
    </main>
  );
}

/** Five harmless clips to learn the keys by, on the real review screen; marked as practice the whole time. */
export function PracticeScreen({ services }: { services: Services }) {
  const words = useWords();
  const [review] = useState(() => createPractice(services));
  const phase = useStore(review.store, (state) => state.phase);
  const position = useStore(review.store, (state) => state.view?.item.position ?? 0);
  const isDone = phase === 'done';
  useEffect(() => {
    remember(services, isDone ? { state: 'done', at: TOTAL } : { state: 'begun', at: position });
  }, [services, isDone, position]);
  useEffect(() => () => review.reset(), [review]);
  if (isDone) return <Done services={services} />;
  const step = steps[position] ?? steps[0];
  return (
    <div className={css.practice}>
      <div className={css.practiceBar} data-practice={position + 1}>
        <GraduationCap size={16} aria-hidden="true" />
        <strong>{words.t('practice.banner', { at: position + 1, total: TOTAL })}</strong>
        <span>{words.t(step)}</span>
        <CommandButton id="go.queue" look="quiet" hideKey>
          {words.t('practice.leave')}
        </CommandButton>
      </div>
      <ReviewProvider value={review}>
        <ReviewScreen />
      </ReviewProvider>
    </div>
  );
}
