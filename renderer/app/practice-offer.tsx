import { useStore } from 'zustand';
import { useWords } from '#renderer/i18n/use-words.ts';
import { CommandButton, kit } from '#renderer/ui/kit.tsx';
import type { Services } from './services.ts';
import css from './app.module.css';

/** Offers the practice queue to somebody who has not had it, once, above their own queue. */
export function PracticeOffer({ services }: { services: Services }) {
  const words = useWords();
  const { care, change } = useStore(services.preferences);
  const { state, at } = care.practice;
  if (state === 'done' || state === 'skipped') return null;
  return (
    <section className={css.practiceBar} aria-label={words.t('practice.title')} data-practice-offer>
      <span>{words.t('practice.offer')}</span>
      <CommandButton id="care.practice" look="primary">
        {words.t(state === 'new' ? 'practice.start' : 'practice.resume')}
      </CommandButton>
      <button
        className={kit.button}
        data-quiet
        type="button"
        onClick={() => change({ care: { ...care, practice: { state: 'skipped', at } } })}
      >
        {words.t('practice.skip')}
      </button>
    </section>
  );
}
