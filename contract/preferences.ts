import { z } from 'zod';
import { careChoices, look } from './care.ts';
import { language } from './ids.ts';
import { LOCK_AFTER_MIN, lockAfter } from './lock.ts';
import { commandUse, personalKeymap, standardKeymap } from './keymap.ts';

/** What can be chosen. Without defaults, so that setting one thing never resets another. */
export const preferenceShape = {
  language,
  policy_language: language,
  player: z.strictObject({
    volume: z.number().min(0).max(1),
    muted: z.boolean(),
    speed: z.number().min(0.25).max(4),
    captions: z.boolean(),
    /** Back and forward step frames while the play key is held. Nobody had chosen before there was the choice. */
    hold_to_step: z.boolean().default(false),
  }),
  care: careChoices,
  look,
  keymap: personalKeymap,
  /** By command id. */
  command_use: z.record(z.string(), commandUse),
  /** Minutes. Belongs to the device: no settings file carries it. */
  lock_after_min: lockAfter,
};

/** A person's preferences. What was not there when they were kept has a default. */
export const preferences = z.strictObject({
  ...preferenceShape,
  keymap: personalKeymap.default(standardKeymap),
  command_use: preferenceShape.command_use.default({}),
  lock_after_min: lockAfter.default(LOCK_AFTER_MIN),
});
export type Preferences = z.infer<typeof preferences>;
