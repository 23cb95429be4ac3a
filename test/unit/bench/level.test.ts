import { describe, expect, it } from 'vitest';
import { levelFigure } from '#scripts/bench/measure.ts';

const level = (samples: number[]) => levelFigure({ samples, floor: [50, 50], floorIs: 'bare', within: 0.1 });
const ramp = (from: number, to: number) => Array.from({ length: 50 }, (_, index) => from + ((to - from) * index) / 49);

describe('a level that is to stay flat', () => {
  it('holds when the warm-up alone climbs', () => {
    expect(level([...ramp(20, 100).slice(0, 10), ...Array.from({ length: 40 }, () => 100)])).toMatchObject({
      drift: 0,
      holds: true,
      ratio: 2,
    });
  });

  it.each([
    ['climbs', 100, 200],
    ['sinks', 200, 100],
  ])('does not hold when it %s all the way', (_way, from, to) => {
    const { drift, holds } = level(ramp(from, to));
    expect(Math.sign(drift)).toBe(Math.sign(to - from));
    expect(holds).toBe(false);
  });

  it('says nothing of too few samples', () => {
    expect(() => level([1, 2, 3])).toThrow('at least 5');
  });
});
