import { describe, expect, it } from 'vitest';
import { isHarmless } from '#scripts/fault/fault.ts';
import { fault } from '#scripts/fault/kinds/disk/disk.ts';

describe('a damaged database', () => {
  it('check 10: loses no verdict that still stands in it, hides no loss, and stops nothing (smoke)', async () => {
    const figures = await fault({ form: 'smoke', seed: 11, say: () => undefined });
    expect(figures.map(({ figure }) => figure)).toEqual(['one byte changed in a database', 'a database cut short']);
    expect(figures.filter((figure) => !isHarmless(figure))).toEqual([]);
  });
});
