import { describe, expect, it } from 'vitest';
import { alignmentScore } from '#domain/statistics/alignment.ts';
import { brierScore, calibration } from '#domain/statistics/calibration.ts';
import { classMeasures, f1, tableMeasures } from '#domain/statistics/classification.ts';
import { mcNemar } from '#domain/statistics/mcnemar.ts';
import { detectionEstimate, stratifiedRate } from '#domain/statistics/stratified.ts';
import { crossTable } from '#domain/statistics/table.ts';
import { valueOf } from '../../support/outcomes.ts';

const none = (reason: string) => ({ kind: 'undefined', reason });

const scored = (scores: readonly number[], truth: readonly number[]) =>
  scores.map((score, place) => ({ score, positive: truth[place] === 1 }));

describe('precision, recall and F1', () => {
  const counts = { true_positive: 90, false_positive: 10, false_negative: 30, true_negative: 870 };

  it('of one class', () => {
    const measures = classMeasures(counts);
    expect(valueOf(measures.precision).value).toBeCloseTo(0.9, 12);
    expect(valueOf(measures.recall).value).toBeCloseTo(0.75, 12);
    expect(valueOf(measures.f1)).toBeCloseTo(0.818182, 6);
    expect(valueOf(measures.accuracy).value).toBeCloseTo(0.96, 12);
    expect(valueOf(measures.false_positive_rate).value).toBeCloseTo(10 / 880, 12);
    expect(measures.support).toBe(120);
  });

  it('with Matthews’ correlation', () => {
    expect(
      valueOf(
        valueOf(
          tableMeasures([
            [90, 30],
            [10, 870],
          ]),
        ).mcc,
      ),
    ).toBeCloseTo(0.800095, 6);
  });

  it('over all classes', () => {
    const pairs = [
      [0, 0],
      [1, 2],
      [2, 1],
      [0, 0],
      [1, 0],
      [2, 1],
    ] as const;
    const { macro, accuracy } = valueOf(tableMeasures(valueOf(crossTable<number>(pairs, [0, 1, 2]))));
    expect(valueOf(macro.precision).value).toBeCloseTo(0.2222, 4);
    expect(valueOf(macro.recall).value).toBeCloseTo(0.3333, 4);
    expect(valueOf(macro.f1)).toEqual({ value: expect.closeTo(0.2667, 4), classes: 3, left_out: 0 });
    expect(valueOf(accuracy).hits).toBe(2);
  });

  it('are undefined for a class that is nowhere, which the macro mean leaves out and counts', () => {
    const { classes, macro } = valueOf(
      tableMeasures([
        [3, 0, 0],
        [0, 2, 0],
        [0, 0, 0],
      ]),
    );
    expect(classes[2]).toMatchObject({
      support: 0,
      precision: none('no_items'),
      recall: none('no_items'),
      f1: none('no_items'),
    });
    expect(valueOf(macro.recall)).toEqual({ value: 1, classes: 2, left_out: 1 });
  });

  it('are undefined where there is nothing, or no table', () => {
    expect(
      tableMeasures([
        [0, 0],
        [0, 0],
      ]),
    ).toEqual(none('no_items'));
    expect(tableMeasures([[1, 2, 3]])).toEqual(none('invalid_input'));
    expect(
      valueOf(
        tableMeasures([
          [5, 1],
          [0, 0],
        ]),
      ).mcc,
    ).toEqual(none('one_category'));
    expect(f1({ ...counts, true_positive: -1 })).toEqual(none('invalid_input'));
  });
});

describe('estimates from strata', () => {
  const strata = [
    { population: 1000, reviewed: 100, hits: 90, flagged: true },
    { population: 4000, reviewed: 200, hits: 60, flagged: true },
    { population: 95_000, reviewed: 500, hits: 5, flagged: false },
  ];

  it('weigh each stratum by its records', () => {
    const { prevalence, precision, recall } = valueOf(detectionEstimate(strata, 'none'));
    expect(valueOf(precision).value).toBeCloseTo(0.42, 12);
    expect(valueOf(recall).value).toBeCloseTo(0.688525, 6);
    expect(prevalence.value).toBeCloseTo(0.0305, 12);
    expect(valueOf(prevalence.standard_error)).toBeCloseTo(0.004437, 6);
    const { low, high } = valueOf(prevalence.interval);
    expect(low).toBeCloseTo(0.0218, 4);
    expect(high).toBeCloseTo(0.0392, 4);
  });

  it('differ from the unweighted recall, which says .9677', () => {
    const [found, all] = [90 + 60, 90 + 60 + 5];
    expect(found / all).toBeCloseTo(0.9677, 4);
    expect(valueOf(valueOf(valueOf(detectionEstimate(strata, 'none')).recall).interval).high).toBeLessThan(found / all);
  });

  it('are surer with the finite correction, and sure when everything was looked at', () => {
    const plain = valueOf(valueOf(stratifiedRate(strata, 'none')).standard_error);
    expect(valueOf(valueOf(stratifiedRate(strata, 'finite')).standard_error)).toBeLessThan(plain);
    const census = valueOf(stratifiedRate([{ population: 1, reviewed: 1, hits: 1 }], 'finite'));
    expect(census).toEqual({
      value: 1,
      standard_error: { kind: 'defined', value: 0 },
      interval: { kind: 'defined', value: { low: 1, high: 1 } },
    });
  });

  it.each([
    ['no_items', []],
    ['no_items', [{ population: 0, reviewed: 0, hits: 0 }]],
    ['stratum_too_small', [{ population: 5, reviewed: 0, hits: 0 }]],
    ['invalid_input', [{ population: 5, reviewed: 6, hits: 0 }]],
    ['invalid_input', [{ population: 5, reviewed: 2, hits: 3 }]],
  ])('are undefined: %s', (reason, odd) => {
    expect(stratifiedRate(odd, 'none')).toEqual(none(reason));
    expect(
      detectionEstimate(
        odd.map((stratum) => ({ ...stratum, flagged: true })),
        'none',
      ),
    ).toEqual(none(reason));
  });

  it('have no error when a stratum has a single reviewed record', () => {
    const value = valueOf(stratifiedRate([{ population: 5, reviewed: 1, hits: 1 }], 'none'));
    expect(value.standard_error).toEqual(none('stratum_too_small'));
    expect(value.interval).toEqual(none('stratum_too_small'));
  });

  it('have no interval when nothing varies: that is no certainty', () => {
    const value = valueOf(stratifiedRate([{ population: 500, reviewed: 20, hits: 0 }], 'none'));
    expect(value.interval).toEqual(none('no_spread'));
  });

  it('know no precision where nothing is flagged, and no recall where nothing is found', () => {
    const clean = [{ population: 500, reviewed: 20, hits: 0, flagged: false }];
    const value = valueOf(detectionEstimate(clean, 'none'));
    expect([value.precision, value.recall]).toEqual([none('no_items'), none('no_items')]);
  });
});

describe('calibration', () => {
  const records = scored([0.25, 0.25, 0.55, 0.75, 0.75], [0, 0, 1, 1, 1]);

  it('of torchmetrics’ example', () => {
    const value = valueOf(calibration(records, { bins: 2, edge: 'upper_bin' }));
    expect(value.ece_l1).toBeCloseTo(0.29, 4);
    expect(value.ece_l2).toBeCloseTo(0.2918, 4);
    expect(value.largest_gap).toBeCloseTo(0.3167, 4);
    expect(value.bins.map(({ n }) => n)).toEqual([2, 3]);
  });

  it.each([
    ['lower_bin', [2, 1]],
    ['upper_bin', [1, 2]],
  ] as const)('puts a score on an edge into the %s', (edge, sizes) => {
    const value = valueOf(calibration(scored([0, 0.5, 1], [0, 1, 1]), { bins: 2, edge }));
    expect(value.bins.map(({ n }) => n)).toEqual(sizes);
  });

  it('leaves an empty bin without a point on the curve', () => {
    const [first] = valueOf(calibration(scored([0.9], [1]), { bins: 2, edge: 'upper_bin' })).bins;
    expect(first).toEqual({ from: 0, to: 0.5, n: 0, mean_score: null, positive_share: null });
  });

  it('with Brier’s score', () => {
    expect(valueOf(brierScore(scored([0.1, 0.9, 0.8, 0.3], [0, 1, 1, 0])))).toBeCloseTo(0.0375, 12);
  });

  it('is undefined without records, with scores that are no shares, and without bins', () => {
    const binning = { bins: 2, edge: 'upper_bin' } as const;
    expect([calibration([], binning), brierScore([])]).toEqual([none('no_items'), none('no_items')]);
    const odd = scored([1.5], [1]);
    expect([calibration(odd, binning), brierScore(odd)]).toEqual([none('invalid_input'), none('invalid_input')]);
    expect(calibration(records, { bins: 0, edge: 'upper_bin' })).toEqual(none('invalid_input'));
  });
});

describe('McNemar’s test', () => {
  it('of 40 against 20', () => {
    const value = valueOf(mcNemar(40, 20));
    expect(value.chi_squared).toBeCloseTo(6.667, 3);
    expect(value.chi_squared_corrected).toBeCloseTo(6.017, 3);
    // Twice the sum of comb(60, i) / 2^60 for i from 0 to 20, in exact arithmetic.
    expect(value.p_exact).toBeCloseTo(0.013489294, 8);
  });

  it('of equal numbers finds nothing', () => {
    expect(valueOf(mcNemar(3, 3))).toEqual({ chi_squared: 0, chi_squared_corrected: 0, p_exact: 1 });
  });

  it('counts from logarithms, so that large numbers do not vanish', () => {
    expect(valueOf(mcNemar(100_000, 100_500)).p_exact).toBeCloseTo(0.265105, 5);
  });

  it('is undefined where the two never differ, and for what is no count', () => {
    expect(mcNemar(0, 0)).toEqual(none('no_disagreements'));
    expect(mcNemar(1.5, 0)).toEqual(none('invalid_input'));
  });
});

describe('the alignment score', () => {
  const clarity = { id: 'clarity', possible: 15, given: 10, benchmark: 7 };

  it('of one criterion among 80 points', () => {
    const value = valueOf(alignmentScore([clarity, { id: 'rest', possible: 65, given: 65, benchmark: 65 }]));
    expect(value.criteria[0]?.alignment).toBeCloseTo(0.8, 12);
    expect(value.criteria[0]?.weight).toBeCloseTo(0.1875, 12);
    expect(value.score).toBeCloseTo(0.8 * 0.1875 + 0.8125, 12);
  });

  it('is undefined without criteria and for points that cannot be given', () => {
    expect(alignmentScore([])).toEqual(none('no_items'));
    expect(alignmentScore([{ ...clarity, given: 16 }])).toEqual(none('invalid_input'));
    expect(alignmentScore([{ ...clarity, possible: 0, given: 0, benchmark: 0 }])).toEqual(none('invalid_input'));
  });
});
