import type { PolicySection } from './sections.ts';

const words = (text: string): string =>
  ` ${text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;

/**
 * The section to read first for a violation type: one that bears its name as id or in its heading, else the first rule after the
 * scope, else the first section; null in an empty text. Ids are the same in both languages, so the answer is too when ids decide.
 */
export function sectionForViolationType(sections: readonly PolicySection[], type: string): string | null {
  const name = words(type);
  const below = sections.filter((section) => section.level > 1);
  const named =
    below.find(({ id }) => words(id) === name) ??
    below.find(({ id }) => words(id).includes(name)) ??
    below.find(({ title }) => words(title).includes(name));
  if (named !== undefined) return named.id;
  const scope = below.findIndex(({ id }) => id === 'scope');
  return below[scope + 1]?.id ?? below[0]?.id ?? sections[0]?.id ?? null;
}
