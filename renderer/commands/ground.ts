import { type PresetName, presetName } from '#contract/keymap.ts';
import type { KeymapGround } from '#domain/commands/personal.ts';
import base from '#resources/default-keymap.json' with { type: 'json' };
import cvat from '#resources/keymaps/cvat.json' with { type: 'json' };
import labelStudio from '#resources/keymaps/label-studio.json' with { type: 'json' };
import leftHand from '#resources/keymaps/left-hand.json' with { type: 'json' };
import modifiers from '#resources/keymaps/modifiers.json' with { type: 'json' };
import numpad from '#resources/keymaps/numpad.json' with { type: 'json' };
import prodigy from '#resources/keymaps/prodigy.json' with { type: 'json' };
import standard from '#resources/keymaps/standard.json' with { type: 'json' };

/** The presets, in the order in which they are offered. */
export const presetNames: readonly PresetName[] = presetName.options;

/** The shipped keymap and its presets, on which a keymap of one's own stands. */
export const keymapGround: KeymapGround = {
  base: base.bindings,
  presets: {
    standard: { rows: standard.bindings },
    prodigy: { rows: prodigy.bindings },
    cvat: { rows: cvat.bindings },
    'label-studio': { rows: labelStudio.bindings },
    numpad: { rows: numpad.bindings },
    'left-hand': { rows: leftHand.bindings },
    modifiers: { rows: modifiers.bindings, dropsCharacters: modifiers.dropsCharacters },
  },
};
