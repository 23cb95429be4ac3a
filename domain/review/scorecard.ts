import type { Scorecard, ScorecardCriterion } from '#contract/batches.ts';
import type { ScorecardAnswer, VerdictChoices } from '#contract/verdicts.ts';

/** Answers by criterion id. */
export type ScorecardAnswers = VerdictChoices['scorecard'];

const answerTo = (answers: ScorecardAnswers, { id }: ScorecardCriterion): ScorecardAnswer | null =>
  Object.hasOwn(answers, id) ? (answers[id] ?? null) : null;

/**
 * What a scorecard comes to, 0 to 1: the weight of the criteria that were met over the weight of those that applied. Any failed critical
 * criterion makes it 0. Null when none applied. An unanswered criterion counts as one that did not apply, so a half-filled card can
 * show where it stands.
 */
export function scoreOf(card: Scorecard, answers: ScorecardAnswers): number | null {
  let met = 0;
  let applied = 0;
  for (const criterion of card.criteria) {
    const answer = answerTo(answers, criterion);
    if (answer === 'no' && criterion.critical) return 0;
    if (answer === 'yes') met += criterion.weight;
    if (answer === 'yes' || answer === 'no') applied += criterion.weight;
  }
  // Sums of many fractions can pass each other by a hair.
  return applied === 0 ? null : Math.min(1, met / applied);
}

/** The criteria that are not answered yet, in order; none without a scorecard. */
export function unanswered(card: Scorecard | null, answers: ScorecardAnswers): readonly ScorecardCriterion[] {
  return (card?.criteria ?? []).filter((criterion) => answerTo(answers, criterion) === null);
}

/** The answers that belong to the card: others, left from another card, do not travel with a verdict. */
export function answersOf(card: Scorecard | null, answers: ScorecardAnswers): ScorecardAnswers {
  const known = (card?.criteria ?? []).flatMap((criterion) => {
    const answer = answerTo(answers, criterion);
    return answer === null ? [] : [[criterion.id, answer] as const];
  });
  return Object.fromEntries(known);
}
