import { describe, expect, it } from 'vitest';
import { isHarmless } from '#scripts/fault/fault.ts';
import { fault } from '#scripts/fault/kinds/kills.ts';

describe('killing the storage process, and hub and database', () => {
  it('loses no acknowledged verdict, doubles none, tears none apart and damages nothing', async () => {
    const figures = await fault({ form: 'smoke', seed: Date.now() % 2 ** 31, say: () => undefined });
    expect(figures.map((figure) => figure.figure)).toHaveLength(2);
    expect(figures.filter((figure) => !isHarmless(figure))).toEqual([]);
  });
});
