import { expect, it } from 'vitest';
import { isHarmless } from '#scripts/fault/fault.ts';
import { fault } from '#scripts/fault/kinds/canary.ts';

it('nothing of a clip, a record, a note or the sign-in lies in plain on the disk: in use, page crashed, killed, quit', async () => {
  const figures = await fault({ form: 'smoke', seed: 1, say: () => undefined });
  expect(figures.filter((figure) => !isHarmless(figure))).toEqual([]);
  expect(figures[0]?.tried).toBeGreaterThan(40);
}, 120_000);
