import type { BatchId, ItemId, ViolationType } from '#contract/ids.ts';
import type { z } from 'zod';
import type { LupaClient } from '#contract/ipc.ts';
import type { policyChoice, PolicyRead } from '#contract/policies.ts';
import type { HistoryEntry, ItemView, VerdictStep, VerdictView } from '#contract/review.ts';
import type { Failure } from '#contract/result.ts';
import type { VerdictChoices, VerdictKind } from '#contract/verdicts.ts';
import { noChoices, type VerdictField } from '#domain/review/verdict-form.ts';
import type { PreferencesStore } from '#renderer/bridge/preferences.ts';
import type { NoticesStore } from '#renderer/ui/notices.ts';
import type { Pace } from './pace.ts';
import type { PlayerPool } from './player/pool.ts';

export type PolicyChoice = z.infer<typeof policyChoice>;

/** What the review screen shows. Time of the clip is not in here: it changes too often to render by. */
export interface ReviewState {
  /** `done`: nothing undecided is left. */
  readonly phase: 'empty' | 'loading' | 'ready' | 'done' | 'failed';
  readonly failure: Failure | null;
  readonly batchId: BatchId | null;
  readonly view: ItemView | null;
  /** The open verdict form. */
  readonly kind: VerdictKind | null;
  readonly choices: VerdictChoices;
  /** Required fields found empty when the verdict was to be given. */
  readonly missing: readonly VerdictField[];
  /** Which field is to take the focus; the number makes asking twice two asks. */
  readonly focus: { readonly field: VerdictField; readonly number: number } | null;
  /** A verdict is being saved: nothing else may be decided. */
  readonly inFlight: boolean;
  readonly progress: { readonly total: number; readonly decided: number } | null;
  /** The newest verdicts, newest first. */
  readonly recent: readonly VerdictView[];
  /** What undo and redo would do next. */
  readonly steps: { readonly undo: VerdictStep | null; readonly redo: VerdictStep | null };
  /** Where to go back to after looking at something decided before; `end`: all was decided. */
  readonly returnTo: ItemId | 'end' | null;
  /** Place of the criterion under the hand; null while the scorecard is closed. */
  readonly criterion: number | null;
  /** Other records of the shown item's subject. */
  readonly history: readonly HistoryEntry[];
  readonly isTogetherOpen: boolean;
  /** Counts asks that the last verdicts, and the history, take the focus. */
  readonly stripAsked: number;
  readonly historyAsked: number;
  /** Which clip of the item is seen. */
  readonly clip: number;
  /** The policy in the pane. */
  readonly policy: PolicyChoice | null;
  /** The text that is on the screen; travels with the verdict. */
  readonly policyRead: PolicyRead | null;
  readonly violationTypes: readonly ViolationType[];
  readonly dual: boolean;
  /** The key that shows the clip without its shield is held. */
  readonly revealed: boolean;
  readonly blank: boolean;
}

export const emptyReview: ReviewState = {
  phase: 'empty',
  failure: null,
  batchId: null,
  view: null,
  kind: null,
  choices: noChoices,
  missing: [],
  focus: null,
  inFlight: false,
  progress: null,
  recent: [],
  steps: { undo: null, redo: null },
  returnTo: null,
  criterion: null,
  history: [],
  isTogetherOpen: false,
  stripAsked: 0,
  historyAsked: 0,
  clip: 0,
  policy: null,
  policyRead: null,
  violationTypes: [],
  dual: false,
  revealed: false,
  blank: false,
};

/** What the review screen works with. */
export interface ReviewDeps {
  readonly client: LupaClient;
  readonly pool: PlayerPool;
  readonly pace: Pace;
  readonly notices: NoticesStore;
  readonly preferences: PreferencesStore;
}

/** Reading and changing the state, as the parts of the feature share it. */
export interface ReviewAccess {
  readonly get: () => ReviewState;
  readonly set: (changes: Partial<ReviewState>) => void;
}

/** Shows an item: from the cache when it was prepared. */
export type OpenItem = (item: ItemId | null) => Promise<void>;
