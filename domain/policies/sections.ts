import { policyBody } from './front-matter.ts';

/** A part of a policy text under one heading. The id is the same in every language of a version. */
export interface PolicySection {
  readonly id: string;
  /** 1 to 6; 0 for text before the first heading. */
  readonly level: number;
  readonly title: string;
  /** The text below the heading, without it. */
  readonly body: string;
}

const HEADING = /^(#{1,6})\s+(\S.*)$/;
const EXPLICIT_ID = /\{#([\w-]+)\}$/;
const NUMBER = /^(\d+(?:\.\d+)*)[.)]?\s/;
const FENCE = /^\s{0,3}(`{3,}|~{3,})/;

function closesFence(fence: string, line: string): boolean {
  const mark = FENCE.exec(line)?.[1];
  return mark !== undefined && mark.startsWith(fence);
}

/**
 * Without an explicit `{#id}` a section is known by its number (`2.1`), else by its place (`h2-3`: the third heading of
 * level 2), because titles differ between languages and places do not.
 */
function idOf(title: string, level: number, places: Map<number, number>): string {
  const place = (places.get(level) ?? 0) + 1;
  places.set(level, place);
  const number = NUMBER.exec(title)?.[1];
  return number === undefined ? `h${level}-${place}` : `n${number}`;
}

interface Open {
  id: string;
  level: number;
  title: string;
  lines: string[];
}

/** A title without the `#` that may close a heading. A title of nothing else stays. */
function withoutClosing(title: string): string {
  const trimmed = title.trimEnd();
  let end = trimmed.length;
  while (trimmed[end - 1] === '#') end -= 1;
  return end === 0 ? trimmed : trimmed.slice(0, end).trimEnd();
}

/** Reads one heading; null when the line is none. */
function headingOf(line: string, places: Map<number, number>): Open | null {
  const heading = HEADING.exec(line);
  if (heading?.[1] === undefined || heading[2] === undefined) return null;
  const written = withoutClosing(heading[2]);
  const explicit = EXPLICIT_ID.exec(written)?.[1];
  const title = written.replace(EXPLICIT_ID, '').trimEnd();
  const level = heading[1].length;
  const placed = idOf(title, level, places);
  return { id: explicit ?? placed, level, title, lines: [] };
}

/** Splits a policy's Markdown at its headings (not those inside code fences). Ids are made unique. */
export function splitSections(markdown: string): readonly PolicySection[] {
  const places = new Map<number, number>();
  const found: Open[] = [{ id: 'top', level: 0, title: '', lines: [] }];
  let fence: string | null = null;
  for (const line of policyBody(markdown).markdown.split(/\r?\n/)) {
    if (fence !== null) {
      if (closesFence(fence, line)) fence = null;
    } else {
      fence = FENCE.exec(line)?.[1] ?? null;
    }
    const opened = fence === null ? headingOf(line, places) : null;
    if (opened === null) found.at(-1)?.lines.push(line);
    else found.push(opened);
  }
  const seen = new Map<string, number>();
  return found
    .map(({ lines, ...section }) => ({ ...section, body: lines.join('\n').trim() }))
    .filter((section) => section.level > 0 || section.body !== '')
    .map((section) => {
      const times = (seen.get(section.id) ?? 0) + 1;
      seen.set(section.id, times);
      return times === 1 ? section : { ...section, id: `${section.id}-${times}` };
    });
}

/** A row of the side-by-side view: the same section in both languages, either of which may lack it. */
export interface SectionPair {
  readonly id: string;
  readonly left: PolicySection | null;
  readonly right: PolicySection | null;
}

/** Pairs two texts by section id, in the left one's order; what only the right one has stays after its predecessor. */
export function pairSections(left: readonly PolicySection[], right: readonly PolicySection[]): readonly SectionPair[] {
  const rightById = new Map(right.map((section) => [section.id, section]));
  const pairs: SectionPair[] = left.map((section) => ({
    id: section.id,
    left: section,
    right: rightById.get(section.id) ?? null,
  }));
  let previous = -1;
  for (const section of right) {
    const place = pairs.findIndex((pair) => pair.id === section.id);
    if (place >= 0) {
      previous = place;
    } else {
      previous += 1;
      pairs.splice(previous, 0, { id: section.id, left: null, right: section });
    }
  }
  return pairs;
}

/** Where a reader is: a section, and how far into it (0 to 1). */
export interface ReadingPlace {
  readonly sectionId: string;
  readonly offset: number;
}

/** The section of another text nearest to a place: the same id, else the one at the same position in the order. */
export function samePlace(from: readonly PolicySection[], to: readonly PolicySection[], id: string): string | null {
  if (to.some((section) => section.id === id)) return id;
  const index = from.findIndex((section) => section.id === id);
  const near = to[Math.min(Math.max(index, 0), to.length - 1)];
  return near?.id ?? null;
}
