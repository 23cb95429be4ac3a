import { useStore } from 'zustand';
import { lockAfter } from '#contract/lock.ts';
import type { PreferencesStore } from '#renderer/bridge/preferences.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { kit } from '#renderer/ui/kit.tsx';
import css from './dialogs.module.css';

/** After how many minutes without input the screen is locked. What is no such number is not taken. */
export function LockChoice({ preferences }: { preferences: PreferencesStore }) {
  const words = useWords();
  const { lock_after_min, change } = useStore(preferences);
  return (
    <label className={css.minutes}>
      <span>{words.t('settings.lockAfter')}</span>
      <input
        id="lock-after"
        className={kit.input}
        type="number"
        min={lockAfter.minValue ?? undefined}
        max={lockAfter.maxValue ?? undefined}
        value={lock_after_min}
        onChange={({ target }) => {
          const minutes = lockAfter.safeParse(target.valueAsNumber);
          if (minutes.success) change({ lock_after_min: minutes.data });
        }}
      />
    </label>
  );
}
