import { z } from 'zod';
import { batchId, instant, itemId, personId, recordId, sha256, violationType } from './ids.ts';
import { moderationRecord, recordStage, recordSurface } from './records.ts';

/** Blind: the original decision is hidden until the verdict. */
export const batchMode = z.enum(['open', 'blind']);
export type BatchMode = z.infer<typeof batchMode>;

const criterionId = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,49}$/);

/** One question of a scorecard. Failing a critical one makes the whole score 0. */
export const scorecardCriterion = z.strictObject({
  id: criterionId,
  title: z.strictObject({ en: z.string().min(1).max(200), es: z.string().min(1).max(200) }),
  weight: z.number().positive().max(1000),
  critical: z.boolean(),
});
export type ScorecardCriterion = z.infer<typeof scorecardCriterion>;

/** What a batch asks of every verdict beside the verdict itself. `domain/review/scorecard.ts` says how it is counted. */
export const scorecard = z.strictObject({
  criteria: z
    .array(scorecardCriterion)
    .min(1)
    .max(20)
    .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'two criteria have the same id'),
});
export type Scorecard = z.infer<typeof scorecard>;

export const batch = z.strictObject({
  id: batchId,
  name: z.string().min(1).max(300),
  mode: batchMode,
  /** 0 (whenever) to 3 (now). Queues are ordered by priority, then due time. */
  priority: z.number().int().min(0).max(3),
  due_at: instant.nullable(),
  created_at: instant,
  /** Null: no scorecard is asked for. */
  scorecard: scorecard.nullable().default(null),
});
export type Batch = z.infer<typeof batch>;

/** Which records a batch is drawn from; absent means any. */
export const recordFilter = z.strictObject({
  stages: z.array(recordStage).optional(),
  surfaces: z.array(recordSurface).optional(),
  violation_types: z.array(violationType).optional(),
  languages: z.array(z.string().max(35)).optional(),
  regions: z.array(z.string().max(35)).optional(),
  teams: z.array(z.string().max(200)).optional(),
  has_clip: z.boolean().optional(),
  record_ids: z.array(recordId).max(10_000).optional(),
  import_id: z.string().optional(),
});
export type RecordFilter = z.infer<typeof recordFilter>;

/** How the drawn records are ordered and chosen. `random` is repeatable by its seed; `pack_order` is the order of import. */
export const draw = z.discriminatedUnion('method', [
  z.strictObject({
    method: z.literal('random'),
    size: z.number().int().positive().max(100_000),
    seed: z.string().min(1).max(100),
  }),
  z.strictObject({ method: z.literal('pack_order'), size: z.number().int().positive().max(100_000) }),
]);
export type Draw = z.infer<typeof draw>;

export const newBatch = z.strictObject({
  name: batch.shape.name,
  mode: batchMode,
  priority: batch.shape.priority,
  due_at: instant.nullable(),
  filter: recordFilter,
  draw,
  /** Records are dealt out to these people in turn. */
  assignees: z.array(personId).min(1).max(1000),
  scorecard: scorecard.nullable().default(null),
});
export type NewBatch = z.infer<typeof newBatch>;

/** A clip of a record as the hub holds it: stored under its hash, or named by the record but never delivered. */
export const itemClip = z.strictObject({
  /** Place in the record's list, from 0. */
  ordinal: z.number().int().nonnegative(),
  sha256: sha256.nullable(),
  bytes: z.number().int().nonnegative().nullable(),
  mime: z.string().nullable(),
  duration_s: z.number().nonnegative().nullable(),
});
export type ItemClip = z.infer<typeof itemClip>;

/** One record to decide on, in one batch, for one person. */
export const item = z.strictObject({
  id: itemId,
  batch_id: batchId,
  record_id: recordId,
  assignee: personId,
  /** Place in the batch, from 0; the queue follows it. */
  position: z.number().int().nonnegative(),
  /** 1 for a first look. */
  round: z.number().int().positive(),
  clips: z.array(itemClip),
  record: moderationRecord,
});
export type Item = z.infer<typeof item>;

export const batchProgress = z.strictObject({ total: z.number().int(), decided: z.number().int() });

export const batchAssignment = z.strictObject({ item_ids: z.array(itemId).min(1).max(10_000), assignee: personId });

export const batchOverview = z.strictObject({
  batch,
  progress: batchProgress,
  assignees: z.array(
    z.strictObject({ person_id: personId, name: z.string(), total: z.number().int(), decided: z.number().int() }),
  ),
});
