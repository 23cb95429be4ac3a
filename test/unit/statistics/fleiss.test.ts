import { describe, expect, it } from 'vitest';
import { fleissKappa } from '#domain/statistics/agreement.ts';
import type { Table } from '#domain/statistics/table.ts';
import { valueOf } from '../../support/outcomes.ts';

describe('Fleiss’ kappa', () => {
  const wikipedia: Table = [
    [0, 0, 0, 0, 14],
    [0, 2, 6, 4, 2],
    [0, 0, 3, 5, 6],
    [0, 3, 9, 2, 0],
    [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0],
    [2, 5, 3, 2, 2],
    [6, 5, 2, 1, 0],
    [0, 2, 2, 3, 7],
  ];
  // Fleiss 1971, table 1: 30 patients, 6 psychiatrists, 5 diagnoses.
  const psychiatric: Table = [
    [0, 0, 0, 6, 0],
    [0, 3, 0, 0, 3],
    [0, 1, 4, 0, 1],
    [0, 0, 0, 0, 6],
    [0, 3, 0, 3, 0],
    [2, 0, 4, 0, 0],
    [0, 0, 4, 0, 2],
    [2, 0, 3, 1, 0],
    [2, 0, 0, 4, 0],
    [0, 0, 0, 0, 6],
    [1, 0, 0, 5, 0],
    [1, 1, 0, 4, 0],
    [0, 3, 3, 0, 0],
    [1, 0, 0, 5, 0],
    [0, 2, 0, 3, 1],
    [0, 0, 5, 0, 1],
    [3, 0, 0, 1, 2],
    [5, 1, 0, 0, 0],
    [0, 2, 0, 4, 0],
    [1, 0, 2, 0, 3],
    [0, 0, 0, 0, 6],
    [0, 1, 0, 5, 0],
    [0, 2, 0, 1, 3],
    [2, 0, 0, 4, 0],
    [1, 0, 0, 4, 1],
    [0, 5, 0, 1, 0],
    [4, 0, 0, 0, 2],
    [0, 2, 0, 4, 0],
    [1, 0, 5, 0, 0],
    [0, 0, 0, 0, 6],
  ];

  it('of ten subjects and fourteen raters', () => {
    const { kappa, observed, expected, items, raters } = valueOf(fleissKappa(wikipedia));
    expect(observed).toBeCloseTo(0.378022, 6);
    expect(expected).toBeCloseTo(0.212755, 6);
    expect(kappa).toBeCloseTo(0.209931, 6);
    expect([items, raters]).toEqual([10, 14]);
  });

  it('of the psychiatric diagnoses', () => {
    expect(valueOf(fleissKappa(psychiatric)).kappa).toBeCloseTo(0.43, 3);
  });

  it.each([
    ['no_items', []],
    [
      'unequal_raters',
      [
        [2, 0],
        [1, 0],
      ],
    ],
    [
      'one_rater',
      [
        [1, 0],
        [0, 1],
      ],
    ],
    [
      'one_category',
      [
        [3, 0],
        [3, 0],
      ],
    ],
    ['invalid_input', [[3, 0], [3]]],
    ['invalid_input', [[1.5, 1.5]]],
  ] as const)('is undefined: %s', (reason, counts) => {
    expect(fleissKappa(counts)).toEqual({ kind: 'undefined', reason });
  });
});
