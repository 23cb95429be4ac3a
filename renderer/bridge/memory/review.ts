import type { Item } from '#contract/batches.ts';
import type { ItemId } from '#contract/ids.ts';
import type { CoreHandlers } from '#contract/ipc.ts';
import type { ClipView, ItemView } from '#contract/review.ts';
import { fail, ok } from '#contract/result.ts';
import type { VerdictDocument } from '#contract/verdicts.ts';
import { isOptedOut } from './care.ts';
import { scoreOf, unanswered } from '#domain/review/scorecard.ts';
import { batches, clipAddress, device, NOW } from './fixtures.ts';
import { policyFor } from './policies.ts';
import { type Backend, effectiveVerdict, log, nextResultId } from './state.ts';
import { counting, together, togetherCalls } from './together.ts';

function clipView(backend: Backend, { record }: Item, clip: Item['clips'][number]): ClipView {
  if (clip.sha256 === null) return { state: 'missing', clip };
  if (backend.faults.waiting.has(clip.sha256)) return { state: 'waiting', clip, bytes_have: 150_000 };
  return { state: 'ready', clip, url: clipAddress(record, clip.ordinal) };
}

function blind(record: Item['record']): Item['record'] {
  const { decision: _decision, appeal: _appeal, signals, ...rest } = record;
  return { ...rest, signals: (signals ?? []).filter((signal) => signal.kind !== 'model') };
}

/** Still to be decided by this person. */
function isUndecided(backend: Backend, id: ItemId): boolean {
  return effectiveVerdict(backend, id) === null && !isOptedOut(backend, id);
}

/** The next item of the batch without a verdict, after the given position and then from the start. */
function nextOpen(backend: Backend, from: Item): ItemId | null {
  const open = backend.items.filter(
    (item) => item.batch_id === from.batch_id && item.id !== from.id && isUndecided(backend, item.id),
  );
  const later = open.find((item) => item.position > from.position && !backend.kept.skipped.includes(item.id));
  return (later ?? open[0])?.id ?? null;
}

function previousOf(backend: Backend, { batch_id, position }: Item): ItemId | null {
  return backend.items.find((each) => each.batch_id === batch_id && each.position === position - 1)?.id ?? null;
}

function viewOf(backend: Backend, item: Item): ItemView {
  const { record, clips, ...rest } = item;
  const batch = batches.find((each) => each.id === item.batch_id);
  if (batch === undefined) throw new Error(`no batch ${item.batch_id}`);
  const verdict = effectiveVerdict(backend, item.id);
  const draft = backend.kept.drafts[item.id] ?? null;
  const blinded = batch.mode === 'blind' && verdict === null;
  const decidedUnder = blinded ? draft?.choices.corrected_violation_type : record.decision?.violation_type;
  return {
    item: rest,
    batch,
    record: blinded ? blind(record) : record,
    blinded,
    enforced: (record.decision?.action ?? 'no_action') !== 'no_action',
    clips: clips.map((clip) => clipView(backend, item, clip)),
    policy: policyFor(decidedUnder, record.decision?.at ?? record.occurred_at ?? NOW),
    draft,
    verdict,
    skipped: backend.kept.skipped.includes(item.id),
    previous_id: previousOf(backend, item),
    next_id: nextOpen(backend, item),
  };
}

/** Verdicts decided and items in all, of a batch. */
export function progressOf(backend: Backend, batchId: Item['batch_id']) {
  const items = backend.items.filter((item) => item.batch_id === batchId);
  return { total: items.length, decided: items.filter((item) => effectiveVerdict(backend, item.id) !== null).length };
}

function originOf(backend: Backend, item: Item) {
  const seq = backend.kept.results.length + 1;
  return {
    id: nextResultId(backend),
    item_id: item.id,
    batch_id: item.batch_id,
    record_id: item.record_id,
    round: item.round,
    person_id: backend.person.id,
    device_id: device,
    device_seq: seq,
    decided_at: new Date(Date.parse(NOW) + seq * 1_000).toISOString(),
  };
}

function put(backend: Backend, item: Item, verdict: VerdictDocument) {
  backend.kept.results.push(verdict);
  delete backend.kept.drafts[item.id];
  backend.kept.skipped = backend.kept.skipped.filter((id) => id !== item.id);
  backend.save();
  return { result_id: verdict.id, next_id: nextOpen(backend, item), progress: progressOf(backend, item.batch_id) };
}

type Calls = CoreHandlers['review'];
type Given = Pick<VerdictDocument, 'kind' | 'choices' | 'policy_read' | 'playhead_s' | 'clip_ordinal'>;

/** What the core does with a verdict: kept, counted, logged. */
function give(backend: Backend, item: Item, given: Given, bulk_id: VerdictDocument['bulk_id']) {
  const supersedes = effectiveVerdict(backend, item.id)?.id ?? null;
  const card = batches.find((each) => each.id === item.batch_id)?.scorecard ?? null;
  const { error_class, root_cause, corrected_violation_type, corrected_severity, evidence, scorecard } = given.choices;
  const score = card === null ? null : scoreOf(card, scorecard);
  const verdict: VerdictDocument = {
    type: 'verdict',
    ...originOf(backend, item),
    ...given,
    interface_language: backend.kept.preferences.language,
    supersedes,
    score,
    bulk_id,
  };
  backend.kept.redoable = [];
  log(backend, {
    type: 'verdict',
    item_id: item.id,
    result_id: verdict.id,
    kind: given.kind,
    supersedes,
    error_class,
    root_cause,
    corrected_violation_type,
    corrected_severity,
    score,
    evidence_marks: evidence.length,
  });
  return put(backend, item, verdict);
}

function withdraw(backend: Backend, verdict: VerdictDocument): void {
  const item = backend.items.find((each) => each.id === verdict.item_id);
  if (item === undefined) return;
  const origin = originOf(backend, item);
  backend.kept.results.push({ type: 'withdrawal', ...origin, supersedes: verdict.id });
  backend.kept.redoable.push(verdict);
  const { kind, choices, playhead_s, clip_ordinal } = verdict;
  backend.kept.drafts[item.id] = { kind, choices, playhead_s, clip_ordinal };
  backend.kept.lastItem = item.id;
  log(backend, { type: 'undo', item_id: item.id, result_id: origin.id, supersedes: verdict.id });
  backend.save();
}

function giveAgain(backend: Backend, verdict: VerdictDocument) {
  backend.kept.redoable.pop();
  const item = backend.items.find((each) => each.id === verdict.item_id);
  if (item === undefined) return null;
  const again: VerdictDocument = { ...verdict, ...originOf(backend, item), supersedes: verdict.id };
  log(backend, { type: 'redo', item_id: item.id, result_id: again.id, supersedes: verdict.id });
  return put(backend, item, again);
}

function submitting(backend: Backend): Pick<Calls, 'submit' | 'undo' | 'redo' | 'skip'> {
  const find = (id: ItemId): Item | undefined => backend.items.find((item) => item.id === id);
  return {
    submit({ item_id, kind, choices, policy_read, playhead_s, clip_ordinal }) {
      const item = find(item_id);
      if (item === undefined) return fail('item-unknown', item_id);
      const card = batches.find((each) => each.id === item.batch_id)?.scorecard ?? null;
      if (unanswered(card, choices.scorecard).length > 0) return fail('field-missing', item_id, { field: 'scorecard' });
      const seen = { policy_read, playhead_s, clip_ordinal };
      return ok(give(backend, item, { kind, choices, ...seen }, null));
    },
    undo({ item_id }) {
      const all = counting(backend).filter((each) => item_id === null || each.item_id === item_id);
      const taken = item_id === null ? together(all) : all.slice(0, 1);
      for (const verdict of taken) withdraw(backend, verdict);
      const last = taken.at(-1);
      if (last === undefined) return fail('nothing-to-undo', 'no verdict');
      return ok({ item_id: last.item_id, kind: last.kind, count: taken.length });
    },
    redo() {
      const all = together(backend.kept.redoable.toReversed());
      const given = all.map((verdict) => giveAgain(backend, verdict));
      const [first, last] = [all[0], given.at(-1)];
      if (first === undefined || !last) return fail('nothing-to-redo', 'no withdrawn verdict');
      return ok({ ...last, item_id: first.item_id, kind: first.kind, count: all.length });
    },
    skip({ item_id }) {
      const item = find(item_id);
      if (item === undefined) return fail('item-unknown', item_id);
      if (!backend.kept.skipped.includes(item_id)) backend.kept.skipped.push(item_id);
      log(backend, { type: 'skip', item_id });
      backend.save();
      return ok({ next_id: nextOpen(backend, item) });
    },
  };
}

/** The review calls over the fixture records. */
export function reviewCalls(backend: Backend): Calls {
  return {
    ...submitting(backend),
    ...togetherCalls(backend, (item, kind, choices, bulk) => {
      give(backend, item, { kind, choices, policy_read: null, playhead_s: null, clip_ordinal: null }, bulk);
    }),
    resume({ batch_id }) {
      const inBatch = backend.items.filter((item) => batch_id === null || item.batch_id === batch_id);
      const open = inBatch.filter((item) => isUndecided(backend, item.id));
      const last = open.find((item) => item.id === backend.kept.lastItem);
      const fresh = open.find((item) => !backend.kept.skipped.includes(item.id));
      const item = last ?? fresh ?? open[0] ?? null;
      return ok({ item_id: item?.id ?? null, item: item === null ? null : viewOf(backend, item) });
    },
    item({ item_id }) {
      const item = backend.items.find((each) => each.id === item_id);
      if (item === undefined) return fail('item-unknown', item_id);
      const isGone = isOptedOut(backend, item_id) && effectiveVerdict(backend, item_id) === null;
      return isGone ? fail('item-revoked', item_id) : ok(viewOf(backend, item));
    },
    saveDraft({ item_id, draft }) {
      backend.kept.drafts[item_id] = draft;
      backend.save();
      return ok({});
    },
    recent({ limit }) {
      const counting = backend.kept.results.filter(
        (each): each is VerdictDocument => effectiveVerdict(backend, each.item_id)?.id === each.id,
      );
      return ok(
        counting
          .slice(-limit)
          .reverse()
          .map((each) => ({
            result_id: each.id,
            item_id: each.item_id,
            batch_id: each.batch_id,
            record_id: each.record_id,
            position: backend.items.find((item) => item.id === each.item_id)?.position ?? 0,
            kind: each.kind,
            decided_at: each.decided_at,
            upload:
              backend.kept.results.indexOf(each) < backend.kept.uploaded ? ('acked' as const) : ('pending' as const),
          })),
      );
    },
  };
}
