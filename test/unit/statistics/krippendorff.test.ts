import { describe, expect, it } from 'vitest';
import { nominalAlpha, numericAlpha, readAlpha } from '#domain/statistics/krippendorff.ts';
import { valueOf } from '../../support/outcomes.ts';

/** Turns rows of raters (a dot is a missing answer) into units. */
function unitsOf(raters: readonly string[]): (string | null)[][] {
  const rows = raters.map((row) => row.split(' '));
  return (rows[0] ?? []).map((_, unit) => rows.map((row) => (row[unit] === '.' ? null : (row[unit] ?? null))));
}

const numbersOf = (raters: readonly string[]): (number | null)[][] =>
  unitsOf(raters).map((unit) => unit.map((value) => (value === null ? null : Number(value))));

const fourObservers = [
  '1 2 3 3 2 1 4 1 2 . . .',
  '1 2 3 3 2 2 4 1 2 5 . 3',
  '. 3 3 3 2 3 4 2 2 5 1 .',
  '1 2 3 3 2 4 4 1 2 5 1 .',
];
const threeCoders = ['. . . . . 3 4 1 2 1 1 3 3 . 3', '1 . 2 1 3 3 4 3 . . . . . . .', '. . 2 1 3 4 4 . 2 1 1 3 3 . 4'];

describe('Krippendorff’s alpha', () => {
  it.each([
    ['four observers', fourObservers, 0.743421],
    ['three coders', threeCoders, 0.691358],
    ['two coders, yes and no', ['0 1 0 0 0 0 0 0 1 0', '1 1 1 0 0 1 0 0 0 0'], 0.095238],
    ['three coders, words', ['pos neg neu .', 'pos neg neu pos', 'pos neg pos pos'], 0.722222],
    ['two coders, four names', ['a a b b d c c c e d d a', 'b a b b b c c c e d d d'], 0.691964],
  ])('of names: %s', (_, raters, alpha) => {
    expect(valueOf(nominalAlpha(unitsOf(raters))).alpha).toBeCloseTo(alpha, 6);
  });

  it.each([
    ['four observers', fourObservers, 'ordinal', 0.815388],
    ['four observers', fourObservers, 'interval', 0.849107],
    ['four observers', fourObservers, 'ratio', 0.797403],
    ['three coders', threeCoders, 'ordinal', 0.806721],
    ['three coders', threeCoders, 'interval', 0.810845],
  ] as const)('of numbers: %s, %s', (_, raters, level, alpha) => {
    expect(valueOf(numericAlpha(numbersOf(raters), level)).alpha).toBeCloseTo(alpha, 6);
  });

  it('says how many values could be paired: units with one value drop out', () => {
    expect(valueOf(nominalAlpha(unitsOf(fourObservers))).pairable).toBe(40);
  });

  it('takes a zero as an amount, also where both are zero', () => {
    expect(
      valueOf(
        numericAlpha(
          [
            [0, 0],
            [0, 0],
            [5, 5],
          ],
          'ratio',
        ),
      ).alpha,
    ).toBe(1);
  });

  it.each([
    ['no_items', []],
    [
      'no_pairs',
      [
        ['1', null],
        [null, '2'],
      ],
    ],
    [
      'one_category',
      [
        ['1', '1'],
        ['1', '1', null],
      ],
    ],
    [
      'one_category',
      [
        ['1', '1'],
        ['2', null],
      ],
    ],
  ] as const)('is undefined: %s', (reason, units) => {
    expect(nominalAlpha(units)).toEqual({ kind: 'undefined', reason });
    const numbers = units.map((unit) => unit.map((value) => (value === null ? null : Number(value))));
    for (const level of ['ordinal', 'interval', 'ratio'] as const)
      expect(numericAlpha(numbers, level)).toEqual({ kind: 'undefined', reason });
  });

  it.each([
    ['what is not finite', 'interval', Number.NaN],
    ['what lies too far for a distance', 'interval', 1e300],
    ['less than nothing as an amount', 'ratio', -1],
  ] as const)('refuses %s', (_, level, value) => {
    expect(numericAlpha([[1, value]], level)).toEqual({ kind: 'undefined', reason: 'invalid_input' });
  });

  it.each([
    [0.8, 'rely'],
    [0.799, 'tentative'],
    [0.667, 'tentative'],
    [0.666, 'discard'],
    [-0.2, 'discard'],
  ] as const)('of %d: %s', (alpha, reading) => {
    expect(readAlpha(alpha)).toBe(reading);
  });
});
