import type { VerdictKind } from '#contract/verdicts.ts';
import { isEditable } from '#renderer/commands/focus.ts';
import { useProvideCommands } from '#renderer/commands/context.tsx';
import type { CommandHandlers } from '#renderer/commands/runtime.ts';
import { useReview, useReviewState } from './context.tsx';
import { choiceField, labelOptions } from './deciding.ts';
import type { Review } from './review.ts';

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

/** Leaves a field first, then the form. */
function leave({ deciding }: Review): void {
  const focused = document.activeElement;
  if (focused instanceof HTMLElement && isEditable(focused)) focused.blur();
  else deciding.leave();
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
  const shields = ['off', 'grey', 'blur'] as const;
  return {
    'policy.open': { run: () => document.querySelector<HTMLElement>('[data-policy-scroller]')?.focus() },
    'policy.language': {
      run: () => {
        const { policy_language, change } = deps.preferences.getState();
        change({ policy_language: policy_language === 'en' ? 'es' : 'en' });
      },
    },
    'view.dualLanguage': { run: () => store.setState({ dual: !store.getState().dual }) },
    'shield.cycle': {
      run: () => {
        const next = shields[(shields.indexOf(store.getState().shield) + 1) % shields.length] ?? 'off';
        store.setState({ shield: next });
      },
    },
    'shield.blank': {
      run: () => {
        const blank = !store.getState().blank;
        if (blank) {
          deps.pool.active?.pause();
          deps.pool.active?.setVolume(0, true);
        } else {
          const { volume, muted } = deps.preferences.getState().player;
          deps.pool.active?.setVolume(volume, muted);
        }
        store.setState({ blank });
      },
    },
  };
}

/** Offers everything that can be done on the review screen, while it is there. */
export function useReviewCommands(): void {
  const review = useReview();
  const hasChoices = useReviewState((state) => choiceField(state) !== null);
  useProvideCommands(
    {
      ...kindHandlers(review),
      ...numberedHandlers(review),
      ...decisionHandlers(review),
      ...lookHandlers(review),
    },
    hasChoices ? ['review', 'review.form'] : ['review'],
  );
}
