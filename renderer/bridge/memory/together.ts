import type { Item } from '#contract/batches.ts';
import type { BulkId } from '#contract/ids.ts';
import type { CoreHandlers } from '#contract/ipc.ts';
import type { HistoryEntry, VerdictStep } from '#contract/review.ts';
import { fail, ok } from '#contract/result.ts';
import type { VerdictDocument, VerdictKind } from '#contract/verdicts.ts';
import { blindRecord } from '#domain/review/blind-view.ts';
import { bulkKinds } from '#domain/review/bulk.ts';
import { proposedErrorClass } from '#domain/review/error-class.ts';
import { isEnforced, noChoices } from '#domain/review/verdict-form.ts';
import { batches, fixedId } from './fixtures.ts';
import { type Backend, effectiveVerdict } from './state.ts';

/** The verdicts that count, newest first. */
export function counting(backend: Backend): VerdictDocument[] {
  return backend.kept.results
    .filter((each): each is VerdictDocument => effectiveVerdict(backend, each.item_id)?.id === each.id)
    .reverse();
}

/** The newest of these, and those given together with it. */
export function together(newestFirst: readonly VerdictDocument[]): VerdictDocument[] {
  const [first] = newestFirst;
  if (first === undefined) return [];
  if (first.bulk_id === null) return [first];
  const end = newestFirst.findIndex(({ bulk_id }) => bulk_id !== first.bulk_id);
  return newestFirst.slice(0, end < 0 ? newestFirst.length : end);
}

function stepOf(backend: Backend, newestFirst: readonly VerdictDocument[]): VerdictStep | null {
  const all = together(newestFirst);
  const [first] = all;
  const item = backend.items.find((each) => each.id === first?.item_id);
  if (first === undefined || item === undefined) return null;
  const { item_id, record_id, kind } = first;
  return { item_id, record_id, kind, position: item.position, count: all.length };
}

function kindsFor(backend: Backend, item: Item): readonly VerdictKind[] {
  const batch = batches.find((each) => each.id === item.batch_id);
  if (batch === undefined) return [];
  const { mode, scorecard } = batch;
  const decided = effectiveVerdict(backend, item.id) !== null;
  return bulkKinds({ mode, scorecard, decided, enforced: isEnforced(item.record.decision) });
}

function decisionOf(decision: Item['record']['decision']): HistoryEntry['decision'] {
  if (!decision) return null;
  const { action = null, violation_type = null, severity = null, at = null } = decision;
  return { action, violation_type, severity, at };
}

function entryOf(backend: Backend, item: Item): HistoryEntry {
  const batch = batches.find((each) => each.id === item.batch_id);
  const verdict = effectiveVerdict(backend, item.id);
  const blinded = batch?.mode === 'blind' && verdict === null;
  const record = blinded ? blindRecord(item.record) : item.record;
  return {
    item_id: item.id,
    batch_id: item.batch_id,
    batch_name: batch?.name ?? '',
    record_id: record.id,
    position: item.position,
    stage: record.stage,
    surface: record.surface,
    occurred_at: record.occurred_at ?? null,
    title: record.stream?.title ?? null,
    words: (record.transcript ?? [])
      .map(({ text }) => text)
      .join(' ')
      .slice(0, 280),
    clips: item.clips.length,
    blinded,
    decision: decisionOf(record.decision),
    verdict: verdict && { result_id: verdict.id, kind: verdict.kind, decided_at: verdict.decided_at },
    bulk_kinds: [...kindsFor(backend, item)],
  };
}

/** Gives one verdict as the core would, outside of a submission by hand. */
export type Give = (item: Item, kind: VerdictKind, choices: VerdictDocument['choices'], bulk: BulkId) => void;

/** The calls that look at or change several records at once. */
export function togetherCalls(
  backend: Backend,
  give: Give,
): Pick<CoreHandlers['review'], 'steps' | 'history' | 'contexts' | 'bulk'> {
  return {
    steps: () =>
      ok({
        undo: stepOf(backend, counting(backend)),
        redo: stepOf(backend, backend.kept.redoable.toReversed()),
      }),
    history({ item_id }) {
      const own = backend.items.find((item) => item.id === item_id);
      if (own === undefined) return fail('item-unknown', item_id);
      const subject = own.record.subject?.id ?? null;
      const others = backend.items.filter(
        ({ id, record }) => id !== item_id && subject !== null && record.subject?.id === subject,
      );
      const entries = others.map((item) => entryOf(backend, item));
      return ok(entries.sort((a, b) => ((b.occurred_at ?? '') < (a.occurred_at ?? '') ? -1 : 1)));
    },
    contexts: ({ item_ids }) =>
      ok(
        item_ids.flatMap((wanted) => {
          const found = backend.items.find(({ id }) => id === wanted);
          return found === undefined ? [] : [entryOf(backend, found)];
        }),
      ),
    bulk({ item_ids, kind }) {
      const bulk = fixedId(8, backend.kept.results.length + 1) as BulkId;
      const chosen = backend.items.filter(({ id }) => item_ids.includes(id));
      const given = chosen.filter((item) => kindsFor(backend, item).includes(kind));
      for (const item of given) {
        const error_class = proposedErrorClass(kind, isEnforced(item.record.decision));
        give(item, kind, { ...noChoices, error_class }, bulk);
      }
      const ids = given.map(({ id }) => id);
      return ok({ given: ids, refused: item_ids.filter((id) => !ids.includes(id)) });
    },
  };
}
