import { describe, expect, it } from 'vitest';
import { gwetAc1, pabak, percentageAgreement } from '#domain/statistics/agreement.ts';
import { cohenKappa, type KappaWeights } from '#domain/statistics/kappa.ts';
import { crossTable, type Table } from '#domain/statistics/table.ts';
import { valueOf } from '../../support/outcomes.ts';

const sas: Table = [
  [0, 4, 1],
  [0, 8, 0],
  [0, 1, 5],
];
const nearly: Table = [
  [46, 0, 0],
  [4, 40, 0],
  [0, 0, 10],
];
const mixed: Table = [
  [53, 5, 2],
  [11, 14, 5],
  [1, 6, 3],
];
const paradox: Table = [
  [118, 5],
  [2, 0],
];

describe('Cohen’s kappa', () => {
  const table: readonly (readonly [string, Table, KappaWeights, number, number])[] = [
    [
      '50 grant proposals',
      [
        [20, 5],
        [10, 15],
      ],
      'none',
      0.4,
      4,
    ],
    [
      'po .60, first',
      [
        [45, 15],
        [25, 15],
      ],
      'none',
      0.1304,
      4,
    ],
    [
      'po .60, second',
      [
        [25, 35],
        [5, 35],
      ],
      'none',
      0.2593,
      4,
    ],
    [
      'Artstein and Poesio, table 1',
      [
        [20, 20],
        [10, 50],
      ],
      'none',
      0.348,
      3,
    ],
    [
      'Artstein and Poesio, table 4',
      [
        [46, 0, 0],
        [6, 32, 6],
        [0, 0, 10],
      ],
      'none',
      0.8013,
      4,
    ],
    ['SAS', sas, 'none', 0.4842, 4],
    ['the paradox of a rare class', paradox, 'none', -0.0234, 4],
    ['three classes', nearly, 'none', 0.9315, 4],
    ['three classes, linear', nearly, 'linear', 0.9412, 4],
    ['three classes, quadratic', nearly, 'quadratic', 0.9541, 4],
    ['SAS, linear', sas, 'linear', 0.4701, 4],
    ['SAS, quadratic', sas, 'quadratic', 0.4502, 4],
    ['mixed', mixed, 'none', 0.428571, 6],
    ['mixed, linear', mixed, 'linear', 0.492308, 6],
    ['mixed, quadratic', mixed, 'quadratic', 0.566667, 6],
  ];
  it.each(table)('%s', (_, counts, weights, kappa, digits) => {
    expect(valueOf(cohenKappa(counts, weights)).kappa).toBeCloseTo(kappa, digits);
  });

  it('has the standard errors and the interval of statsmodels', () => {
    const { observed, expected, standard_error, standard_error_if_zero, interval } = valueOf(
      cohenKappa([
        [20, 5],
        [10, 15],
      ]),
    );
    expect(observed).toBeCloseTo(0.7, 12);
    expect(expected).toBeCloseTo(0.5, 12);
    expect(standard_error).toBeCloseTo(0.126996, 6);
    expect(standard_error_if_zero).toBeCloseTo(0.138564, 6);
    expect(interval.low).toBeCloseTo(0.1511, 4);
    expect(interval.high).toBeCloseTo(0.6489, 4);
  });

  it.each([
    ['none', 0.138, 0.2137, 0.7547],
    ['linear', 0.1457, 0.1845, 0.7558],
  ] as const)('has the error and interval that SAS prints, weights %s', (weights, error, low, high) => {
    const { standard_error, interval } = valueOf(cohenKappa(sas, weights));
    expect(standard_error).toBeCloseTo(error, 4);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it.each([
    ['nothing at all', [], 'no_items'],
    [
      'no items',
      [
        [0, 0],
        [0, 0],
      ],
      'no_items',
    ],
    [
      'one class used by both',
      [
        [7, 0],
        [0, 0],
      ],
      'one_category',
    ],
    ['one class to choose from', [[7]], 'one_category'],
    ['a table that is not square', [[1, 2]], 'invalid_input'],
    [
      'halves of items',
      [
        [0.5, 1],
        [1, 1],
      ],
      'invalid_input',
    ],
    [
      'less than nothing',
      [
        [-1, 1],
        [1, 1],
      ],
      'invalid_input',
    ],
  ] as const)('is undefined for %s, whatever the weights', (_, counts, reason) => {
    for (const weights of ['none', 'linear', 'quadratic'] as const)
      expect(cohenKappa(counts, weights)).toEqual({ kind: 'undefined', reason });
  });
});

describe('agreement beside a kappa', () => {
  it('is shown with the prevalence, where kappa misleads', () => {
    const { agreement, prevalence } = valueOf(percentageAgreement(paradox));
    expect(agreement.value).toBeCloseTo(0.944, 3);
    expect(agreement.n).toBe(125);
    expect(prevalence).toEqual([(123 + 120) / 250, (2 + 5) / 250]);
    expect(valueOf(pabak(paradox))).toBeCloseTo(0.888, 3);
    expect(valueOf(gwetAc1(paradox))).toBeCloseTo(0.9408, 4);
  });

  it('of one class used out of two is whole for PABAK and AC1', () => {
    expect(
      [
        pabak([
          [7, 0],
          [0, 0],
        ]),
        gwetAc1([
          [7, 0],
          [0, 0],
        ]),
      ].map(valueOf),
    ).toEqual([1, 1]);
  });

  it.each([
    [
      'no_items',
      [
        [0, 0],
        [0, 0],
      ],
    ],
    ['invalid_input', [[1, 2]]],
  ] as const)('is undefined: %s', (reason, counts) => {
    for (const measure of [percentageAgreement, pabak, gwetAc1])
      expect(measure(counts)).toEqual({ kind: 'undefined', reason });
  });

  it('needs a second class for PABAK and AC1', () => {
    for (const measure of [pabak, gwetAc1])
      expect(measure([[7]])).toEqual({ kind: 'undefined', reason: 'one_category' });
  });
});

describe('a table of pairs', () => {
  it('counts in the order of the classes', () => {
    const pairs = [
      ['a', 'a'],
      ['a', 'b'],
      ['b', 'b'],
      ['b', 'b'],
    ] as const;
    expect(crossTable(pairs, ['b', 'a'])).toEqual({
      kind: 'defined',
      value: [
        [2, 0],
        [1, 1],
      ],
    });
  });

  it.each([
    ['a first answer that is no class', [['x', 'a']], ['a', 'b']],
    ['a second answer that is no class', [['a', 'x']], ['a', 'b']],
    ['a class that is named twice', [['a', 'a']], ['a', 'a']],
  ] as const)('is refused for %s', (_, pairs, classes) => {
    expect(crossTable<string>(pairs, classes)).toEqual({ kind: 'undefined', reason: 'invalid_input' });
  });
});
