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

/** A section of a text that a verdict rests on. */
export const policyCitation = policyRead.extend({ section_id: z.string().min(1).max(200) });
export type PolicyCitation = z.infer<typeof policyCitation>;

/** How the languages of a version stand to each other. Nothing is ever shown in the place of a missing or lagging text. */
export const policyTranslation = z.strictObject({
  /** Sections that were changed in the other language (with version `since`) and not in this one. */
  stale: z.array(z.strictObject({ section_id: z.string(), language, since: z.string() })),
  /** For a language that this version lacks: the newest earlier version that has it. */
  older: z.partialRecord(language, z.string()),
});

/** A section found by its words. Hits are data: pieces of text, each a hit or not. */
export const policyHit = z.strictObject({
  policy_id: policyId,
  version: policyVersionLabel,
  language,
  section_id: z.string(),
  policy_title: z.string(),
  /** Whether no newer version of the policy is on this device. */
  newest: z.boolean(),
  title: z.array(z.strictObject({ text: z.string(), hit: z.boolean() })),
  snippet: z.array(z.strictObject({ text: z.string(), hit: z.boolean() })),
});
export type PolicyHit = z.infer<typeof policyHit>;

/** The policy that governs an item: the version in force when the moderator decided, and newer ones by label. */
export const policyChoice = z.strictObject({
  policy: policyVersion,
  versions: z.array(policyVersionLabel),
  translation: policyTranslation,
});
