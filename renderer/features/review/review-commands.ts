import { rootCause, type VerdictKind } from '#contract/verdicts.ts';
import { isEditable } from '#renderer/commands/focus.ts';
import { useProvideCommands } from '#renderer/commands/context.tsx';
import type { CommandHandlers } from '#renderer/commands/runtime.ts';
import { useReview, useReviewState } from './context.tsx';
import { errorClassesOf, optionAfter } from '#domain/review/error-class.ts';
import { choiceField, labelOptions } from './deciding.ts';
import type { Review } from './review.ts';
import { shieldHandlers } from './shielding.ts';

/** The command of each kind, which is also its button. */
export const kindCommands = {
  uphold: 'decision.accept',
  overturn: 'decision.reject',
  wrong_action: 'decision.wrongAction',
  wrong_violation_type: 'decision.wrongViolationType',
  insufficient_evidence: 'decision.insufficientEvidence',
  policy_gap: 'decision.policyGap',
  escalate: 'decision.escalate',
} as const satisfies Record<VerdictKind, string>;

function kindHandlers({ store, deciding }: Review): CommandHandlers {
  const enabled = (): boolean => store.getState().view !== null && !store.getState().inFlight;
  return Object.fromEntries(
    Object.entries(kindCommands).map(([kind, id]) => [
      id,
      { run: () => deciding.choose(kind as VerdictKind), enabled },
    ]),
  );
}

function numberedHandlers({ store, deciding }: Review): CommandHandlers {
  const labels = Array.from({ length: 10 }, (_, index) => [
    `label.choose.${index + 1}`,
    {
      run: () => deciding.chooseLabel(index + 1),
      enabled: () => labelOptions(store.getState()).length > index,
    },
  ]);
  const severities = [1, 2, 3, 4, 5].map((level) => [
    `severity.set.${level}`,
    { run: () => deciding.setSeverity(level), enabled: () => store.getState().view !== null },
  ]);
  return Object.fromEntries([...labels, ...severities]);
}

/** Leaves a field first, then the scorecard, then the form, then the record that one only went to look at. */
function leave({ deciding, scoring, looking, store }: Review): void {
  const focused = document.activeElement;
  const isField = isEditable(focused) || focused instanceof HTMLSelectElement;
  const { criterion, kind, returnTo } = store.getState();
  if (focused instanceof HTMLElement && isField) focused.blur();
  else if (criterion !== null) scoring.close();
  else if (returnTo !== null) void looking.back();
  else if (kind !== null) deciding.leave();
  // From any pane and any button, Esc leads back to the clip, where every key means a command.
  else document.querySelector<HTMLElement>('[data-stage-focus]')?.focus();
}

/** Steps through what went wrong and why, and says what it is now. */
function errorHandlers({ store, deciding, deps }: Review): CommandHandlers {
  const classes = () => {
    const { kind } = store.getState();
    return kind === null ? [] : errorClassesOf(kind);
  };
  const enabled = (): boolean => classes().length > 0;
  return {
    'errorClass.next': {
      enabled,
      run: () => {
        const error_class = optionAfter(classes(), store.getState().choices.error_class);
        deciding.change({ error_class });
        deps.notices.getState().read(error_class === null ? 'form.none' : `errorClass.${error_class}`);
      },
    },
    'rootCause.next': {
      enabled,
      run: () => {
        const root_cause = optionAfter(rootCause.options, store.getState().choices.root_cause);
        deciding.change({ root_cause });
        deps.notices.getState().read(root_cause === null ? 'form.none' : `rootCause.${root_cause}`);
      },
    },
  };
}

/** Ways to the last verdicts, the same subject's records, and back. */
function lookingHandlers({ store, looking, scoring }: Review): CommandHandlers {
  const isFree = (): boolean => !store.getState().inFlight;
  return {
    'scorecard.open': { run: scoring.open, enabled: () => isFree() && store.getState().view !== null },
    'verdicts.recent': {
      // The last verdicts stand where an open form has its choices.
      run: () => store.setState({ kind: null, criterion: null, stripAsked: store.getState().stripAsked + 1 }),
      enabled: () => isFree() && store.getState().recent.length > 0,
    },
    'history.focus': {
      run: () => store.setState({ historyAsked: store.getState().historyAsked + 1 }),
      enabled: () => store.getState().history.length > 0,
    },
    'history.together': {
      run: () => store.setState({ isTogetherOpen: true }),
      enabled: () => isFree() && store.getState().history.some(({ bulk_kinds }) => bulk_kinds.length > 0),
    },
    'review.back': { run: () => void looking.back(), enabled: () => isFree() && store.getState().returnTo !== null },
  };
}

function decisionHandlers(review: Review): CommandHandlers {
  const { store, deciding, navigating } = review;
  const isFree = (): boolean => !store.getState().inFlight;
  const hasItem = (): boolean => store.getState().view !== null && isFree();
  return {
    'decision.submit': { run: deciding.submit, enabled: hasItem },
    'decision.submitFromField': { run: deciding.submit, enabled: hasItem },
    'decision.leave': { run: () => leave(review) },
    'decision.skip': { run: deciding.skip, enabled: hasItem },
    'decision.undo': { run: deciding.undo, enabled: isFree },
    'decision.redo': { run: deciding.redo, enabled: isFree },
    'decision.flag': { run: () => deciding.change({ flagged: !store.getState().choices.flagged }), enabled: hasItem },
    'note.focus': { run: () => deciding.focus('note'), enabled: hasItem },
    'queue.next': { run: () => void navigating.move('next'), enabled: hasItem },
    'queue.prev': { run: () => void navigating.move('previous'), enabled: hasItem },
    'clip.next': { run: () => navigating.showClip(store.getState().clip + 1), enabled: () => hasClips(review) },
    'clip.previous': { run: () => navigating.showClip(store.getState().clip - 1), enabled: () => hasClips(review) },
  };
}

function hasClips({ store }: Review): boolean {
  return (store.getState().view?.clips.length ?? 0) > 1;
}

function lookHandlers({ store, deps }: Review): CommandHandlers {
  return {
    'policy.language': {
      run: () => {
        const { policy_language, change } = deps.preferences.getState();
        change({ policy_language: policy_language === 'en' ? 'es' : 'en' });
      },
    },
    'view.dualLanguage': { run: () => store.setState({ dual: !store.getState().dual }) },
  };
}

/** Offers everything that can be done on the review screen, while it is there. */
export function useReviewCommands(): void {
  const review = useReview();
  const hasChoices = useReviewState((state) => choiceField(state) !== null || state.criterion !== null);
  useProvideCommands(
    {
      ...kindHandlers(review),
      ...numberedHandlers(review),
      ...decisionHandlers(review),
      ...errorHandlers(review),
      ...lookingHandlers(review),
      ...lookHandlers(review),
      ...shieldHandlers(review),
    },
    hasChoices ? ['review', 'review.form'] : ['review'],
  );
}
