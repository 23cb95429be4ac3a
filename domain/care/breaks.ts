import type { CareChoices, CareDay } from '#contract/care.ts';

/** What the person is to be asked or told now; null when there is nothing. */
export type CarePrompt =
  | { readonly kind: 'break'; readonly because: 'work' | 'shown'; readonly minutes: number }
  | { readonly kind: 'cap'; readonly minutes: number };

/** How long a break prompt stays away after "later". Minutes at work. */
export const SNOOZE_MIN = 10;

const MINUTE = 60;

/** Seconds of clip on the screen today. */
export function shownToday(day: Pick<CareDay, 'shown'>): number {
  return day.shown.reduce((sum, { seconds }) => sum + seconds, 0);
}

/**
 * What to say, by the person's own settings. The cap comes before the break.
 * @param snoozedUntil_s seconds at work since the last break before which no break is asked for
 */
export function carePrompt(
  choices: Pick<CareChoices, 'break_after_min' | 'break_after_shown_min' | 'daily_cap_min'>,
  day: CareDay,
  snoozedUntil_s: number,
): CarePrompt | null {
  const { break_after_min, break_after_shown_min, daily_cap_min } = choices;
  const shown = shownToday(day);
  if (daily_cap_min > 0 && !day.cap_passed && shown >= daily_cap_min * MINUTE) {
    return { kind: 'cap', minutes: Math.floor(shown / MINUTE) };
  }
  const { work_s, shown_s } = day.since_break;
  if (work_s < snoozedUntil_s) return null;
  if (break_after_shown_min > 0 && shown_s >= break_after_shown_min * MINUTE) {
    return { kind: 'break', because: 'shown', minutes: Math.floor(shown_s / MINUTE) };
  }
  if (break_after_min > 0 && work_s >= break_after_min * MINUTE) {
    return { kind: 'break', because: 'work', minutes: Math.floor(work_s / MINUTE) };
  }
  return null;
}
