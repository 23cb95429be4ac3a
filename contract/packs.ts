import { z } from 'zod';
import { policyId, policyVersionLabel, recordId, violationType } from './ids.ts';

/** The files of a review pack, format `lupa-pack/1`. Unknown fields are kept, not refused. */
export const packFormat = 'lupa-pack/1';

export const packManifest = z.looseObject({
  format: z.literal(packFormat),
  name: z.string().min(1).max(300),
  created_at: z.string().max(64).nullish(),
  languages: z.array(z.string().max(35)).nullish(),
  licence: z.string().nullish(),
  attribution: z.string().nullish(),
});
export type PackManifest = z.infer<typeof packManifest>;

export const packPolicy = z.looseObject({
  id: policyId,
  violation_types: z.array(violationType),
  versions: z
    .array(
      z.looseObject({
        version: policyVersionLabel,
        effective_at: z.iso.datetime({ offset: true }),
        files: z.looseObject({ en: z.string().optional(), es: z.string().optional() }),
        summary: z.string().nullish(),
      }),
    )
    .min(1),
});
export const packPolicies = z.array(packPolicy);

export const packModerator = z.looseObject({ id: z.string().min(1).max(200), role: z.string().max(100) });
export const packAnnotation = z.looseObject({
  record: recordId,
  annotator: z.string().max(200),
  label: z.string().max(300),
});
export const packGold = z.looseObject({ record: recordId, violation: z.boolean() });
export const packPrediction = z.looseObject({
  record: recordId,
  model: z.string().max(200),
  version: z.string().max(100),
  label: z.string().max(200),
  score: z.number(),
});
export const packHeat = z.looseObject({
  at: z.string().max(64),
  stream: z.string().max(200),
  rank: z.number().int().positive(),
});

/** Why a line or file of a pack was refused. */
export const importReason = z.enum([
  'not_json',
  'not_utf8',
  'line_too_long',
  'wrong_shape',
  'duplicate_id',
  'same_id_other_content',
  'path_outside_pack',
  'link_refused',
  'hash_mismatch',
  'file_missing',
  'unknown_record',
  'archive_unsafe',
  'archive_damaged',
  'too_large',
]);
export type ImportReason = z.infer<typeof importReason>;

/** One refused line or file, or (`kind: 'notice'`) something worth knowing about an imported one. */
export const importIssue = z.strictObject({
  kind: z.enum(['refused', 'notice']),
  file: z.string(),
  /** From 1; null when the whole file is meant. */
  line: z.number().int().positive().nullable(),
  reason: importReason,
  /** What exactly, in English. */
  detail: z.string(),
});
export type ImportIssue = z.infer<typeof importIssue>;

const tally = z.strictObject({ imported: z.number().int(), unchanged: z.number().int(), refused: z.number().int() });

export const importReport = z.strictObject({
  id: z.string(),
  pack: z.string(),
  state: z.enum(['running', 'done', 'interrupted', 'refused']),
  records: tally,
  objects: tally,
  policies: tally,
  people: tally,
  annotations: tally,
  gold: tally,
  predictions: tally,
  heat: tally,
  issues: z.array(importIssue),
  /** How many issues there are in all; `issues` lists the first thousand. */
  issue_count: z.number().int(),
});
export type ImportReport = z.infer<typeof importReport>;
