import { describe, expect, it } from 'vitest';
import { withoutWaits } from '#scripts/tour/film.ts';

const at = (...times: number[]) => times.map((time) => ({ at: time }));

describe('a film of the tour', () => {
  it('begins with its first picture and keeps the pace of what moves', () => {
    expect(withoutWaits(at(400, 600, 1_500))).toEqual(at(0, 200, 1_100));
  });

  it('cuts waits to a second, however long they are', () => {
    expect(withoutWaits(at(0, 30_000, 30_200, 90_200))).toEqual(at(0, 1_000, 1_200, 2_200));
  });

  it('keeps every picture with what belongs to it', () => {
    expect(withoutWaits([{ at: 5_000, name: 'a' }])).toEqual([{ at: 0, name: 'a' }]);
  });
});
