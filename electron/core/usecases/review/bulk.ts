import { type BulkId, bulkId, type ItemId } from '#contract/ids.ts';
import type { VerdictKind } from '#contract/verdicts.ts';
import { bulkKinds } from '#domain/review/bulk.ts';
import { proposedErrorClass } from '#domain/review/error-class.ts';
import { isEnforced, noChoices } from '#domain/review/verdict-form.ts';
import type { Account } from '../../account.ts';
import { findBatch } from '../../storage/batches.ts';
import { type WriteTx, write } from '../../storage/database.ts';
import { findWhole } from '../../storage/whole-items.ts';
import { afterVerdict, type Decided, decide } from './decide.ts';

function decideOne(tx: WriteTx, account: Account, id: ItemId, kind: VerdictKind, bulk: BulkId): Decided | null {
  const whole = findWhole(tx, id);
  const batch = whole === null ? null : findBatch(tx, whole.row.batch_id);
  if (whole === null || batch === null) return null;
  const enforced = isEnforced(whole.item.record.decision);
  const decided = whole.row.state === 'decided';
  if (!bulkKinds({ mode: batch.mode, scorecard: batch.scorecard, decided, enforced }).includes(kind)) return null;
  const choices = { ...noChoices, error_class: proposedErrorClass(kind, enforced) };
  const nothingSeen = { policy_read: null, playhead_s: null, clip_ordinal: null };
  const given = decide(tx, account, { item_id: id, kind, choices, ...nothingSeen }, bulk);
  return given.ok ? given.value : null;
}

/**
 * Gives one kind to several items, each in a durable transaction of its own, so a kill on the way leaves whole verdicts. Whatever may
 * not be decided with others (blind, with a scorecard, decided, or a kind that needs more to be said) is left as it is.
 */
export function bulk(
  account: Account,
  ids: readonly ItemId[],
  kind: VerdictKind,
): { given: ItemId[]; refused: ItemId[] } {
  const together = bulkId.parse(account.ports.ids.next());
  const outcome = { given: [] as ItemId[], refused: [] as ItemId[] };
  for (const id of new Set(ids)) {
    const decided = write(account.db, (tx) => decideOne(tx, account, id, kind, together));
    if (decided !== null) afterVerdict(account, decided);
    (decided === null ? outcome.refused : outcome.given).push(id);
  }
  return outcome;
}
