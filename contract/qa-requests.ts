import { z } from 'zod';
import { batch, newBatch, recordFilter } from './batches.ts';
import { batchId, instant, personId, requestId, sha256 } from './ids.ts';

const rate = z.number().min(0).max(1);

/**
 * How a sample is drawn. Simple: every record is equally likely. Stratified: so within each stratum, and the strata share the sample in
 * proportion to their size, equally, or where the expected rates make it tell most. Risk-weighted: the likelier the more a record matters.
 * Systematic: every k-th in the order of import.
 */
const drawMethod = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('simple') }),
  z.strictObject({
    method: z.literal('stratified'),
    allocation: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('proportional') }),
      z.strictObject({ kind: z.literal('equal') }),
      z.strictObject({ kind: z.literal('optimal'), expected_rates: z.record(z.string(), rate) }),
    ]),
  }),
  z.strictObject({ method: z.literal('risk_weighted') }),
  z.strictObject({ method: z.literal('systematic') }),
]);

/** How large a sample is to be: a number, or as many as a margin asks for. */
const sampleWish = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('count'), count: z.number().int().positive().max(100_000) }),
  z.strictObject({
    by: z.literal('margin'),
    /** Half the width of the interval, such as 0.05. */
    margin: z.number().positive().max(0.5),
    confidence: z.number().min(0.5).max(0.999),
    /** The share of errors that is expected; 0.5 where nobody knows. */
    expected_rate: z.number().gt(0).lt(1),
  }),
]);

/** What a sample of a request is to be. */
export const sampling = z
  .strictObject({
    how: drawMethod,
    /** What of a record makes its stratum; null unless the draw is stratified. */
    stratify_by: z.enum(['stage', 'surface', 'violation_type', 'language', 'region', 'team']).nullable(),
    size: sampleWish,
  })
  .refine(({ how, stratify_by }) => (how.method === 'stratified') === (stratify_by !== null), {
    message: 'a stratified draw, and no other, says by what',
  });
export type Sampling = z.infer<typeof sampling>;

const count = z.number().int().nonnegative();

/** Something that a person who plans a sample must know before it is drawn (domain/sampling/plan). */
const planNotice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('size_above_population'), asked: count, population: count }),
  z.strictObject({ kind: z.literal('stratum_below_quota'), stratum: z.string(), quota: count, population: count }),
  z.strictObject({ kind: z.literal('stratum_without_sample'), stratum: z.string(), population: count }),
  z.strictObject({ kind: z.literal('single_stratum'), stratum: z.string() }),
]);

/** A sample before it is drawn: what there is, what would be taken, stratum by stratum, and what is to be known about it. */
const planShape = z.strictObject({
  population: count,
  size: count,
  /** The stratum without a name holds records that do not say, or all of them where the draw is not stratified. */
  strata: z.array(z.strictObject({ stratum: z.string(), population: count, size: count })),
  notices: z.array(planNotice),
  /** Why nothing can be drawn, and of what; null when it can. */
  refusal: z.strictObject({ kind: z.string(), of: z.string().nullable() }).nullable(),
});
export type ShownPlan = z.infer<typeof planShape>;

/** What somebody wants to know, of which records, and until when. */
export const newQaRequest = z.strictObject({
  question: z.string().min(1).max(500),
  /** Why it is asked. */
  reason: z.string().max(2000),
  filter: recordFilter,
  due_at: instant.nullable(),
});
export type NewQaRequest = z.infer<typeof newQaRequest>;

/** A sample that was drawn for a request: with its frame, method and seed anybody can draw it again. */
export const qaDraw = z.strictObject({
  batch_id: batchId,
  sampling,
  seed: z.string(),
  frame_hash: sha256,
  plan: planShape,
  drawn_at: instant,
});

export const qaRequest = newQaRequest.extend({
  id: requestId,
  asked_by: personId,
  created_at: instant,
  /** Oldest first. */
  draws: z.array(qaDraw),
});
export type QaRequest = z.infer<typeof qaRequest>;

export const createdRequest = z.strictObject({
  request: qaRequest,
  /** Earlier requests about the same records: perhaps it was asked already. */
  alike: z.array(requestId),
});

/** What a draw would do, without doing it. */
export const samplePreview = z.strictObject({
  plan: planShape,
  frame_hash: sha256,
  /** Half the width of the 95 % interval that a simple draw of this size gives, at the expected rate or at 0.5; null when nothing is drawn. */
  margin: z.number().nullable(),
});

/** Draws a sample into a batch. */
export const newQaDraw = z.strictObject({
  sampling,
  seed: z.string().min(1).max(100),
  /** The frame that the preview showed; another one now is a conflict. Null: whatever there is. */
  frame_hash: sha256.nullable(),
  batch: newBatch.omit({ filter: true, draw: true }),
});
export type NewQaDraw = z.infer<typeof newQaDraw>;

export const drawnSample = z.strictObject({ batch, draw: qaDraw });
