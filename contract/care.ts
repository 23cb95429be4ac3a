import { z } from 'zod';
import { instant, itemId, violationType } from './ids.ts';
import { severity, verdictKind } from './verdicts.ts';

/** What lies over the clip; any combination. */
export const shield = z.strictObject({
  grey: z.boolean(),
  blur: z.boolean(),
  pixelate: z.boolean(),
  /** Shown in a quarter of its area. */
  small: z.boolean(),
});
export type Shield = z.infer<typeof shield>;

/** Minutes; 0 means never. */
const minutes = z.number().int().min(0).max(1_440);

/** What a person chose for their own comfort. Kept on the device, never sent. */
export const careChoices = z.strictObject({
  shield,
  /** Ask for a break after so much time at work. */
  break_after_min: minutes,
  /** Ask for a break after so much clip on the screen. */
  break_after_shown_min: minutes,
  /** Clip on the screen in a day; when it is reached, Lupa says so. */
  daily_cap_min: minutes,
  /** How far the practice queue is: clips done, of five. */
  practice: z.strictObject({ state: z.enum(['new', 'begun', 'skipped', 'done']), at: z.number().int().min(0).max(5) }),
});
export type CareChoices = z.infer<typeof careChoices>;

export const theme = z.enum(['dark', 'dim', 'light', 'contrast']);
export type Theme = z.infer<typeof theme>;

/** How the page looks. `reduced_motion` is beside the system's own wish, which always holds. */
export const look = z.strictObject({ theme, reduced_motion: z.boolean() });
export type Look = z.infer<typeof look>;

/** Violation types whose items a person does not want to see. */
export const optOuts = z.array(violationType).max(200);

/** Seconds of clip on the screen, unblanked, of items with this severity; null: nobody said how severe. */
export const shownSeconds = z.strictObject({ severity: severity.nullable(), seconds: z.number().nonnegative() });

/** A day's entry of the ledger. `day` is the date on this device, such as `2026-05-20`. */
export const ledgerDay = z.strictObject({
  day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  shown: z.array(shownSeconds),
  work_s: z.number().nonnegative(),
  breaks: z.strictObject({ count: z.number().int().nonnegative(), seconds: z.number().nonnegative() }),
});
export type LedgerDay = z.infer<typeof ledgerDay>;

/** Today, as the person's own ledger has it. It belongs to them: no route of the hub and no export carries it. */
export const careDay = ledgerDay.extend({
  since_break: z.strictObject({ work_s: z.number().nonnegative(), shown_s: z.number().nonnegative() }),
  cap_passed: z.boolean(),
  verdicts: z.array(z.strictObject({ kind: verdictKind, count: z.number().int().positive() })),
});
export type CareDay = z.infer<typeof careDay>;

/** Time that passed since the last report, at most a minute of it: seconds at work, and of clip on the screen. */
export const timeSpent = z.strictObject({
  item_id: itemId.nullable(),
  work_s: z.number().min(0).max(60),
  shown_s: z.number().min(0).max(60),
});

/** What the hub is told of an opt-out: the whole list as it is now, and when it was made. */
export const optOutNotice = z.strictObject({ violation_types: optOuts, at: instant });
export type OptOutNotice = z.infer<typeof optOutNotice>;

/** What the hub did: items given to somebody else, and how many stay because there is nobody else. */
export const optOutAnswer = z.strictObject({ moved: z.array(itemId), kept: z.number().int().nonnegative() });
