import { describe, expect, it } from 'vitest';
import { type Candidate, type Looks, pickRecords } from '#scripts/tour/pick-records.ts';

const some = (looks: Looks, count: number): Candidate[] =>
  Array.from({ length: count }, (_, index) => ({ id: `${looks}-${index}`, looks }));

describe('what the tour looks at', () => {
  it('is a mixture of all that the pack has', () => {
    const pack = [
      ...some('no_clip', 500),
      ...some('one_clip', 500),
      ...some('several_clips', 50),
      ...some('missing', 5),
    ];
    const picked = pickRecords(pack, 40);
    const kinds = picked.map((id) => id.slice(0, id.lastIndexOf('-')));
    expect(picked).toHaveLength(40);
    expect(new Set(picked).size).toBe(40);
    expect(new Set(kinds)).toEqual(new Set(['no_clip', 'one_clip', 'several_clips', 'missing']));
  });

  it('comes from all over the pack', () => {
    const picked = pickRecords(some('one_clip', 1_000), 8).map((id) => Number(id.split('-')[1]));
    expect(Math.max(...picked)).toBeGreaterThan(700);
  });

  it('fills up with what there is', () => {
    expect(pickRecords(some('no_clip', 12), 12)).toHaveLength(12);
    expect(pickRecords([...some('no_clip', 3), ...some('one_clip', 3)], 6)).toHaveLength(6);
    expect(pickRecords(some('missing', 3), 10)).toHaveLength(3);
  });
});
