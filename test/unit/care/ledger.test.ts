import { describe, expect, it } from 'vitest';
import type { LedgerDay } from '#contract/care.ts';
import { withDay } from '#domain/care/ledger.ts';

const entry = (day: string, work_s: number): LedgerDay => ({
  day,
  shown: [],
  work_s,
  breaks: { count: 0, seconds: 0 },
});

describe('the ledger, when something is heard of today', () => {
  it('has today’s figures in today’s place, and leaves the other days alone', () => {
    const ledger = [entry('2026-05-20', 60), entry('2026-05-19', 7_200)];
    expect(withDay(ledger, entry('2026-05-20', 75), 14)).toEqual([entry('2026-05-20', 75), entry('2026-05-19', 7_200)]);
  });

  it('begins a new day at midnight and lets the oldest go', () => {
    const ledger = [entry('2026-05-20', 60), entry('2026-05-19', 7_200)];
    expect(withDay(ledger, entry('2026-05-21', 1), 2)).toEqual([entry('2026-05-21', 1), entry('2026-05-20', 60)]);
  });
});
