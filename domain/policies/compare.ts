import { plainText } from './plain-text.ts';
import { pairSections, type PolicySection } from './sections.ts';

/** A section in two versions of a text. */
export interface ComparedSection {
  readonly id: string;
  readonly state: 'same' | 'changed' | 'added' | 'removed';
  readonly title: { readonly before: string; readonly after: string };
  /** Plain words, empty where the section is not there. */
  readonly body: { readonly before: string; readonly after: string };
}

/** Numbers of headings move when a section is put in before them; that is no change of the rule. */
function unnumbered(title: string): string {
  return title.replace(/^\d+(?:\.\d+)*[.)]?\s+/, '');
}

/** The sections of two versions side by side, in the newer one's order; removed ones stay where they were. */
export function compareSections(
  before: readonly PolicySection[],
  after: readonly PolicySection[],
): readonly ComparedSection[] {
  return pairSections(after, before).map(({ id, left: now, right: old }) => {
    const body = { before: plainText(old?.body ?? ''), after: plainText(now?.body ?? '') };
    const title = { before: old?.title ?? '', after: now?.title ?? '' };
    const isSame = body.before === body.after && unnumbered(title.before) === unnumbered(title.after);
    const state = old === null ? 'added' : now === null ? 'removed' : isSame ? 'same' : 'changed';
    return { id, state, title, body };
  });
}

/** The version to compare with at first: the one before the shown one, or after the first; null when there is no other. */
export function comparedWith(versions: readonly string[], shown: string): string | null {
  const place = versions.indexOf(shown);
  return versions[place - 1] ?? versions[place + 1] ?? null;
}

/** Older first, by the order of the versions. */
export function inOrder(versions: readonly string[], one: string, other: string): readonly [string, string] {
  return versions.indexOf(one) <= versions.indexOf(other) ? [one, other] : [other, one];
}
