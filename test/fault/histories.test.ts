import { describe, expect, it } from 'vitest';
import { isHarmless } from '#scripts/fault/fault.ts';
import { fault } from '#scripts/fault/kinds/histories.ts';

describe('devices that lose the network, start anew and decide the same items', () => {
  it('bring everything to the hub once, and each item has one result that counts', async () => {
    const figures = await fault({ form: 'smoke', seed: Date.now() % 2 ** 31, say: () => undefined });
    expect(figures.map(({ tried }) => tried)).toEqual([6]);
    expect(figures.filter((figure) => !isHarmless(figure))).toEqual([]);
  });
});
