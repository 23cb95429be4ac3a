import { describe, expect, it } from 'vitest';
import { fault } from '#scripts/fault/kinds/egress.ts';

describe('the product at work in a network with nothing but the hub', () => {
  it('sends no packet anywhere else', async () => {
    const figures = await fault({ form: 'smoke', seed: 1, say: () => undefined });
    expect(figures).toEqual([{ figure: 'items reviewed in a closed network', tried: 3, egress: 0 }]);
  });
});
