import { z } from 'zod';
import { instant, language, policyId, policyVersionLabel, sha256, violationType } from './ids.ts';

/** One language of one version: Markdown, and its hash as the import saw it. */
export const policyText = z.strictObject({ markdown: z.string(), sha256 });

/** A version of a policy; a language that was not delivered is absent, never filled with another. */
export const policyVersion = z.strictObject({
  policy_id: policyId,
  version: policyVersionLabel,
  violation_types: z.array(violationType),
  effective_at: instant,
  summary: z.string().nullable(),
  texts: z.partialRecord(language, policyText),
});
export type PolicyVersion = z.infer<typeof policyVersion>;

/** Which text a reviewer had open when they decided. */
export const policyRead = z.strictObject({ policy_id: policyId, version: policyVersionLabel, language });
export type PolicyRead = z.infer<typeof policyRead>;
