import { z } from 'zod';
import { batch, batchProgress, item, itemClip } from './batches.ts';
import { batchId, instant, itemId, recordId, resultId } from './ids.ts';
import { policyChoice } from './policies.ts';
import { moderationRecord } from './records.ts';
import { coreCall } from './rpc.ts';
import { verdictChoices, verdictDocument, verdictKind } from './verdicts.ts';

const nothing = z.strictObject({});

/** What a reviewer has begun on an item: survives a kill, goes away with the verdict. */
export const draft = z.strictObject({
  kind: verdictKind.nullable(),
  choices: verdictChoices,
  playhead_s: z.number().nonnegative().nullable(),
  clip_ordinal: z.number().int().nonnegative().nullable(),
});
export type Draft = z.infer<typeof draft>;

/** Where a clip stands on this device. `url` plays it (own protocol, no network). */
export const clipView = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('ready'), clip: itemClip, url: z.string() }),
  z.strictObject({ state: z.literal('waiting'), clip: itemClip, bytes_have: z.number().int().nonnegative() }),
  z.strictObject({
    state: z.literal('failed'),
    clip: itemClip,
    code: z.enum(['clip-hash-mismatch', 'not-found', 'disk-full']),
  }),
  z.strictObject({ state: z.literal('missing'), clip: itemClip }),
]);
export type ClipView = z.infer<typeof clipView>;

/** A verdict as the strip of the last ten and the item show it. */
export const verdictView = z.strictObject({
  result_id: resultId,
  item_id: itemId,
  batch_id: batchId,
  record_id: recordId,
  position: z.number().int().nonnegative(),
  kind: verdictKind,
  decided_at: instant,
  upload: z.enum(['pending', 'acked', 'superseded', 'parked']),
});
export type VerdictView = z.infer<typeof verdictView>;

/**
 * One item, ready to be looked at. In a blind batch and without a verdict, `record.decision`, `record.appeal` and the model
 * signals are taken out by the core and `blinded` is true; `enforced` still says whether anything was done at all.
 */
export const itemView = z.strictObject({
  item: item.omit({ record: true, clips: true }),
  batch,
  record: moderationRecord,
  blinded: z.boolean(),
  enforced: z.boolean(),
  clips: z.array(clipView),
  /** For the original decision's violation type (or the draft's); null when no policy covers it or blinded. */
  policy: policyChoice.nullable(),
  draft: draft.nullable(),
  verdict: verdictDocument.nullable(),
  skipped: z.boolean(),
  previous_id: itemId.nullable(),
  next_id: itemId.nullable(),
});
export type ItemView = z.infer<typeof itemView>;

/** What the next undo would take back, or the next redo give again. */
export const verdictStep = z.strictObject({
  item_id: itemId,
  record_id: recordId,
  position: z.number().int().nonnegative(),
  kind: verdictKind,
  /** How many verdicts go with it: more than one when they were given together. */
  count: z.number().int().positive(),
});
export type VerdictStep = z.infer<typeof verdictStep>;

/**
 * Another record of the same subject on this device. `decision` is null when none came or it must stay hidden (`blinded`): the record
 * waits undecided in a blind batch.
 */
export const historyEntry = z.strictObject({
  item_id: itemId,
  batch_id: batchId,
  batch_name: z.string(),
  record_id: recordId,
  position: z.number().int().nonnegative(),
  stage: moderationRecord.shape.stage,
  surface: moderationRecord.shape.surface,
  occurred_at: z.string().nullable(),
  title: z.string().nullable(),
  /** The first words of the transcript. */
  words: z.string(),
  clips: z.number().int().nonnegative(),
  blinded: z.boolean(),
  decision: z
    .strictObject({
      action: z.string().nullable(),
      violation_type: z.string().nullable(),
      severity: z.number().nullable(),
      at: z.string().nullable(),
    })
    .nullable(),
  verdict: z.strictObject({ result_id: resultId, kind: verdictKind, decided_at: instant }).nullable(),
  /** The kinds that may be given to it together with others: none when it is decided, blind or asks for a scorecard. */
  bulk_kinds: z.array(verdictKind),
});
export type HistoryEntry = z.infer<typeof historyEntry>;

/** How many verdicts one command may give. */
export const maxBulk = 50;

/** What a decision leaves behind: the verdict is on disk; this is where to go. */
export const submitted = z.strictObject({ result_id: resultId, next_id: itemId.nullable(), progress: batchProgress });

/** The calls about review; part of `ipcContract`. */
export const reviewCalls = {
  /**
   * Where to go on: the item last open, else the first undecided one; null when there is nothing to do. `item` is that item at once, so that
   * whoever comes back waits for one answer and not for two; null when it cannot be shown, and `review.item` says why.
   */
  resume: coreCall(
    z.strictObject({ batch_id: batchId.nullable() }),
    z.strictObject({ item_id: itemId.nullable(), item: itemView.nullable() }),
  ),
  item: coreCall(z.strictObject({ item_id: itemId }), itemView, ['item-unknown', 'item-revoked']),
  saveDraft: coreCall(z.strictObject({ item_id: itemId, draft }), nothing, ['item-unknown']),
  submit: coreCall(
    z.strictObject({
      item_id: itemId,
      kind: verdictKind,
      choices: verdictChoices,
      policy_read: verdictDocument.shape.policy_read,
      playhead_s: verdictDocument.shape.playhead_s,
      clip_ordinal: verdictDocument.shape.clip_ordinal,
    }),
    submitted,
    ['item-unknown', 'field-missing', 'durability-refused'],
  ),
  /** Takes the newest verdict back (or the given item's): the item is open again with its choices as draft. */
  undo: coreCall(
    z.strictObject({ item_id: itemId.nullable() }),
    z.strictObject({ item_id: itemId, kind: verdictKind, count: z.number().int().positive() }),
    ['nothing-to-undo', 'durability-refused'],
  ),
  redo: coreCall(
    nothing,
    submitted.extend({ item_id: itemId, kind: verdictKind, count: z.number().int().positive() }),
    ['nothing-to-redo', 'durability-refused'],
  ),
  skip: coreCall(z.strictObject({ item_id: itemId }), z.strictObject({ next_id: itemId.nullable() }), ['item-unknown']),
  /** The newest verdicts, newest first. */
  recent: coreCall(z.strictObject({ limit: z.number().int().min(1).max(50) }), z.array(verdictView)),
  /** What undo and redo would do next; null when there is nothing. */
  steps: coreCall(nothing, z.strictObject({ undo: verdictStep.nullable(), redo: verdictStep.nullable() })),
  /** Other records of the item's subject on this device, newest first. */
  history: coreCall(z.strictObject({ item_id: itemId }), z.array(historyEntry), ['item-unknown']),
  /** What stands beside these items when several are decided together; items that are not here are left out. */
  contexts: coreCall(z.strictObject({ item_ids: z.array(itemId).max(maxBulk) }), z.array(historyEntry)),
  /**
   * Gives one kind to several undecided items, one transaction each; one undo takes all of them back. Items that may not be decided
   * together (`bulk_kinds`) are left as they are and named in `refused`.
   */
  bulk: coreCall(
    z.strictObject({ item_ids: z.array(itemId).min(1).max(maxBulk), kind: verdictKind }),
    z.strictObject({ given: z.array(itemId), refused: z.array(itemId) }),
    ['durability-refused'],
  ),
} as const;
