import { describe, expect, it } from 'vitest';
import { plannedSize } from '#domain/sampling/size.ts';
import { valueOf } from '../../support/outcomes.ts';

describe('the size of a plan', () => {
  it.each([
    [0.9, 0.05, 0.5, null, 271],
    [0.95, 0.05, 0.5, null, 385],
    [0.99, 0.05, 0.5, null, 664],
    [0.95, 0.02, 0.1, 10_000, 796],
    [0.95, 0.05, 0.5, 100, 80],
  ])(
    'confidence %d, margin %d, expected rate %d, population %o: %d',
    (confidence, margin, expected, population, size) => {
      expect(valueOf(plannedSize({ confidence, margin, expected, population })).size).toBe(size);
    },
  );

  it.each([
    ['a confidence of 1', { confidence: 1 }, 'invalid_input'],
    ['an empty population', { population: 0 }, 'no_items'],
    ['nothing expected', { expected: 0 }, 'no_spread'],
  ])('is undefined for %s', (_, odd, reason) => {
    const usual = { confidence: 0.95, margin: 0.05, expected: 0.5, population: 100 };
    expect(plannedSize({ ...usual, ...odd })).toEqual({ kind: 'undefined', reason });
  });
});
