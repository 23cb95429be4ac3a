import type { ReactElement } from 'react';
import Markdown from 'react-markdown';
import rehypeSanitize from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import type { PolicyVersion } from '#contract/policies.ts';
import type { Language } from '#contract/ids.ts';
import { withoutRegionMarks } from '#domain/policies/regions.ts';
import { type PolicySection, splitSections } from '#domain/policies/sections.ts';

/** A section with its text already turned into elements. */
export interface ReadySection extends PolicySection {
  readonly content: ReactElement;
}

/** A wide table scrolls by itself; focusable, so that the keyboard can do it too. */
const tableArea = { tabIndex: 0, role: 'group' } as const;

/** Links of a policy lead out of the workstation, which has no network: they are shown as words with their address. */
const components = {
  a: ({ children, href }: { children?: React.ReactNode; href?: string | undefined }) => (
    <span title={href}>{children}</span>
  ),
  img: ({ alt }: { alt?: string | undefined }) => <em>{alt}</em>,
  table: ({ children }: { children?: React.ReactNode }) => (
    <div data-table {...tableArea}>
      <table>{children}</table>
    </div>
  ),
};

/** Markdown as elements: sanitised, and nothing in it leads out of the page. */
export function markdownElements(markdown: string): ReactElement {
  return Markdown({ children: markdown, remarkPlugins: [remarkGfm], rehypePlugins: [rehypeSanitize], components });
}

const ready = new Map<string, readonly ReadySection[]>();
const MOST_KEPT = 60;

/**
 * The sections of one language of a version, parsed once: parsing takes longer than a frame, and the same few texts come up
 * with item after item. Null when that language was not delivered.
 */
export function readySections(policy: PolicyVersion, language: Language): readonly ReadySection[] | null {
  const text = policy.texts[language];
  if (text === undefined) return null;
  const key = `${policy.policy_id}@${policy.version}.${language}.${text.sha256}`;
  const kept = ready.get(key);
  if (kept !== undefined) return kept;
  const sections = splitSections(text.markdown).map((section) => ({
    ...section,
    content: markdownElements(withoutRegionMarks(section.body)),
  }));
  if (ready.size >= MOST_KEPT) ready.delete(ready.keys().next().value ?? '');
  ready.set(key, sections);
  return sections;
}
