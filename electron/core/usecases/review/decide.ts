import type { z } from 'zod';
import { batchId, type BulkId, type ItemId, itemId, recordId, resultId } from '#contract/ids.ts';
import type { ipcContract } from '#contract/ipc.ts';
import { fail, ok, type Result } from '#contract/result.ts';
import type { ResultDocument, VerdictDocument } from '#contract/verdicts.ts';
import { answersOf, scoreOf, unanswered } from '#domain/review/scorecard.ts';
import { choicesForKind, isEnforced, missingFields } from '#domain/review/verdict-form.ts';
import { type Account, recordEvent } from '../../account.ts';
import { instantOf } from '../../ports/clock.ts';
import { findBatch } from '../../storage/batches.ts';
import { type WriteTx, write } from '../../storage/database.ts';
import { removeDraft } from '../../storage/drafts.ts';
import { keepFrozen } from '../../storage/frozen.ts';
import { type ItemRow, setItemState } from '../../storage/items.ts';
import type { ResultOrigin } from '../../storage/results.ts';
import { findWithDecision } from '../../storage/whole-items.ts';
import { nextUndecided } from './queue.ts';

type SubmitInput = z.output<typeof ipcContract.review.submit.input>;
export type Submitted = z.input<typeof ipcContract.review.submit.output>;

/** Who, where and when of a new result; its number comes from the database, in the transaction that uses it. */
export function originOf(tx: WriteTx, account: Account, row: ItemRow) {
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
export function keep(tx: WriteTx, document: ResultDocument, origin: ResultOrigin): void {
  keepFrozen(tx, document, origin, Buffer.from(JSON.stringify(document), 'utf8'));
}

/** Keeps a verdict, moves its item on and ends its draft. */
export function keepVerdict(tx: WriteTx, document: VerdictDocument, origin: 'submit' | 'redo'): void {
  keep(tx, document, origin);
  setItemState(tx, document.item_id, 'decided', document.id);
  removeDraft(tx, document.item_id);
}

/** What a verdict changed, told after its commit. */
export interface Decided {
  /** The item as it was before. */
  readonly row: ItemRow;
  readonly document: VerdictDocument;
  readonly next_id: ItemId | null;
}

/** Tells everybody who counts of a committed verdict. */
export function afterVerdict(account: Account, { row, document, next_id }: Decided): Submitted {
  const { id, batch_id } = document;
  if (row.state !== 'decided') account.progress.adjust(batch_id, 1);
  account.onResult();
  return { result_id: id, next_id, progress: account.progress.of(account.db, batch_id) };
}

function recordVerdict(
  tx: WriteTx,
  account: Account,
  { id, item_id, kind, supersedes, score, choices }: VerdictDocument,
) {
  const { error_class, root_cause, corrected_violation_type, corrected_severity, evidence } = choices;
  recordEvent(tx, account, {
    type: 'verdict',
    item_id,
    result_id: id,
    kind,
    supersedes,
    error_class,
    root_cause,
    corrected_violation_type,
    corrected_severity,
    score,
    evidence_marks: evidence.length,
  });
}

/**
 * What is written for a submission; everything it reads is read in the same transaction.
 * @param bulk names the command when it gives several verdicts; null for one
 */
export function decide(
  tx: WriteTx,
  account: Account,
  input: SubmitInput,
  bulk: BulkId | null,
): Result<Decided, 'item-unknown' | 'field-missing'> {
  const found = findWithDecision(tx, input.item_id);
  if (found === null) return fail('item-unknown', `item ${input.item_id} is not on this device`);
  const { row, decision } = found;
  const enforced = isEnforced(decision);
  const missing = missingFields(input.kind, enforced, input.choices);
  if (missing[0] !== undefined) {
    return fail('field-missing', `${input.kind} needs ${missing.join(', ')}`, { field: missing[0] });
  }
  const card = findBatch(tx, row.batch_id)?.scorecard ?? null;
  const open = unanswered(card, input.choices.scorecard);
  if (open.length > 0) {
    const ids = open.map(({ id }) => id).join(', ');
    return fail('field-missing', `the scorecard of the batch needs answers to ${ids}`, { field: 'scorecard' });
  }
  const scorecard = answersOf(card, input.choices.scorecard);
  const document: VerdictDocument = {
    type: 'verdict',
    ...originOf(tx, account, row),
    kind: input.kind,
    choices: { ...choicesForKind(input.kind, enforced, input.choices), scorecard },
    policy_read: input.policy_read,
    interface_language: account.preferences().language,
    playhead_s: input.playhead_s,
    clip_ordinal: input.clip_ordinal,
    supersedes: row.result_id === null ? null : resultId.parse(row.result_id),
    score: card === null ? null : scoreOf(card, scorecard),
    bulk_id: bulk,
  };
  keepVerdict(tx, document, 'submit');
  recordVerdict(tx, account, document);
  return ok({ row, document, next_id: nextUndecided(tx, row) });
}

/**
 * Saves a verdict: result, item state, outbox row with frozen bytes, session event and the end of the draft in one durable
 * transaction; returns only after it. Deciding again supersedes what counted before.
 */
export function submit(account: Account, input: SubmitInput): Result<Submitted, 'item-unknown' | 'field-missing'> {
  const decided = write(account.db, (tx) => decide(tx, account, input, null));
  return decided.ok ? ok(afterVerdict(account, decided.value)) : decided;
}
