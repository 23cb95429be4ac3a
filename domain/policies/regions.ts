import type { PolicySection } from './sections.ts';

/**
 * Localised practice: a heading (`### Mexico {#region-mx}`) or a list item (`- **Mexico and Colombia:** … {#region-mx-co}`) whose
 * mark names the countries it is for, in ISO 3166 letters.
 */
const ITEM_MARK = /\{#region-([a-z]{2}(?:-[a-z]{2})*)\}$/;
const SECTION_ID = /^region-([a-z]{2}(?:-[a-z]{2})*)$/;

/** One note for some countries. */
export interface RegionNote {
  /** The section it stands in. */
  readonly sectionId: string;
  readonly countries: readonly string[];
  readonly markdown: string;
}

function countriesOf(codes: string): readonly string[] {
  return codes.toUpperCase().split('-');
}

/** A line without its mark; one that has none stays as it is. */
function withoutMark(line: string): string {
  const trimmed = line.trimEnd();
  return ITEM_MARK.test(trimmed) ? trimmed.replace(ITEM_MARK, '').trimEnd() : line;
}

/** A list item begins with its bullet and goes on over the indented lines below it. */
function itemsOf(body: string): string[] {
  const items: string[] = [];
  let isItem = false;
  for (const line of body.split('\n')) {
    if (/^[-*+]\s+/.test(line)) {
      items.push(line.replace(/^[-*+]\s+/, ''));
      isItem = true;
    } else if (isItem && /^\s+\S/.test(line)) {
      items.push(`${items.pop() ?? ''} ${line.trim()}`);
    } else {
      isItem = false;
    }
  }
  return items;
}

function notesOf({ id, body }: PolicySection): RegionNote[] {
  const own = SECTION_ID.exec(id)?.[1];
  if (own !== undefined) return [{ sectionId: id, countries: countriesOf(own), markdown: withoutRegionMarks(body) }];
  return itemsOf(body).flatMap((item) => {
    const codes = ITEM_MARK.exec(item.trimEnd())?.[1];
    if (codes === undefined) return [];
    return [{ sectionId: id, countries: countriesOf(codes), markdown: withoutMark(item) }];
  });
}

/** Every note of a text that is for the country of a region (`MX`, `US-CA`), in the order of the text; none without a region. */
export function notesForRegion(
  sections: readonly PolicySection[],
  region: string | null | undefined,
): readonly RegionNote[] {
  const country = region?.split('-')[0]?.toUpperCase() ?? '';
  return sections.flatMap(notesOf).filter((note) => note.countries.includes(country));
}

/** A text as it is read, without the marks on its list items. */
export function withoutRegionMarks(markdown: string): string {
  return markdown.split('\n').map(withoutMark).join('\n');
}
