import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Scorecard, scorecard } from '#contract/batches.ts';
import { scorecardAnswer } from '#contract/verdicts.ts';
import { answersOf, type ScorecardAnswers, scoreOf, unanswered } from '#domain/review/scorecard.ts';

const criterion = fc.record({
  id: fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,9}$/),
  title: fc.constant({ en: 'Question?', es: '¿Pregunta?' }),
  weight: fc.double({ min: 0.001, max: 1000, noNaN: true }),
  critical: fc.boolean(),
});
const card: fc.Arbitrary<Scorecard> = fc.record({
  criteria: fc.uniqueArray(criterion, { minLength: 1, maxLength: 20, selector: ({ id }) => id }),
});
const answer = fc.constantFrom(...scorecardAnswer.options);
const filled = card.chain((of) =>
  fc.array(answer, { minLength: of.criteria.length, maxLength: of.criteria.length }).map((all) => ({
    of,
    answers: Object.fromEntries(of.criteria.map(({ id }, place) => [id, all[place] ?? 'na'])) as ScorecardAnswers,
  })),
);

describe('the score of a scorecard', () => {
  it('is between 0 and 1, or nothing when no criterion applied', () => {
    fc.assert(
      fc.property(filled, ({ of, answers }) => {
        const score = scoreOf(of, answers);
        const applied = Object.values(answers).some((each) => each !== 'na');
        expect(score === null).toBe(!applied);
        expect((score ?? 0) >= 0 && (score ?? 0) <= 1).toBe(true);
      }),
    );
  });

  it('is 0 as soon as a critical criterion failed, whatever else was met', () => {
    fc.assert(
      fc.property(filled, ({ of, answers }) => {
        fc.pre(of.criteria.some(({ id, critical }) => critical && answers[id] === 'no'));
        expect(scoreOf(of, answers)).toBe(0);
      }),
    );
  });

  it('is the weight of what was met over the weight of what applied, counted in another way', () => {
    fc.assert(
      fc.property(filled, ({ of, answers }) => {
        fc.pre(!of.criteria.some(({ id, critical }) => critical && answers[id] === 'no'));
        const weight = (wanted: readonly string[]): number =>
          of.criteria
            .filter(({ id }) => wanted.includes(answers[id] ?? 'na'))
            .reduce((sum, each) => sum + each.weight, 0);
        const score = scoreOf(of, answers);
        fc.pre(score !== null);
        expect(score).toBeCloseTo(weight(['yes']) / weight(['yes', 'no']), 9);
      }),
    );
  });

  it('never falls when a failed criterion is met instead', () => {
    fc.assert(
      fc.property(filled, fc.nat(), ({ of, answers }, at) => {
        const { id } = of.criteria[at % of.criteria.length] ?? { id: '' };
        const worse = scoreOf(of, { ...answers, [id]: 'no' }) ?? 0;
        const better = scoreOf(of, { ...answers, [id]: 'yes' }) ?? 0;
        expect(better).toBeGreaterThanOrEqual(worse);
      }),
    );
  });

  it('does not change with the order of the criteria or the unit of the weights', () => {
    fc.assert(
      fc.property(filled, ({ of, answers }) => {
        const score = scoreOf(of, answers);
        const turned = { criteria: of.criteria.toReversed().map((each) => ({ ...each, weight: each.weight * 2 })) };
        const again = scoreOf(turned, answers);
        expect(again === null).toBe(score === null);
        expect(again ?? 0).toBeCloseTo(score ?? 0, 9);
      }),
    );
  });

  it('is not moved by answers to another card, and those do not travel with the verdict', () => {
    fc.assert(
      fc.property(filled, answer, ({ of, answers }, stray) => {
        const more = { ...answers, 'stray-of-another-card': stray, toString: stray };
        expect(scoreOf(of, more)).toBe(scoreOf(of, answers));
        expect(answersOf(of, more)).toEqual(answers);
      }),
    );
  });

  it('knows what is still to be answered, in the order of the card', () => {
    fc.assert(
      fc.property(filled, fc.nat(), ({ of, answers }, at) => {
        const { id } = of.criteria[at % of.criteria.length] ?? { id: '' };
        const { [id]: _gone, ...rest } = answers;
        expect(unanswered(of, answers)).toEqual([]);
        expect(unanswered(of, rest).map((each) => each.id)).toEqual([id]);
        expect(unanswered(of, {})).toEqual(of.criteria);
        expect(unanswered(null, {})).toEqual([]);
      }),
    );
  });
});

describe('a scorecard in a batch', () => {
  it('is refused with two criteria of one id, without weight, or without a title in a language', () => {
    const one = { id: 'a', title: { en: 'A?', es: '¿A?' }, weight: 1, critical: false };
    expect(scorecard.safeParse({ criteria: [one] }).success).toBe(true);
    expect(scorecard.safeParse({ criteria: [one, one] }).success).toBe(false);
    expect(scorecard.safeParse({ criteria: [{ ...one, weight: 0 }] }).success).toBe(false);
    expect(scorecard.safeParse({ criteria: [{ ...one, title: { en: 'A?', es: '' } }] }).success).toBe(false);
    expect(scorecard.safeParse({ criteria: [] }).success).toBe(false);
  });
});
