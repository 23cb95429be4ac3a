import type { BulkId, ItemId } from '#contract/ids.ts';
import { resultId } from '#contract/ids.ts';
import { maxBulk, type VerdictStep } from '#contract/review.ts';
import { fail, ok, type Result } from '#contract/result.ts';
import type { ResultDocument, VerdictDocument, VerdictKind } from '#contract/verdicts.ts';
import { type Account, recordEvent } from '../../account.ts';
import { type WriteTx, write } from '../../storage/database.ts';
import { putDraft } from '../../storage/drafts.ts';
import { findItem, setItemState, setPosition } from '../../storage/items.ts';
import { findVerdict, type PlacedVerdict, verdictsThatCount, withdrawnVerdicts } from '../../storage/results.ts';
import { afterVerdict, type Decided, keep, keepVerdict, originOf, type Submitted } from './decide.ts';
import { nextUndecided } from './queue.ts';

/** Which verdict one step is about: the newest, a given item's, or the newest if it was given by this command. */
type Wanted = { readonly of: 'newest' } | { readonly of: 'item'; id: ItemId } | { readonly of: 'bulk'; id: BulkId };

function verdictToUndo(tx: WriteTx, wanted: Wanted): VerdictDocument | null {
  if (wanted.of === 'item') {
    const row = findItem(tx, wanted.id);
    return row?.state !== 'decided' || row.result_id === null ? null : findVerdict(tx, row.result_id);
  }
  const newest = verdictsThatCount(tx, 1)[0]?.verdict ?? null;
  return wanted.of === 'bulk' && newest?.bulk_id !== wanted.id ? null : newest;
}

/** One withdrawal, in a transaction of its own; null when there is no such verdict. */
function withdraw(account: Account, wanted: Wanted): VerdictDocument | null {
  const verdict = write(account.db, (tx) => {
    const found = verdictToUndo(tx, wanted);
    const row = found === null ? null : findItem(tx, found.item_id);
    if (found === null || row === null) return null;
    const { item_id, kind, choices, playhead_s, clip_ordinal } = found;
    const withdrawal: ResultDocument = { type: 'withdrawal', ...originOf(tx, account, row), supersedes: found.id };
    keep(tx, withdrawal, 'undo');
    setItemState(tx, item_id, 'open', withdrawal.id);
    putDraft(tx, item_id, { kind, choices, playhead_s, clip_ordinal });
    setPosition(tx, item_id);
    recordEvent(tx, account, { type: 'undo', item_id, result_id: withdrawal.id, supersedes: found.id });
    return found;
  });
  if (verdict !== null) {
    account.progress.adjust(verdict.batch_id, -1);
    account.onResult();
  }
  return verdict;
}

/** What a step back or forward did: the item to look at, and how many verdicts went with it. */
export interface Stepped {
  readonly item_id: ItemId;
  readonly kind: VerdictKind;
  readonly count: number;
}

/**
 * Takes a verdict back by a withdrawal that supersedes it: the newest one, or the given item's. The item is open again with its
 * former choices as the draft. Works the same after advance, restart and upload; again, it walks further back. Verdicts that were given
 * together are taken back together, one transaction each.
 */
export function undo(account: Account, id: ItemId | null): Result<Stepped, 'nothing-to-undo'> {
  const first = withdraw(account, id === null ? { of: 'newest' } : { of: 'item', id });
  if (first === null) return fail('nothing-to-undo', 'no verdict here can be taken back');
  const { kind, bulk_id } = first;
  const together = (): VerdictDocument | null =>
    bulk_id === null || id !== null ? null : withdraw(account, { of: 'bulk', id: bulk_id });
  let item_id = first.item_id;
  let count = 1;
  for (let more = together(); more !== null; more = together()) {
    item_id = more.item_id;
    count += 1;
  }
  return ok({ item_id, kind, count });
}

function giveAgain(account: Account, bulk: BulkId | null): Decided | null {
  return write(account.db, (tx): Decided | null => {
    const withdrawn = withdrawnVerdicts(tx, 1)[0];
    const row = withdrawn === undefined ? null : findItem(tx, withdrawn.verdict.item_id);
    if (withdrawn === undefined || row === null) return null;
    if (bulk !== null && withdrawn.verdict.bulk_id !== bulk) return null;
    const supersedes = resultId.parse(withdrawn.withdrawalId);
    const document: VerdictDocument = { ...withdrawn.verdict, ...originOf(tx, account, row), supersedes };
    keepVerdict(tx, document, 'redo');
    const { id, item_id } = document;
    recordEvent(tx, account, { type: 'redo', item_id, result_id: id, supersedes });
    return { row, document, next_id: nextUndecided(tx, row) };
  });
}

/**
 * Gives the verdict that was taken back last again, as a new verdict; not after a fresh verdict has come in between. Those that were
 * given together are given together again.
 */
export function redo(account: Account): Result<Submitted & Stepped, 'nothing-to-redo'> {
  const first = giveAgain(account, null);
  if (first === null) return fail('nothing-to-redo', 'no verdict was taken back since the last one');
  const { item_id, kind, bulk_id } = first.document;
  const together = (): Decided | null => (bulk_id === null ? null : giveAgain(account, bulk_id));
  let submitted = afterVerdict(account, first);
  let count = 1;
  for (let more = together(); more !== null; more = together()) {
    submitted = afterVerdict(account, more);
    count += 1;
  }
  return ok({ ...submitted, item_id, kind, count });
}

function stepOf(placed: readonly PlacedVerdict[]): VerdictStep | null {
  const [first] = placed;
  if (first === undefined) return null;
  const { item_id, record_id, kind, bulk_id } = first.verdict;
  const together = placed.findIndex(({ verdict }) => verdict.bulk_id !== bulk_id);
  const count = bulk_id === null ? 1 : together < 0 ? placed.length : together;
  return { item_id, record_id, kind, position: first.position, count };
}

/** What undo and redo would do next. */
export function steps({ db }: Account): { undo: VerdictStep | null; redo: VerdictStep | null } {
  return { undo: stepOf(verdictsThatCount(db, maxBulk)), redo: stepOf(withdrawnVerdicts(db, maxBulk)) };
}
