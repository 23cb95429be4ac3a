import { describe, expect, it } from 'vitest';
import { verdictKind } from '#contract/verdicts.ts';
import { planFor } from '#scripts/tour/plan.ts';

const plans = Array.from({ length: 40 }, (_, index) => planFor(index, 'en'));

describe('the tour’s plan', () => {
  it('is the same every time', () => {
    expect(Array.from({ length: 40 }, (_, index) => planFor(index, 'en'))).toEqual(plans);
  });

  it('gives every kind of verdict, every look and every way of taking back within forty items', () => {
    expect(new Set(plans.map((plan) => plan.kind))).toEqual(new Set(verdictKind.options));
    expect(new Set(plans.map((plan) => plan.after)).size).toBe(3);
    expect(new Set(plans.flatMap((plan) => plan.looks)).size).toBe(7);
  });

  it('writes notes in the language of the tour', () => {
    expect(planFor(0, 'es').note).not.toBe(planFor(0, 'en').note);
  });
});
