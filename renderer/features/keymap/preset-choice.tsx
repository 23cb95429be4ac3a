import type { PresetName } from '#contract/keymap.ts';
import { presetNames } from '#renderer/commands/ground.ts';
import { presetTitles } from '#renderer/commands/preset-titles.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import css from './keymap-screen.module.css';

/** What one is used to: the keymap below one's own keys. */
export function PresetChoice({ value, onChange }: { value: PresetName; onChange: (preset: PresetName) => void }) {
  const words = useWords();
  return (
    <fieldset className={css.presets}>
      <legend>{words.t('keymap.preset')}</legend>
      {presetNames.map((preset) => (
        <label key={preset}>
          <input
            type="radio"
            name="preset"
            value={preset}
            checked={preset === value}
            onChange={() => onChange(preset)}
          />
          {words.t(presetTitles[preset])}
        </label>
      ))}
    </fieldset>
  );
}
