import type { Item } from '#contract/batches.ts';
import type { Instant, ItemId, ViolationType } from '#contract/ids.ts';
import type { ClipView, CoreHandlers, ItemView } from '#contract/ipc.ts';
import type { PolicyVersion } from '#contract/policies.ts';
import { fail, ok } from '#contract/result.ts';
import type { VerdictDocument } from '#contract/verdicts.ts';
import { batches, clipAddress, device, NOW, policyVersions } from './fixtures.ts';
import { type Backend, effectiveVerdict, log, nextResultId } from './state.ts';

/** The version in force at a moment for a violation type, with the labels of all its versions. */
export function policyFor(type: string | null | undefined, at: Instant) {
  const family = policyVersions.filter((policy) => policy.violation_types.includes(type as ViolationType));
  const inForce = family
    .filter((policy) => Date.parse(policy.effective_at) <= Date.parse(at))
    .reduce<PolicyVersion | null>((newest, each) => {
      return newest === null || each.effective_at > newest.effective_at ? each : newest;
    }, null);
  return inForce === null ? null : { policy: inForce, versions: family.map((each) => each.version) };
}

function clipView(backend: Backend, { record }: Item, clip: Item['clips'][number]): ClipView {
  if (clip.sha256 === null) return { state: 'missing', clip };
  if (backend.faults.waiting.has(clip.sha256)) return { state: 'waiting', clip, bytes_have: 150_000 };
  return { state: 'ready', clip, url: clipAddress(record, clip.ordinal) };
}

function blind(record: Item['record']): Item['record'] {
  const { decision: _decision, appeal: _appeal, signals, ...rest } = record;
  return { ...rest, signals: (signals ?? []).filter((signal) => signal.kind !== 'model') };
}

/** The next item of the batch without a verdict, after the given position and then from the start. */
function nextOpen(backend: Backend, from: Item): ItemId | null {
  const open = backend.items.filter(
    (item) => item.batch_id === from.batch_id && item.id !== from.id && effectiveVerdict(backend, item.id) === null,
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

function submitting(backend: Backend): Pick<Calls, 'submit' | 'undo' | 'redo' | 'skip'> {
  const find = (id: ItemId): Item | undefined => backend.items.find((item) => item.id === id);
  return {
    submit({ item_id, kind, choices, policy_read, playhead_s, clip_ordinal }) {
      const item = find(item_id);
      if (item === undefined) return fail('item-unknown', item_id);
      const supersedes = effectiveVerdict(backend, item_id)?.id ?? null;
      const verdict: VerdictDocument = {
        type: 'verdict',
        ...originOf(backend, item),
        kind,
        choices,
        policy_read,
        interface_language: backend.kept.preferences.language,
        playhead_s,
        clip_ordinal,
        supersedes,
      };
      backend.kept.redoable = [];
      log(backend, { type: 'verdict', item_id, result_id: verdict.id, kind, supersedes });
      return ok(put(backend, item, verdict));
    },
    undo({ item_id }) {
      const last = backend.kept.results.findLast(
        (each): each is VerdictDocument =>
          each.type === 'verdict' &&
          (item_id === null || each.item_id === item_id) &&
          effectiveVerdict(backend, each.item_id)?.id === each.id,
      );
      const item = last && find(last.item_id);
      if (last === undefined || item === undefined) return fail('nothing-to-undo', 'no verdict');
      const origin = originOf(backend, item);
      backend.kept.results.push({ type: 'withdrawal', ...origin, supersedes: last.id });
      backend.kept.redoable.push(last);
      const { kind, choices, playhead_s, clip_ordinal } = last;
      backend.kept.drafts[item.id] = { kind, choices, playhead_s, clip_ordinal };
      backend.kept.lastItem = item.id;
      log(backend, { type: 'undo', item_id: item.id, result_id: origin.id, supersedes: last.id });
      backend.save();
      return ok({ item_id: item.id, kind: last.kind });
    },
    redo() {
      const last = backend.kept.redoable.pop();
      const item = last && find(last.item_id);
      if (last === undefined || item === undefined) return fail('nothing-to-redo', 'no withdrawn verdict');
      const again: VerdictDocument = { ...last, ...originOf(backend, item), supersedes: last.id };
      log(backend, { type: 'redo', item_id: item.id, result_id: again.id, supersedes: last.id });
      return ok({ ...put(backend, item, again), item_id: item.id, kind: last.kind });
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
    resume({ batch_id }) {
      const inBatch = backend.items.filter((item) => batch_id === null || item.batch_id === batch_id);
      const open = inBatch.filter((item) => effectiveVerdict(backend, item.id) === null);
      const last = open.find((item) => item.id === backend.kept.lastItem);
      const fresh = open.find((item) => !backend.kept.skipped.includes(item.id));
      return ok({ item_id: (last ?? fresh ?? open[0])?.id ?? null });
    },
    item({ item_id }) {
      const item = backend.items.find((each) => each.id === item_id);
      return item === undefined ? fail('item-unknown', item_id) : ok(viewOf(backend, item));
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
