import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fleissKappa, gwetAc1, pabak, percentageAgreement } from '#domain/statistics/agreement.ts';
import { cohenKappa } from '#domain/statistics/kappa.ts';
import { nominalAlpha, numericAlpha } from '#domain/statistics/krippendorff.ts';
import type { Outcome } from '#domain/statistics/outcome.ts';
import { wilson, wilsonCorrected } from '#domain/statistics/rate.ts';

const squares = fc
  .integer({ min: 0, max: 5 })
  .chain((size) =>
    fc.array(fc.array(fc.nat(30), { minLength: size, maxLength: size }), { minLength: size, maxLength: size }),
  );

const units = fc.array(fc.array(fc.option(fc.nat(4)), { maxLength: 5 }), { maxLength: 12 });

/** Every number in a value, however deep. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

const measures: readonly ((table: number[][]) => Outcome<unknown>)[] = [
  (table) => cohenKappa(table),
  (table) => cohenKappa(table, 'linear'),
  (table) => cohenKappa(table, 'quadratic'),
  (table) => percentageAgreement(table),
  pabak,
  gwetAc1,
  fleissKappa,
];

describe('every measure of agreement', () => {
  it('is undefined or made of finite numbers, whatever the table', () => {
    fc.assert(
      fc.property(squares, (table) => {
        for (const measure of measures) expect(numbersIn(measure(table)).every(Number.isFinite)).toBe(true);
      }),
    );
  });

  it('does not depend on which rater is named first', () => {
    fc.assert(
      fc.property(squares, (table) => {
        const turned = table.map((_, column) => table.map((row) => row[column] ?? 0));
        for (const measure of measures.slice(0, -1)) {
          const [one, other] = [measure(table), measure(turned)].map(numbersIn);
          expect(one).toHaveLength(other?.length ?? -1);
          for (const [place, value] of (one ?? []).entries())
            expect(value).toBeCloseTo(other?.[place] ?? Number.NaN, 9);
        }
      }),
    );
  });

  it('of names does not depend on their order', () => {
    fc.assert(
      fc.property(squares, (table) => {
        const turned = table.toReversed().map((row) => row.toReversed());
        for (const measure of [pabak, gwetAc1, (t: number[][]) => cohenKappa(t)]) {
          const [one, other] = [numbersIn(measure(table)), numbersIn(measure(turned))];
          expect(one).toHaveLength(other.length);
          for (const [place, value] of one.entries()) expect(value).toBeCloseTo(other[place] ?? Number.NaN, 9);
        }
      }),
    );
  });

  it('is never above 1', () => {
    fc.assert(
      fc.property(squares, (table) => {
        const kappas = (['none', 'linear', 'quadratic'] as const).map((weights) => cohenKappa(table, weights));
        const values = [
          ...kappas.flatMap((kappa) => (kappa.kind === 'defined' ? [kappa.value.kappa] : [])),
          ...[pabak(table), gwetAc1(table)].flatMap((one) => (one.kind === 'defined' ? [one.value] : [])),
        ];
        expect(values.filter((value) => value > 1)).toEqual([]);
      }),
    );
  });
});

describe('Krippendorff’s alpha', () => {
  it('depends on neither the order of units nor that of raters, is finite and at most 1', () => {
    fc.assert(
      fc.property(units, (answers) => {
        const turned = answers.toReversed().map((unit) => unit.toReversed());
        const names = (all: (number | null)[][]) => all.map((unit) => unit.map((v) => (v === null ? null : `n${v}`)));
        const pairs = [
          [nominalAlpha(names(answers)), nominalAlpha(names(turned))] as const,
          ...(['ordinal', 'interval', 'ratio'] as const).map(
            (level) => [numericAlpha(answers, level), numericAlpha(turned, level)] as const,
          ),
        ];
        for (const [one, other] of pairs) {
          const [value = 0, turnedValue = 0] = [one, other].map((alpha) => numbersIn(alpha)[0]);
          expect(one.kind).toBe(other.kind);
          expect(value).toBeCloseTo(turnedValue, 9);
          expect(value).toBeLessThanOrEqual(1 + 1e-12);
        }
      }),
    );
  });
});

describe('both Wilson intervals', () => {
  it('hold the rate, stay between 0 and 1, and the corrected one is the wider', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
        const hits = Math.round(n * share);
        const [plain, corrected] = [wilson(hits, n), wilsonCorrected(hits, n)];
        expect([plain.kind, corrected.kind]).toEqual(['defined', 'defined']);
        if (plain.kind !== 'defined' || corrected.kind !== 'defined') return;
        expect(plain.value.low).toBeGreaterThanOrEqual(0);
        expect(plain.value.low).toBeLessThanOrEqual(hits / n);
        expect(plain.value.high).toBeGreaterThanOrEqual(hits / n);
        expect(plain.value.high).toBeLessThanOrEqual(1);
        expect(corrected.value.low).toBeLessThanOrEqual(plain.value.low + 1e-12);
        expect(corrected.value.high).toBeGreaterThanOrEqual(plain.value.high - 1e-12);
      }),
    );
  });
});
