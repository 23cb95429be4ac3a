import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { batchId, type ItemId, itemId, recordId, resultId } from '#contract/ids.ts';
import type { ipcContract } from '#contract/ipc.ts';
import { fail, ok, type Result } from '#contract/result.ts';
import type { ResultDocument, VerdictDocument, VerdictKind } from '#contract/verdicts.ts';
import { choicesForKind, isEnforced, missingFields } from '#domain/review/verdict-form.ts';
import { type Account, recordEvent } from '../../account.ts';
import { instantOf } from '../../ports/clock.ts';
import { type WriteTx, write } from '../../storage/database.ts';
import { putDraft, removeDraft } from '../../storage/drafts.ts';
import { findItem, findWhole, type ItemRow, setItemState, setPosition } from '../../storage/items.ts';
import { addToOutbox } from '../../storage/outbox.ts';
import { addResult, findVerdict, newestVerdict, newestWithdrawn, type ResultOrigin } from '../../storage/results.ts';
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
    device_seq: account.numbers.nextResult(tx),
    decided_at: instantOf(ports.clock),
  };
}

/** Freezes the bytes: result and outbox keep the same ones, and every attempt to send uses them. */
function keep(tx: WriteTx, document: ResultDocument, origin: ResultOrigin): void {
  const bytes = Buffer.from(JSON.stringify(document), 'utf8');
  const seq = addResult(tx, document, origin, bytes);
  addToOutbox(tx, seq, bytes, createHash('sha256').update(bytes).digest('hex'));
}

function keepVerdict(tx: WriteTx, document: VerdictDocument, origin: 'submit' | 'redo'): void {
  keep(tx, document, origin);
  setItemState(tx, document.item_id, 'decided', document.id);
  removeDraft(tx, document.item_id);
}

interface Decided {
  readonly row: ItemRow;
  readonly document: VerdictDocument;
  readonly next_id: ItemId | null;
}

function afterVerdict(account: Account, { row, document, next_id }: Decided): Submitted {
  const { id, batch_id } = document;
  if (row.state !== 'decided') account.progress.adjust(batch_id, 1);
  account.onResult();
  return { result_id: id, next_id, progress: account.progress.of(account.db, batch_id) };
}

/** What is written for a submission; everything it reads is read in the same transaction. */
function decide(tx: WriteTx, account: Account, input: SubmitInput): Result<Decided, 'item-unknown' | 'field-missing'> {
  const whole = findWhole(tx, input.item_id);
  if (whole === null) return fail('item-unknown', `item ${input.item_id} is not on this device`);
  const { row, item } = whole;
  const enforced = isEnforced(item.record.decision);
  const missing = missingFields(input.kind, enforced, input.choices);
  if (missing[0] !== undefined) {
    return fail('field-missing', `${input.kind} needs ${missing.join(', ')}`, { field: missing[0] });
  }
  const document: VerdictDocument = {
    type: 'verdict',
    ...originOf(tx, account, row),
    kind: input.kind,
    choices: choicesForKind(input.kind, enforced, input.choices),
    policy_read: input.policy_read,
    interface_language: account.preferences().language,
    playhead_s: input.playhead_s,
    clip_ordinal: input.clip_ordinal,
    supersedes: row.result_id === null ? null : resultId.parse(row.result_id),
  };
  keepVerdict(tx, document, 'submit');
  const { id, item_id, kind, supersedes } = document;
  const evidence_marks = document.choices.evidence.length;
  recordEvent(tx, account, { type: 'verdict', item_id, result_id: id, kind, supersedes, evidence_marks });
  return ok({ row, document, next_id: nextUndecided(tx, row) });
}

/**
 * Saves a verdict: result, item state, outbox row with frozen bytes, session event and the end of the draft in one durable
 * transaction; returns only after it. Deciding again supersedes what counted before.
 */
export function submit(account: Account, input: SubmitInput): Result<Submitted, 'item-unknown' | 'field-missing'> {
  const decided = write(account.db, (tx) => decide(tx, account, input));
  return decided.ok ? ok(afterVerdict(account, decided.value)) : decided;
}

function verdictToUndo(tx: WriteTx, id: ItemId | null): VerdictDocument | null {
  if (id === null) return newestVerdict(tx);
  const row = findItem(tx, id);
  if (row === null || row.state !== 'decided' || row.result_id === null) return null;
  return findVerdict(tx, row.result_id);
}

/**
 * Takes a verdict back by a withdrawal that supersedes it: the newest one, or the given item's. The item is open again with its
 * former choices as the draft. Works the same after advance, restart and upload; again, it walks further back.
 */
export function undo(
  account: Account,
  id: ItemId | null,
): Result<{ item_id: ItemId; kind: VerdictKind }, 'nothing-to-undo'> {
  const verdict = write(account.db, (tx) => {
    const found = verdictToUndo(tx, id);
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
  if (verdict === null) return fail('nothing-to-undo', 'no verdict here can be taken back');
  account.progress.adjust(verdict.batch_id, -1);
  account.onResult();
  return ok({ item_id: verdict.item_id, kind: verdict.kind });
}

/** Gives the verdict that was taken back last again, as a new verdict; not after a fresh verdict has come in between. */
export function redo(account: Account): Result<Submitted & { item_id: ItemId; kind: VerdictKind }, 'nothing-to-redo'> {
  const decided = write(account.db, (tx): Decided | null => {
    const withdrawn = newestWithdrawn(tx);
    const row = withdrawn === null ? null : findItem(tx, withdrawn.verdict.item_id);
    if (withdrawn === null || row === null) return null;
    const supersedes = resultId.parse(withdrawn.withdrawalId);
    const document: VerdictDocument = { ...withdrawn.verdict, ...originOf(tx, account, row), supersedes };
    keepVerdict(tx, document, 'redo');
    const { id, item_id } = document;
    recordEvent(tx, account, { type: 'redo', item_id, result_id: id, supersedes });
    return { row, document, next_id: nextUndecided(tx, row) };
  });
  if (decided === null) return fail('nothing-to-redo', 'no verdict was taken back since the last one');
  const { item_id, kind } = decided.document;
  return ok({ ...afterVerdict(account, decided), item_id, kind });
}
