import type { PresetName } from '#contract/keymap.ts';
import type { MessageId } from '#renderer/i18n/catalog.ts';

/** What each preset is called. */
export const presetTitles: Readonly<Record<PresetName, MessageId>> = {
  standard: 'preset.standard',
  prodigy: 'preset.prodigy',
  cvat: 'preset.cvat',
  'label-studio': 'preset.labelStudio',
  numpad: 'preset.numpad',
  'left-hand': 'preset.leftHand',
  modifiers: 'preset.modifiers',
};
