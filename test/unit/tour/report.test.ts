import { describe, expect, it } from 'vitest';
import { percentilesOf, shortcomings, type TourReport } from '#scripts/tour/report.ts';

const good: TourReport = {
  imported: 40,
  refused: 0,
  assigned: 12,
  reviewed: 12,
  uploaded: 12,
  duplicates: 0,
  lost: 0,
  key_to_next_frame_ms: null,
  details: {},
};

describe('the tour’s report', () => {
  it('has percentiles by nearest rank', () => {
    expect(percentilesOf([])).toBeNull();
    expect(percentilesOf([7])).toEqual({ p50: 7, p95: 7, samples: 1 });
    expect(percentilesOf(Array.from({ length: 100 }, (_, index) => 100 - index))).toEqual({
      p50: 50,
      p95: 95,
      samples: 100,
    });
  });

  it('finds nothing wrong with a good tour', () => {
    expect(shortcomings(good, 12)).toEqual([]);
  });

  it.each([{ lost: 1 }, { duplicates: 1 }, { assigned: 11 }, { reviewed: 11 }, { uploaded: 11 }])(
    'is no success with %j',
    (change) => {
      expect(shortcomings({ ...good, ...change }, 12)).toHaveLength(1);
    },
  );
});
