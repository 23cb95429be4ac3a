import type { ScorecardCriterion } from '#contract/batches.ts';
import { type ScorecardAnswer, scorecardAnswer, type VerdictChoices } from '#contract/verdicts.ts';
import { scoreOf, unanswered } from '#domain/review/scorecard.ts';
import type { ReviewAccess, ReviewDeps, ReviewState } from './state.ts';

export interface Scoring {
  /** Opens the scorecard at the first criterion without an answer, or the first. */
  readonly open: () => void;
  readonly answer: (answer: ScorecardAnswer) => void;
  readonly move: (step: 1 | -1) => void;
  readonly close: () => void;
}

type Change = (choices: Partial<VerdictChoices>) => void;
type Shown = Pick<ReviewState, 'view' | 'criterion'>;

/** The criterion under the hand; null while the scorecard is closed. */
export function criterionOf({ view, criterion }: Shown): ScorecardCriterion | null {
  return criterion === null ? null : (view?.batch.scorecard?.criteria[criterion] ?? null);
}

/** The answers in the order of their digits. */
export const answerOptions = scorecardAnswer.options;

/** Place of the first criterion without an answer; null when all have one, or there is no scorecard. */
export function firstUnanswered({ view, choices }: Pick<ReviewState, 'view' | 'choices'>): number | null {
  const card = view?.batch.scorecard ?? null;
  const [open] = unanswered(card, choices.scorecard);
  return card === null || open === undefined ? null : card.criteria.indexOf(open);
}

/** Makes what a reviewer does with a scorecard: one criterion at a time, each answered by one key. */
export function createScoring({ get, set, notices }: ReviewDeps & ReviewAccess, change: Change): Scoring {
  const count = (): number => get().view?.batch.scorecard?.criteria.length ?? 0;
  return {
    open() {
      if (count() === 0) notices.getState().say('scorecard.none');
      else set({ criterion: firstUnanswered(get()) ?? 0 });
    },
    answer(answer) {
      const { choices, view, inFlight } = get();
      const criterion = criterionOf(get());
      const card = view?.batch.scorecard ?? null;
      if (criterion === null || card === null || inFlight) return;
      const answers = { ...choices.scorecard, [criterion.id]: answer };
      change({ scorecard: answers });
      const next = firstUnanswered({ view, choices: { ...choices, scorecard: answers } });
      set({ criterion: next });
      if (next !== null) return;
      const score = scoreOf(card, answers);
      notices.getState().say('scorecard.done', { score: score === null ? 'none' : `${Math.round(score * 100)}` });
    },
    move(step) {
      const { criterion } = get();
      if (criterion !== null && count() > 0) set({ criterion: (criterion + step + count()) % count() });
    },
    close: () => set({ criterion: null }),
  };
}
