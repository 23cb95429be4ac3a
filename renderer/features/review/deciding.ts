import type { ItemId, ViolationType } from '#contract/ids.ts';
import { instant } from '#contract/ids.ts';
import type { Draft, ItemView } from '#contract/review.ts';
import type { VerdictChoices, VerdictKind } from '#contract/verdicts.ts';
import {
  choicesForKind,
  correctableActions,
  missingFields,
  type VerdictField,
  verdictForm,
} from '#domain/review/verdict-form.ts';
import { keyLabel } from '#renderer/commands/keys.ts';
import { proposedErrorClass } from '#domain/review/error-class.ts';
import type { DraftKeeper } from './drafts.ts';
import { refreshBeside } from './looking-back.ts';
import type { Preparing } from './preparing.ts';
import { answerOptions, createScoring, criterionOf, firstUnanswered } from './scoring.ts';
import type { OpenItem, ReviewAccess, ReviewDeps, ReviewState } from './state.ts';

export interface Deciding {
  /** Opens the fields of a kind; `uphold` needs none and is given at once. */
  readonly choose: (kind: VerdictKind) => void;
  /** Gives the open verdict, or says which field is missing. */
  readonly submit: () => void;
  readonly leave: () => void;
  readonly change: (choices: Partial<VerdictChoices>) => void;
  /** Takes the option with this number (from 1) of the open choice. */
  readonly chooseLabel: (number: number) => void;
  readonly setSeverity: (severity: number) => void;
  readonly focus: (field: VerdictField) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly skip: () => void;
}

interface Parts extends ReviewDeps, ReviewAccess {
  readonly keeper: DraftKeeper;
  readonly preparing: Preparing;
  readonly open: OpenItem;
  /** Forgets what was prepared under older facts; called before an item is shown that was just changed. */
  readonly draftNow: () => Draft;
}

/** Options of the open form's choice, in the order of their digits; empty when it has none. */
export function labelOptions(
  state: Pick<ReviewState, 'kind' | 'view' | 'violationTypes' | 'criterion'>,
): readonly string[] {
  if (criterionOf(state) !== null) return answerOptions;
  const field = choiceField(state);
  if (field === 'corrected_action') return correctableActions;
  return field === 'corrected_violation_type' ? state.violationTypes : [];
}

/** The choice field of the open form, if it has one. */
export function choiceField({ kind, view }: Pick<ReviewState, 'kind' | 'view'>): VerdictField | null {
  if (kind === null || view === null) return null;
  const fields = verdictForm(kind, view.enforced).map(({ field }) => field);
  return fields.find((field) => field === 'corrected_action' || field === 'corrected_violation_type') ?? null;
}

/** The field under the hand when a form opens: the first that is needed. An optional note alone does not take the keys away. */
function firstField(kind: VerdictKind, view: ItemView): VerdictField | null {
  const fields = verdictForm(kind, view.enforced);
  return fields.find(({ field, required }) => required || field !== 'note')?.field ?? null;
}

/** What a kind of verdict says by itself of the error; a verdict of that kind already given keeps what it says. */
function proposal(kind: VerdictKind, view: ItemView): Pick<VerdictChoices, 'error_class'> {
  const given = view.verdict?.kind === kind ? view.verdict.choices.error_class : null;
  return { error_class: given ?? proposedErrorClass(kind, view.enforced) };
}

/** The moment whose policy counts: when the moderator decided, else when it happened. */
function momentOf({ record }: ItemView): string | null {
  const [decided, occurred] = [instant.safeParse(record.decision?.at), instant.safeParse(record.occurred_at)];
  return decided.success ? decided.data : occurred.success ? occurred.data : null;
}

function failed(
  { set, notices, pace }: Parts,
  error: Parameters<ReturnType<Parts['notices']['getState']>['fail']>[0],
): void {
  pace.cancel();
  set({ inFlight: false });
  notices.getState().fail(error);
}

async function give(parts: Parts, kind: VerdictKind): Promise<void> {
  const { get, set, client, keeper, preparing, notices, pool, pace } = parts;
  const { view, choices, inFlight, policyRead, clip } = get();
  if (view === null || inFlight) return;
  const missing = missingFields(kind, view.enforced, choices);
  const [first] = missing;
  if (first !== undefined) {
    set({ kind, missing, focus: { field: first, number: (get().focus?.number ?? 0) + 1 } });
    return notices.getState().say('review.fieldMissing');
  }
  const criterion = firstUnanswered(get());
  if (criterion !== null) {
    set({ kind, criterion });
    return notices.getState().say('scorecard.needed');
  }
  pace.begin();
  keeper.drop();
  set({ inFlight: true, missing: [] });
  const result = await client.review.submit({
    item_id: view.item.id,
    kind,
    choices: choicesForKind(kind, view.enforced, choices),
    policy_read: policyRead,
    playhead_s: pool.active === null ? null : pool.active.time,
    clip_ordinal: view.clips[clip]?.clip.ordinal ?? null,
  });
  if (!result.ok) {
    keeper.changed(view.item.id, parts.draftNow());
    return failed(parts, result.error);
  }
  preparing.forget([view.item.id]);
  const { progress, result_id } = result.value;
  const next = placeAfter(get().returnTo, view.item.id, result.value.next_id);
  if (next !== null) preparing.forget(get().returnTo === null ? [] : [next]);
  const { id: item_id, batch_id, record_id, position } = view.item;
  const given = { result_id, item_id, batch_id, record_id, position, kind, upload: 'pending' as const };
  const others = get().recent.filter((each) => each.item_id !== item_id);
  set({
    progress,
    returnTo: null,
    recent: [{ ...given, decided_at: new Date().toISOString() }, ...others].slice(0, 10),
    steps: { undo: { item_id, record_id, position, kind, count: 1 }, redo: null },
  });
  notices.getState().read('review.given', {
    kind,
    position: position + 1,
    total: progress.total,
    undo: keyLabel('decision.undo') ?? '⌫',
  });
  await parts.open(next);
}

/** After an edited verdict one is back where one was; else the queue goes on. */
function placeAfter(returnTo: ReviewState['returnTo'], decided: ItemId, next: ItemId | null): ItemId | null {
  if (returnTo === null || returnTo === decided) return next;
  return returnTo === 'end' ? null : returnTo;
}

async function takeBack(parts: Parts): Promise<void> {
  const { get, set, client, keeper, preparing, notices } = parts;
  if (get().inFlight) return;
  set({ inFlight: true });
  await keeper.flush();
  const result = await client.review.undo({ item_id: null });
  if (!result.ok) return failed(parts, result.error);
  const { item_id, kind } = result.value;
  preparing.forgetAll();
  set({ returnTo: null, recent: get().recent.filter((each) => each.item_id !== item_id) });
  await parts.open(item_id);
  await refreshBeside(parts);
  notices.getState().say('review.takenBack', { kind, position: (get().view?.item.position ?? 0) + 1 });
}

async function giveAgain(parts: Parts): Promise<void> {
  const { get, set, client, keeper, preparing, notices } = parts;
  if (get().inFlight) return;
  set({ inFlight: true });
  await keeper.flush();
  const result = await client.review.redo({});
  if (!result.ok) return failed(parts, result.error);
  preparing.forgetAll();
  set({ progress: result.value.progress, returnTo: null });
  await parts.open(result.value.next_id);
  await refreshBeside(parts);
  notices.getState().say('review.givenAgain', { kind: result.value.kind });
}

async function skip(parts: Parts): Promise<void> {
  const { get, set, client, keeper, preparing, notices } = parts;
  const { view, inFlight } = get();
  if (view === null || inFlight) return;
  set({ inFlight: true });
  await keeper.flush();
  const result = await client.review.skip({ item_id: view.item.id });
  if (!result.ok) return failed(parts, result.error);
  preparing.forget([view.item.id]);
  notices.getState().say('review.skipped', { position: view.item.position + 1 });
  if (result.value.next_id === view.item.id) set({ inFlight: false });
  else await parts.open(result.value.next_id);
}

async function showPolicyOf(parts: Parts, view: ItemView, type: ViolationType): Promise<void> {
  const found = await parts.client.policies.forViolationType({ violation_type: type, at: momentOf(view) });
  const isStillWanted =
    parts.get().choices.corrected_violation_type === type && parts.get().view?.item.id === view.item.id;
  if (found.ok && found.value !== null && isStillWanted) parts.set({ policy: found.value });
}

function chooseLabel(parts: Parts, change: Deciding['change'], number: number): void {
  const state = parts.get();
  const answer = answerOptions[number - 1];
  if (criterionOf(state) !== null) {
    if (answer !== undefined) createScoring(parts, change).answer(answer);
    return;
  }
  const option = labelOptions(state)[number - 1];
  const field = choiceField(state);
  if (option === undefined || field === null) return;
  if (field === 'corrected_action') change({ corrected_action: option });
  else change({ corrected_violation_type: option as ViolationType });
}

/** Makes what a reviewer does with an item. */
export function createDeciding(parts: Parts): Deciding {
  const { get, set, keeper } = parts;
  const ask = (field: VerdictField): ReviewState['focus'] => ({ field, number: (get().focus?.number ?? 0) + 1 });
  const changed = (item: ItemId): void => keeper.changed(item, parts.draftNow());
  const change = (choices: Partial<VerdictChoices>): void => {
    const { view, inFlight } = get();
    if (view === null || inFlight) return;
    const next = { ...get().choices, ...choices };
    const stillMissing = (field: VerdictField): boolean => next[field] === null || next[field] === '';
    set({ choices: next, missing: get().missing.filter(stillMissing) });
    changed(view.item.id);
    if (choices.corrected_violation_type) void showPolicyOf(parts, view, choices.corrected_violation_type);
  };
  return {
    change,
    choose(kind) {
      const { view, inFlight } = get();
      if (view === null || inFlight) return;
      if (kind === 'uphold') return void give(parts, kind);
      const first = firstField(kind, view);
      const choices = { ...get().choices, ...(kind !== get().kind && proposal(kind, view)) };
      set({ kind, choices, missing: [], criterion: null, focus: first === null ? null : ask(first) });
      changed(view.item.id);
    },
    submit() {
      const { kind, inFlight } = get();
      if (inFlight) return;
      if (kind === null) parts.notices.getState().say('review.chooseFirst');
      else void give(parts, kind);
    },
    leave() {
      const { view, kind } = get();
      if (view === null || kind === null) return;
      set({ kind: null, missing: [], focus: null, criterion: null });
      changed(view.item.id);
    },
    chooseLabel: (number) => chooseLabel(parts, change, number),
    setSeverity(severity) {
      const { kind, view } = get();
      const isShown =
        kind !== null &&
        view !== null &&
        verdictForm(kind, view.enforced).some((each) => each.field === 'corrected_severity');
      if (isShown) change({ corrected_severity: severity });
      else parts.notices.getState().say('review.noSeverity');
    },
    focus: (field) => set({ focus: ask(field) }),
    undo: () => void takeBack(parts),
    redo: () => void giveAgain(parts),
    skip: () => void skip(parts),
  };
}
