import { useStore } from 'zustand';
import { theme } from '#contract/care.ts';
import type { PreferencesStore } from '#renderer/bridge/preferences.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import css from './dialogs.module.css';

/** The theme, and whether things may move. */
export function LookChoice({ preferences }: { preferences: PreferencesStore }) {
  const words = useWords();
  const { look, change } = useStore(preferences);
  return (
    <>
      <fieldset className={css.choice}>
        <legend>{words.t('look.theme')}</legend>
        {theme.options.map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="theme"
              checked={look.theme === each}
              onChange={() => change({ look: { ...look, theme: each } })}
            />
            {words.t(`theme.${each}`)}
          </label>
        ))}
      </fieldset>
      <label className={css.check}>
        <input
          type="checkbox"
          checked={look.reduced_motion}
          onChange={() => change({ look: { ...look, reduced_motion: !look.reduced_motion } })}
        />
        {words.t('look.motion')}
      </label>
    </>
  );
}
