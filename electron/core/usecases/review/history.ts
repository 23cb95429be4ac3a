import type { Batch } from '#contract/batches.ts';
import { type ItemId, itemId } from '#contract/ids.ts';
import type { HistoryEntry } from '#contract/review.ts';
import type { ModerationRecord } from '#contract/records.ts';
import { fail, ok, type Result } from '#contract/result.ts';
import { blindRecord } from '#domain/review/blind-view.ts';
import { bulkKinds } from '#domain/review/bulk.ts';
import { isEnforced } from '#domain/review/verdict-form.ts';
import type { Account } from '../../account.ts';
import { listBatches } from '../../storage/batches.ts';
import type { ReadDb } from '../../storage/database.ts';
import { waitingRecords } from '../../storage/items.ts';
import { findVerdict } from '../../storage/results.ts';
import { findWhole, ofSameSubject, type WholeItem } from '../../storage/whole-items.ts';

/** How many other records are shown, and how much of their words. */
const MOST = 50;
const WORDS = 280;

function wordsOf({ transcript }: ModerationRecord): string {
  const words = (transcript ?? []).map((line) => line.text).join(' ');
  return words.length > WORDS ? `${words.slice(0, WORDS).trimEnd()}…` : words;
}

function decisionOf({ decision }: ModerationRecord): HistoryEntry['decision'] {
  if (!decision) return null;
  const { action, violation_type, severity, at } = decision;
  return {
    action: action ?? null,
    violation_type: violation_type ?? null,
    severity: severity ?? null,
    at: at ?? null,
  };
}

function entryOf(db: ReadDb, { row, item }: WholeItem, batch: Batch, blinded: boolean): HistoryEntry {
  const record = blinded ? blindRecord(item.record) : item.record;
  const verdict = row.state !== 'decided' || row.result_id === null ? null : findVerdict(db, row.result_id);
  const { mode, scorecard } = batch;
  const enforced = isEnforced(item.record.decision);
  return {
    item_id: itemId.parse(row.id),
    batch_id: batch.id,
    batch_name: batch.name,
    record_id: record.id,
    position: row.position,
    stage: record.stage,
    surface: record.surface,
    occurred_at: record.occurred_at ?? null,
    title: record.stream?.title ?? null,
    words: wordsOf(record),
    clips: item.clips.length,
    blinded,
    decision: decisionOf(record),
    verdict: verdict && { result_id: verdict.id, kind: verdict.kind, decided_at: verdict.decided_at },
    bulk_kinds: blinded ? [] : [...bulkKinds({ mode, scorecard, decided: verdict !== null, enforced })],
  };
}

/** What may be shown of these items: a record that waits undecided in a blind batch keeps its decision hidden, in another batch too. */
function entriesOf({ db }: Account, items: readonly WholeItem[]): HistoryEntry[] {
  const batches = new Map(listBatches(db).map((batch) => [batch.id as string, batch]));
  const blind = [...batches.values()].filter(({ mode }) => mode === 'blind').map(({ id }) => id);
  const records = items.map(({ row }) => row.record_id);
  const hidden = waitingRecords(db, records, blind);
  return items.flatMap((each) => {
    const batch = batches.get(each.row.batch_id);
    return batch === undefined ? [] : [entryOf(db, each, batch, hidden.has(each.row.record_id))];
  });
}

const momentOf = ({ occurred_at }: HistoryEntry): number => {
  const at = Date.parse(occurred_at ?? '');
  return Number.isNaN(at) ? Number.NEGATIVE_INFINITY : at;
};

/** Other records of the subject of an item on this device, newest first, with their verdicts. */
export function history(account: Account, id: ItemId): Result<HistoryEntry[], 'item-unknown'> {
  const { db } = account;
  const whole = findWhole(db, id);
  if (whole === null) return fail('item-unknown', `item ${id} is not on this device`);
  const subject = whole.item.record.subject?.id ?? null;
  if (subject === null || subject === '') return ok([]);
  const entries = entriesOf(account, ofSameSubject(db, subject, id, MOST));
  return ok(entries.sort((a, b) => momentOf(b) - momentOf(a) || (a.item_id < b.item_id ? -1 : 1)));
}

/** The same of any items, in the order asked: what must be seen before several are decided together. */
export function contexts(account: Account, ids: readonly ItemId[]): HistoryEntry[] {
  const found = [...new Set(ids)].flatMap((id) => findWhole(account.db, id) ?? []);
  return entriesOf(account, found);
}
