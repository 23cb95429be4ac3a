import { describe, expect, it } from 'vitest';
import type { CareDay } from '#contract/care.ts';
import { carePrompt, SNOOZE_MIN } from '#domain/care/breaks.ts';
import { careAtFirst, isShielded, nextShield, noShield } from '#domain/care/choices.ts';

const dayWith = (over: Partial<CareDay> & { work_s?: number; shown_s?: number; total_s?: number }): CareDay => ({
  day: '2026-05-20',
  shown: [{ severity: 3, seconds: over.total_s ?? 0 }],
  work_s: 0,
  breaks: { count: 0, seconds: 0 },
  since_break: { work_s: over.work_s ?? 0, shown_s: over.shown_s ?? 0 },
  cap_passed: over.cap_passed ?? false,
  verdicts: [],
});

const choices = { ...careAtFirst, break_after_min: 60, break_after_shown_min: 30, daily_cap_min: 90 };

describe('break prompts', () => {
  it('come after the chosen time at work or of clip, and not a second before', () => {
    expect(carePrompt(choices, dayWith({ work_s: 3599, shown_s: 1799 }), 0)).toBeNull();
    expect(carePrompt(choices, dayWith({ work_s: 3600 }), 0)).toEqual({ kind: 'break', because: 'work', minutes: 60 });
    expect(carePrompt(choices, dayWith({ shown_s: 1800 }), 0)).toEqual({
      kind: 'break',
      because: 'shown',
      minutes: 30,
    });
  });

  it('stay away for the snooze and come again after it', () => {
    const until = 3600 + SNOOZE_MIN * 60;
    expect(carePrompt(choices, dayWith({ work_s: until - 1 }), until)).toBeNull();
    expect(carePrompt(choices, dayWith({ work_s: until }), until)).toMatchObject({ kind: 'break' });
  });

  it('never come when the person set them to zero', () => {
    const never = { break_after_min: 0, break_after_shown_min: 0, daily_cap_min: 0 };
    expect(carePrompt(never, dayWith({ work_s: 1e6, shown_s: 1e6, total_s: 1e6 }), 0)).toBeNull();
  });
});

describe('the daily cap', () => {
  it('comes before a break, and is silent once it was passed on purpose', () => {
    expect(carePrompt(choices, dayWith({ total_s: 5400, work_s: 9999 }), 0)).toEqual({ kind: 'cap', minutes: 90 });
    expect(carePrompt(choices, dayWith({ total_s: 5400, cap_passed: true }), 0)).toBeNull();
  });
});

describe('the shield', () => {
  it('goes through all kinds and back to nothing, and from an own combination to nothing', () => {
    let shield = noShield;
    const seen = new Set<string>();
    do {
      seen.add(JSON.stringify(shield));
      shield = nextShield(shield);
    } while (isShielded(shield));
    expect(seen.size).toBe(5);
    expect(nextShield({ ...noShield, blur: true, small: true })).toEqual(noShield);
  });
});
