import type { ReactElement } from 'react';
import type { PolicyVersion } from '#contract/policies.ts';
import type { Language } from '#contract/ids.ts';
import { withoutRegionMarks } from '#domain/policies/regions.ts';
import { type PolicySection, splitSections } from '#domain/policies/sections.ts';
import { markdownElements } from './markdown.tsx';

/** A section whose text is turned into elements once, when it is first shown or made ready. */
export interface ReadySection extends PolicySection {
  readonly content: () => ReactElement;
}

function once(markdown: string): () => ReactElement {
  let made: ReactElement | null = null;
  return () => (made ??= markdownElements(markdown));
}

const ready = new Map<string, readonly ReadySection[]>();
const MOST_KEPT = 60;

/** The sections of one language of a version: the same few texts come up with item after item. Null when that language was not delivered. */
export function readySections(policy: PolicyVersion, language: Language): readonly ReadySection[] | null {
  const text = policy.texts[language];
  if (text === undefined) return null;
  const key = `${policy.policy_id}@${policy.version}.${language}.${text.sha256}`;
  const kept = ready.get(key);
  if (kept !== undefined) return kept;
  const sections = splitSections(text.markdown).map((section) => ({
    ...section,
    content: once(withoutRegionMarks(section.body)),
  }));
  if (ready.size >= MOST_KEPT) ready.delete(ready.keys().next().value ?? '');
  ready.set(key, sections);
  return sections;
}

/** Turns a text into elements before it is needed. */
export function warmSections(policy: PolicyVersion, language: Language): void {
  for (const section of readySections(policy, language) ?? []) section.content();
}
