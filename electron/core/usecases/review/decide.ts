import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { type BatchId, type ItemId, itemId, recordId, resultId, batchId } from '#contract/ids.ts';
import type { ipcContract } from '#contract/ipc.ts';
import { fail, ok, type Result } from '#contract/result.ts';
import type { ResultDocument, VerdictDocument, VerdictKind } from '#contract/verdicts.ts';
import { choicesForKind, isEnforced, missingFields } from '#domain/review/verdict-form.ts';
import { type Account, preferencesOf, recordEvent } from '../../account.ts';
import { instantOf } from '../../ports/clock.ts';
import { type WriteTx, write } from '../../storage/database.ts';
import { putDraft, removeDraft } from '../../storage/drafts.ts';
import { findItem, type ItemRow, readItem, setItemState, setPosition } from '../../storage/items.ts';
import { addToOutbox } from '../../storage/outbox.ts';
import {
  addResult,
  findVerdict,
  newestVerdict,
  newestWithdrawn,
  nextResultSeq,
  type ResultOrigin,
} from '../../storage/results.ts';
import { nextUndecided } from './queue.ts';

type SubmitInput = z.output<typeof ipcContract.review.submit.input>;
type Submitted = z.input<typeof ipcContract.review.submit.output>;

/** Who, where and when of a new result; its number comes from the database, in the transaction that uses it. */
function originOf(tx: WriteTx, account: Account, row: ItemRow) {
  const { credential, ports } = account;
  return {
    id: resultId.parse(ports.ids.next()),
    item_id: itemId.parse(row.id),
    batch_id: batchId.parse(row.batch_id),
    record_id: recordId.parse(row.record_id),
    round: row.round,
    person_id: credential.person.id,
    device_id: credential.device_id,
    device_seq: nextResultSeq(tx, credential.device_id),
    decided_at: instantOf(ports.clock),
  };
}

/** Freezes the bytes: result and outbox keep the same ones, and every attempt to send uses them. */
function keep(tx: WriteTx, document: ResultDocument, origin: ResultOrigin): void {
  const bytes = Buffer.from(JSON.stringify(document), 'utf8');
  addResult(tx, document, origin, bytes);
  addToOutbox(tx, document.id, bytes, createHash('sha256').update(bytes).digest('hex'));
}

function keepVerdict(tx: WriteTx, document: VerdictDocument, origin: 'submit' | 'redo'): void {
  keep(tx, document, origin);
  setItemState(tx, document.item_id, 'decided', document.id);
  removeDraft(tx, document.item_id);
}

function afterVerdict(account: Account, row: ItemRow, id: VerdictDocument['id']): Submitted {
  const batch = batchId.parse(row.batch_id);
  if (row.state !== 'decided') account.progress.adjust(batch, 1);
  account.onResult();
  return { result_id: id, next_id: nextUndecided(account.db, row), progress: account.progress.of(account.db, batch) };
}

/**
 * Saves a verdict: result, item state, outbox row with frozen bytes, session event and the end of the draft in one durable
 * transaction; returns only after it. Deciding again supersedes what counted before.
 */
export function submit(account: Account, input: SubmitInput): Result<Submitted, 'item-unknown' | 'field-missing'> {
  const { db } = account;
  const row = findItem(db, input.item_id);
  const item = row === null ? null : readItem(db, input.item_id);
  if (row === null || item === null) return fail('item-unknown', `item ${input.item_id} is not on this device`);
  const enforced = isEnforced(item.record.decision);
  const missing = missingFields(input.kind, enforced, input.choices);
  if (missing[0] !== undefined)
    return fail('field-missing', `${input.kind} needs ${missing.join(', ')}`, { field: missing[0] });
  const language = preferencesOf(db).language;
  const id = write(db, (tx) => {
    const supersedes = row.result_id === null ? null : resultId.parse(row.result_id);
    const document: VerdictDocument = {
      type: 'verdict',
      ...originOf(tx, account, row),
      kind: input.kind,
      choices: choicesForKind(input.kind, enforced, input.choices),
      policy_read: input.policy_read,
      interface_language: language,
      playhead_s: input.playhead_s,
      clip_ordinal: input.clip_ordinal,
      supersedes,
    };
    keepVerdict(tx, document, 'submit');
    const { item_id, kind } = document;
    recordEvent(tx, account, { type: 'verdict', item_id, result_id: document.id, kind, supersedes });
    return document.id;
  });
  return ok(afterVerdict(account, row, id));
}

function verdictToUndo(account: Account, id: ItemId | null): VerdictDocument | null {
  if (id === null) return newestVerdict(account.db);
  const row = findItem(account.db, id);
  if (row === null || row.state !== 'decided' || row.result_id === null) return null;
  return findVerdict(account.db, row.result_id);
}

/**
 * Takes a verdict back by a withdrawal that supersedes it: the newest one, or the given item's. The item is open again with its
 * former choices as the draft. Works the same after advance, restart and upload; again, it walks further back.
 */
export function undo(
  account: Account,
  id: ItemId | null,
): Result<{ item_id: ItemId; kind: VerdictKind }, 'nothing-to-undo'> {
  const { db } = account;
  const verdict = verdictToUndo(account, id);
  const row = verdict === null ? null : findItem(db, verdict.item_id);
  if (verdict === null || row === null) return fail('nothing-to-undo', 'no verdict here can be taken back');
  const { item_id, kind, choices, playhead_s, clip_ordinal } = verdict;
  write(db, (tx) => {
    const withdrawal: ResultDocument = { type: 'withdrawal', ...originOf(tx, account, row), supersedes: verdict.id };
    keep(tx, withdrawal, 'undo');
    setItemState(tx, item_id, 'open', withdrawal.id);
    putDraft(tx, item_id, { kind, choices, playhead_s, clip_ordinal });
    setPosition(tx, item_id);
    recordEvent(tx, account, { type: 'undo', item_id, result_id: withdrawal.id, supersedes: verdict.id });
  });
  account.progress.adjust(batchId.parse(row.batch_id) satisfies BatchId, -1);
  account.onResult();
  return ok({ item_id, kind });
}

/** Gives the verdict that was taken back last again, as a new verdict; not after a fresh verdict has come in between. */
export function redo(account: Account): Result<Submitted & { item_id: ItemId; kind: VerdictKind }, 'nothing-to-redo'> {
  const { db } = account;
  const withdrawn = newestWithdrawn(db);
  const row = withdrawn === null ? null : findItem(db, withdrawn.verdict.item_id);
  if (withdrawn === null || row === null)
    return fail('nothing-to-redo', 'no verdict was taken back since the last one');
  const { item_id, kind } = withdrawn.verdict;
  const supersedes = resultId.parse(withdrawn.withdrawalId);
  const id = write(db, (tx) => {
    const document: VerdictDocument = { ...withdrawn.verdict, ...originOf(tx, account, row), supersedes };
    keepVerdict(tx, document, 'redo');
    recordEvent(tx, account, { type: 'redo', item_id, result_id: document.id, supersedes });
    return document.id;
  });
  return ok({ ...afterVerdict(account, row, id), item_id, kind });
}
