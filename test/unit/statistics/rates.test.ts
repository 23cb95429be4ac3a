import { describe, expect, it } from 'vitest';
import { criticalValue, Z_95 } from '#domain/statistics/normal.ts';
import { rate, wilson, wilsonCorrected } from '#domain/statistics/rate.ts';
import { sampleSize, standardErrorOfRate, zeroDefectBound, zeroDefectSize } from '#domain/statistics/sample-size.ts';
import { valueOf } from '../../support/outcomes.ts';

const none = (reason: string) => ({ kind: 'undefined', reason });

describe('the critical value', () => {
  it.each([
    [0.5, 0.674489750196082],
    [0.8, 1.2815515655446],
    [0.9, 1.64485362695147],
    [0.95, Z_95],
    [0.99, 2.5758293035489],
    [0.999, 3.29052673149193],
  ])('of %d', (confidence, z) => {
    expect(valueOf(criticalValue(confidence))).toBeCloseTo(z, 12);
  });

  it.each([0, 1, -1, 2, Number.NaN])('is undefined for a confidence of %d', (confidence) => {
    expect(criticalValue(confidence)).toEqual(none('invalid_input'));
  });
});

describe('Wilson’s interval', () => {
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    [23, 60, 0.2709, 0.5098],
    [0, 10, 0, 0.2775],
    [10, 10, 0.7225, 1],
    [2, 10, 0.0567, 0.5098],
  ])('of %d in %d', (hits, n, low, high) => {
    const interval = valueOf(wilson(hits, n));
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it.each([
    [81, 263, 0.2535, 0.3682],
    [15, 148, 0.0598, 0.1644],
    [0, 20, 0, 0.2005],
    [1, 29, 0.0018, 0.1963],
    [23, 60, 0.2635, 0.5181],
  ])('with continuity correction of %d in %d', (hits, n, low, high) => {
    const interval = valueOf(wilsonCorrected(hits, n));
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('ends at exactly 0 and 1', () => {
    for (const measure of [wilson, wilsonCorrected]) {
      expect(valueOf(measure(38, 38)).high).toBe(1);
      expect(valueOf(measure(0, 77)).low).toBe(0);
    }
  });

  it.each([
    ['no_items', 0, 0],
    ['invalid_input', 2, 1],
    ['invalid_input', -1, 1],
    ['invalid_input', 0.5, 1],
  ])('is undefined (%s) for %d in %d, and so is the rate', (reason, hits, n) => {
    for (const measure of [wilson, wilsonCorrected, rate]) expect(measure(hits, n)).toEqual(none(reason));
  });
});

describe('the size of a sample', () => {
  const usual = { margin: 0.05, expected: 0.5, z: 1.96 } as const;

  it.each([
    [100, 79.51, 80],
    [500, 217.49, 218],
    [1000, 277.74, 278],
    [2000, 322.4, 323],
    [10_000, 369.98, 370],
    [100_000, 382.69, 383],
  ])('of a population of %d: %d, rounded up to %d', (population, exact, size) => {
    const value = valueOf(sampleSize({ ...usual, population }));
    expect(value.unlimited).toBeCloseTo(384.16, 2);
    expect(value.exact).toBeCloseTo(exact, 2);
    expect(value.size).toBe(size);
  });

  it('without a population is what Cochran gives, rounded up', () => {
    expect(valueOf(sampleSize({ ...usual, population: null })).size).toBe(385);
  });

  it('is never above the population nor below one', () => {
    expect(valueOf(sampleSize({ ...usual, margin: 0.001, population: 3 })).size).toBe(3);
    expect(valueOf(sampleSize({ ...usual, margin: 0.99, population: 3 })).size).toBe(1);
  });

  it.each([
    ['no_items', { population: 0 }],
    ['no_spread', { expected: 0 }],
    ['no_spread', { expected: 1 }],
    ['invalid_input', { margin: 0 }],
    ['invalid_input', { margin: 1e-200 }],
    ['invalid_input', { expected: 1.1 }],
    ['invalid_input', { population: 1.5 }],
    ['invalid_input', { z: Number.NaN }],
  ])('is undefined: %s', (reason, odd) => {
    expect(sampleSize({ ...usual, population: 100, ...odd })).toEqual(none(reason));
  });

  it('makes the error smaller where the population is finite', () => {
    expect(valueOf(standardErrorOfRate(0.1, 100, 1000))).toBeCloseTo(0.028475, 6);
    expect(valueOf(standardErrorOfRate(0.1, 100, null))).toBeCloseTo(0.03, 12);
    expect(valueOf(standardErrorOfRate(0.1, 10, 10))).toBe(0);
    expect(valueOf(standardErrorOfRate(1, 1, 1))).toBe(0);
    expect(standardErrorOfRate(0.1, 0, null)).toEqual(none('no_items'));
    expect(standardErrorOfRate(0.1, 11, 10)).toEqual(none('invalid_input'));
    expect(standardErrorOfRate(1.1, 1, null)).toEqual(none('invalid_input'));
  });
});

describe('nothing found in n', () => {
  it('leaves at most 3 in n possible', () => {
    const bound = valueOf(zeroDefectBound(300, 0.95));
    expect(bound.rule_of_three).toBeCloseTo(0.01, 12);
    expect(bound.exact).toBeCloseTo(0.009936, 6);
  });

  it('needs 299 for at most 1 %', () => {
    expect(valueOf(zeroDefectSize(0.01, 0.95))).toBe(299);
  });

  it('says nothing of no items, nor of odd numbers', () => {
    expect(zeroDefectBound(0, 0.95)).toEqual(none('no_items'));
    expect(zeroDefectBound(1.5, 0.95)).toEqual(none('invalid_input'));
    expect(zeroDefectBound(10, 1)).toEqual(none('invalid_input'));
    expect(zeroDefectSize(0, 0.95)).toEqual(none('invalid_input'));
  });
});
