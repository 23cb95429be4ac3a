import { expect, it } from 'vitest';
import { isHarmless } from '#scripts/fault/fault.ts';
import { fault } from '#scripts/fault/kinds/tamper-chunks.ts';

it('a clip that was changed on the disk in any way is noticed, and gives no wrong byte', async () => {
  const figures = await fault({ form: 'smoke', seed: 7, say: () => undefined });
  expect(figures.filter((figure) => !isHarmless(figure))).toEqual([]);
  expect(figures[0]?.tried).toBeGreaterThan(200);
});
