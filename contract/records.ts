import { z } from 'zod';
import { recordId, sha256 } from './ids.ts';

/**
 * A moderation record as a review pack holds it (`lupa-pack/1`). Only `id`, `stage` and `surface` are required; every
 * other field may be absent or null, and fields nobody here knows are kept as they came.
 */
const text = (max: number) => z.string().max(max);

export const recordStage = z.enum(['live', 'post_ban']);
export type RecordStage = z.infer<typeof recordStage>;

export const recordSurface = z.enum(['live', 'post', 'profile', 'chat']);

export const clipReference = z.looseObject({
  path: text(1024).min(1),
  sha256: sha256.nullish(),
  mime: text(255).nullish(),
  duration_s: z.number().nonnegative().nullish(),
});
export type ClipReference = z.infer<typeof clipReference>;

export const transcriptLine = z.looseObject({
  /** Seconds from the start of the first clip. */
  t: z.number().nullish(),
  speaker: text(200).nullish(),
  language: text(35).nullish(),
  text: text(20_000),
});
export type TranscriptLine = z.infer<typeof transcriptLine>;

/** A hint that came with the record. Kinds seen so far: `model`, `report`; others are shown by their name. */
export const recordSignal = z.looseObject({
  kind: text(100),
  name: text(200).nullish(),
  version: text(100).nullish(),
  label: text(200).nullish(),
  score: z.number().nullish(),
  reason: text(200).nullish(),
  count: z.number().int().nonnegative().nullish(),
});
export type RecordSignal = z.infer<typeof recordSignal>;

export const originalDecision = z.looseObject({
  /** What was done, such as `ban_7d`, `warn` or `no_action`. */
  action: text(100).nullish(),
  violation_type: text(100).nullish(),
  /** 0 (none) to 5 (worst). */
  severity: z.number().int().min(0).max(5).nullish(),
  /** `<policy>@<version>` the decision was taken under. */
  policy: text(300).nullish(),
  moderator: text(200).nullish(),
  team: text(200).nullish(),
  at: text(64).nullish(),
});
export type OriginalDecision = z.infer<typeof originalDecision>;

export const moderationRecord = z.looseObject({
  id: recordId,
  stage: recordStage,
  surface: recordSurface,
  subject: z
    .looseObject({
      id: text(200).nullish(),
      handle: text(300).nullish(),
      region: text(35).nullish(),
      language: text(35).nullish(),
    })
    .nullish(),
  stream: z
    .looseObject({
      id: text(200).nullish(),
      title: text(2000).nullish(),
      started_at: text(64).nullish(),
      viewers: z.number().nonnegative().nullish(),
      heat_rank: z.number().nonnegative().nullish(),
    })
    .nullish(),
  occurred_at: text(64).nullish(),
  clips: z.array(clipReference).max(50).nullish(),
  transcript: z.array(transcriptLine).max(20_000).nullish(),
  signals: z.array(recordSignal).max(500).nullish(),
  decision: originalDecision.nullish(),
  appeal: z.looseObject({ status: text(100).nullish() }).nullish(),
});
export type ModerationRecord = z.infer<typeof moderationRecord>;
