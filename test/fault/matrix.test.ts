import { describe, expect, it } from 'vitest';
import { isHarmless } from '#scripts/fault/fault.ts';
import { fault } from '#scripts/fault/kinds/matrix.ts';

describe('a fault on a verdict’s way', () => {
  it('loses nothing and doubles nothing: an answer lost after the commit, a portal, a core that dies before its mark', async () => {
    const figures = await fault({ form: 'smoke', seed: 1, say: () => undefined });
    expect(figures).toHaveLength(1);
    expect(figures.filter((figure) => !isHarmless(figure))).toEqual([]);
  });
});
