import { useStore } from 'zustand';
import type { PreferencesStore } from '#renderer/bridge/preferences.ts';
import { keyLabel } from '#renderer/commands/keys.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import css from './dialogs.module.css';

/** Whether back and forward step frames while the play key is held; named by the keys in force. */
export function HoldToStepChoice({ preferences }: { preferences: PreferencesStore }) {
  const words = useWords();
  const { player, change } = useStore(preferences);
  const [play, back, forward] = (['player.playPause', 'player.back10', 'player.fwd10'] as const).map(
    (id) => keyLabel(id) ?? '—',
  );
  return (
    <label className={css.check}>
      <input
        type="checkbox"
        checked={player.hold_to_step}
        onChange={() => change({ player: { ...player, hold_to_step: !player.hold_to_step } })}
      />
      {words.t('settings.holdToStep', { play: play ?? '', back: back ?? '', forward: forward ?? '' })}
    </label>
  );
}
