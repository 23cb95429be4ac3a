import type { z } from 'zod';
import type { Item } from '#contract/batches.ts';
import { clipUrl } from '#contract/core-link.ts';
import { type ItemId, itemId } from '#contract/ids.ts';
import type { ipcContract } from '#contract/ipc.ts';
import type { ClipView, Draft, VerdictView } from '#contract/review.ts';
import { verdictView } from '#contract/review.ts';
import { fail, ok, type Result } from '#contract/result.ts';
import { readMoment } from '#domain/policies/in-force.ts';
import { blindRecord } from '#domain/review/blind-view.ts';
import { isEnforced } from '#domain/review/verdict-form.ts';
import type { Account } from '../../account.ts';
import { listBatches } from '../../storage/batches.ts';
import { findClip } from '../../storage/clips.ts';
import { type ReadDb, write } from '../../storage/database.ts';
import { findDraft, putDraft } from '../../storage/drafts.ts';
import { findItem } from '../../storage/items.ts';
import { findWhole } from '../../storage/whole-items.ts';
import { findVerdict, recentVerdicts } from '../../storage/results.ts';
import { governingChoice } from '../policies.ts';
import { nextUndecided, previousInQueue, resume } from './queue.ts';

type ItemView = z.input<typeof ipcContract.review.item.output>;

function clipViews(db: ReadDb, item: Item): ClipView[] {
  return item.clips.map((clip) => {
    const row = clip.sha256 === null ? null : findClip(db, clip.sha256);
    if (clip.sha256 === null || row === null) return { state: 'missing', clip };
    if (row.state === 'ready') return { state: 'ready', clip, url: clipUrl(clip.sha256) };
    if (row.state === 'failed' && row.code !== null) return { state: 'failed', clip, code: row.code };
    return { state: 'waiting', clip, bytes_have: row.bytes_have };
  });
}

/** The policy beside the record: of the type in the draft, else of the decision, which a blind reviewer must not learn. */
function policyBeside(account: Account, item: Item, draft: Draft | null, blinded: boolean): ItemView['policy'] {
  const decision = blinded ? null : item.record.decision;
  const type = draft?.choices.corrected_violation_type ?? decision?.violation_type ?? null;
  if (type === null) return null;
  const at = readMoment(decision?.at) ?? readMoment(item.record.occurred_at) ?? account.ports.clock.now();
  return governingChoice(account.db, type, decision?.policy, at);
}

/**
 * Everything the review screen shows of an item; pages ask for it ahead, too. In a blind batch nothing of the original decision is in it
 * before the verdict.
 */
export function viewItem(account: Account, id: ItemId): Result<ItemView, 'item-unknown' | 'item-revoked'> {
  const { db } = account;
  const whole = findWhole(db, id);
  if (whole === null && findItem(db, id) !== null) return fail('item-revoked', `item ${id} was taken back by the hub`);
  const { row, item } = whole ?? { row: null, item: null };
  const batch = listBatches(db).find((each) => each.id === row?.batch_id);
  if (row === null || item === null || batch === undefined)
    return fail('item-unknown', `item ${id} is not on this device`);
  const { record, clips: _clips, ...withoutRecord } = item;
  const verdict = row.result_id === null ? null : findVerdict(db, row.result_id);
  const blinded = batch.mode === 'blind' && verdict === null;
  const draft = findDraft(db, id);
  return ok({
    item: withoutRecord,
    batch,
    record: blinded ? blindRecord(record) : record,
    blinded,
    enforced: isEnforced(record.decision),
    clips: clipViews(db, item),
    policy: policyBeside(account, item, draft, blinded),
    draft,
    verdict,
    skipped: row.state === 'skipped',
    previous_id: previousInQueue(db, row),
    next_id: nextUndecided(db, row),
  });
}

/** Where to go on, and what is there. */
export function resumeWithItem(
  account: Account,
  batchId: string | null,
): z.input<typeof ipcContract.review.resume.output> {
  const item_id = resume(account, batchId);
  const view = item_id === null ? null : viewItem(account, item_id);
  return { item_id, item: view?.ok ? view.value : null };
}

/** Keeps what was begun on an item. A decided item keeps its verdict; the draft stands beside it until it is decided again. */
export function saveDraft(account: Account, id: ItemId, draft: Draft): Result<Record<string, never>, 'item-unknown'> {
  const row = findItem(account.db, id);
  if (row === null || row.state === 'removed') return fail('item-unknown', `item ${id} is not on this device`);
  write(account.db, (tx) => putDraft(tx, id, draft));
  return ok({});
}

/** The newest verdicts that count, newest first, with how far each has come. */
export function recent(account: Account, limit: number): VerdictView[] {
  return recentVerdicts(account.db, limit).map(({ verdict, position, upload }) =>
    verdictView.parse({
      result_id: verdict.id,
      item_id: itemId.parse(verdict.item_id),
      batch_id: verdict.batch_id,
      record_id: verdict.record_id,
      position,
      kind: verdict.kind,
      decided_at: verdict.decided_at,
      upload: upload === 'in_flight' ? 'pending' : upload,
    }),
  );
}
