import { z } from 'zod';
import {
  batchId,
  deviceId,
  instant,
  itemId,
  language,
  personId,
  recordId,
  resultId,
  sha256,
  violationType,
} from './ids.ts';
import { policyRead } from './policies.ts';

/** What a reviewer can answer. `domain/review/verdict-form.ts` says which fields each kind needs. */
export const verdictKind = z.enum([
  'uphold',
  'overturn',
  'wrong_action',
  'wrong_violation_type',
  'insufficient_evidence',
  'policy_gap',
  'escalate',
]);
export type VerdictKind = z.infer<typeof verdictKind>;

/** Harm level, 0 (none) to 5 (worst). */
export const severity = z.number().int().min(0).max(5);

/** What the reviewer chose; the same shape in the form, the draft and the verdict. */
export const verdictChoices = z.strictObject({
  corrected_action: z.string().min(1).max(100).nullable(),
  corrected_violation_type: violationType.nullable(),
  corrected_severity: severity.nullable(),
  note: z.string().max(4000),
  /** Set aside for a second pair of eyes; carried with the verdict. */
  flagged: z.boolean(),
});
export type VerdictChoices = z.infer<typeof verdictChoices>;

const origin = {
  id: resultId,
  item_id: itemId,
  batch_id: batchId,
  record_id: recordId,
  round: z.number().int().positive(),
  person_id: personId,
  device_id: deviceId,
  /** Counts every result of a device from 1; order comes from here, never from clocks. */
  device_seq: z.number().int().positive(),
  /** By the device's clock. */
  decided_at: instant,
};

/** A verdict as it is frozen on disk and sent: these exact bytes, whose SHA-256 travels with them. */
export const verdictDocument = z.strictObject({
  type: z.literal('verdict'),
  ...origin,
  kind: verdictKind,
  choices: verdictChoices,
  policy_read: policyRead.nullable(),
  interface_language: language,
  /** Where the clip stood, in seconds, and which clip. */
  playhead_s: z.number().nonnegative().nullable(),
  clip_ordinal: z.number().int().nonnegative().nullable(),
  /** The result this one takes the place of, when the reviewer decided again. */
  supersedes: resultId.nullable(),
});
export type VerdictDocument = z.infer<typeof verdictDocument>;

/** An undo: the item is open again, and the verdict it names stays on record. */
export const withdrawalDocument = z.strictObject({ type: z.literal('withdrawal'), ...origin, supersedes: resultId });
export type WithdrawalDocument = z.infer<typeof withdrawalDocument>;

/** Everything that a reviewer's device sends up as a decision. */
export const resultDocument = z.discriminatedUnion('type', [verdictDocument, withdrawalDocument]);
export type ResultDocument = z.infer<typeof resultDocument>;

/** One entry of a push: the frozen bytes as text, and their hash. */
export const resultEnvelope = z.strictObject({ id: resultId, sha256, body: z.string().max(64 * 1024) });
export type ResultEnvelope = z.infer<typeof resultEnvelope>;

/** How many results one push may carry. */
export const maxResultsPerPush = 100;
