import { z } from 'zod';
import {
  batchId,
  bulkId,
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
import { policyCitation, policyRead } from './policies.ts';

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

/** A place in a clip that carries the verdict: a moment (`to_s` null) or a stretch, in seconds of the clip. */
export const evidenceMark = z
  .strictObject({
    clip_ordinal: z.number().int().nonnegative(),
    from_s: z.number().nonnegative(),
    to_s: z.number().nonnegative().nullable(),
    note: z.string().max(200),
  })
  .refine(({ from_s, to_s }) => to_s === null || to_s >= from_s, { error: 'a stretch ends before it begins' });
export type EvidenceMark = z.infer<typeof evidenceMark>;

/** How many marks one verdict may carry. */
export const maxEvidenceMarks = 100;

/** What went wrong in the original decision; `domain/review/error-class.ts` proposes one. */
export const errorClass = z.enum(['false_positive', 'false_negative', 'wrong_selection', 'technical_error']);
export type ErrorClass = z.infer<typeof errorClass>;

/** Why it went wrong, as far as the reviewer can tell. */
export const rootCause = z.enum(['knowledge', 'policy_ambiguity', 'tool', 'attention', 'language', 'missing_context']);
export type RootCause = z.infer<typeof rootCause>;

/** An answer to one criterion of a scorecard; `na`: it does not apply to this record. */
export const scorecardAnswer = z.enum(['yes', 'no', 'na']);
export type ScorecardAnswer = z.infer<typeof scorecardAnswer>;

/** What the reviewer chose; the same shape in the form, the draft and the verdict. */
export const verdictChoices = z.strictObject({
  corrected_action: z.string().min(1).max(100).nullable(),
  corrected_violation_type: violationType.nullable(),
  corrected_severity: severity.nullable(),
  note: z.string().max(4000),
  /** Set aside for a second pair of eyes; carried with the verdict. */
  flagged: z.boolean(),
  error_class: errorClass.nullable().default(null),
  root_cause: rootCause.nullable().default(null),
  /** Answers to the batch's scorecard by criterion id; empty when it asks for none. */
  scorecard: z.record(z.string().max(50), scorecardAnswer).default({}),
  /** Policy sections that the verdict rests on, in the order in which they were cited. Absent before citations existed. */
  citations: z.array(policyCitation).max(20).default([]),
  /** In the order in which they were set. Results from before there were marks have none. */
  evidence: z.array(evidenceMark).max(maxEvidenceMarks).default([]),
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
  /** What the scorecard comes to, 0 to 1; null without one, or when no criterion applied. */
  score: z.number().min(0).max(1).nullable().default(null),
  /** Set on verdicts that were given together, by one command. */
  bulk_id: bulkId.nullable().default(null),
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
