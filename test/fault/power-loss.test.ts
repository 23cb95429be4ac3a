import { describe, expect, it } from 'vitest';
import { isHarmless } from '#scripts/fault/fault.ts';
import { fault } from '#scripts/fault/kinds/power-loss.ts';

describe('taking the power away', () => {
  it('loses nothing that was called saved, at the moment of each answer and at any other, whatever the disk keeps of the rest', async () => {
    const figures = await fault({ form: 'smoke', seed: Date.now() % 2 ** 31, say: () => undefined });
    expect(figures).toHaveLength(1);
    expect(figures.filter((figure) => !isHarmless(figure))).toEqual([]);
  });
});
