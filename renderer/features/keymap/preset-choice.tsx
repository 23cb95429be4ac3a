import type { PresetName } from '#contract/keymap.ts';
import { presetNames } from '#renderer/commands/ground.ts';
import type { MessageId } from '#renderer/i18n/catalog.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import css from './keymap-screen.module.css';

export const presetTitles: Readonly<Record<PresetName, MessageId>> = {
  standard: 'preset.standard',
  prodigy: 'preset.prodigy',
  cvat: 'preset.cvat',
  'label-studio': 'preset.labelStudio',
  numpad: 'preset.numpad',
  'left-hand': 'preset.leftHand',
  modifiers: 'preset.modifiers',
};

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
