import { createElement, Fragment, type ReactElement } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { compareSections } from '#domain/policies/compare.ts';
import { plainText } from '#domain/policies/plain-text.ts';
import { notesForRegion, withoutRegionMarks } from '#domain/policies/regions.ts';
import { splitSections } from '#domain/policies/sections.ts';
import { markdownElements } from '#renderer/ui/policy-text/markdown.tsx';

/** What went wrong with one text: its place among those given, whether it got out or broke something, and how. */
export interface PageFinding {
  readonly index: number;
  readonly kind: 'escape' | 'crash';
  readonly what: string;
}

declare global {
  interface Window {
    /** Shows texts one after the other, as the policy pane does, and tells what is in the page then that must not be. */
    showTexts: (texts: readonly string[]) => readonly PageFinding[];
    /** Set by a script that came out of a text. */
    fuzzed?: unknown;
  }
}

/** Elements that a text may become, and what each may carry. */
const allowed = new Set(
  'BLOCKQUOTE BR CODE DEL DIV EM H1 H2 H3 H4 H5 H6 HR INPUT LI OL P PRE SECTION SPAN STRONG TABLE TBODY TD TH THEAD TR UL'.split(
    ' ',
  ),
);
const attributes = new Set([
  'checked',
  'data-as-written',
  'data-table',
  'readonly',
  'role',
  'start',
  'style',
  'tabindex',
  'title',
  'type',
]);
const alignment = /^(text-align: (left|center|right);)?$/;

/** Nothing takes this long that reads a text a few times; milliseconds. */
const HANG_MS = 5_000;

function strangeIn(root: Element): string | null {
  for (const element of root.querySelectorAll('*')) {
    if (!allowed.has(element.tagName)) return `an element ${element.tagName}`;
    for (const { name, value } of element.attributes) {
      if (!attributes.has(name)) return `an attribute ${name} of ${element.tagName}`;
      if (name === 'style' && !alignment.test(value)) return `a style ${value}`;
    }
  }
  return null;
}

function shown(text: string): ReactElement {
  const sections = splitSections(text);
  const notes = notesForRegion(sections, 'MX');
  // Also read for the index, and to be compared; neither is shown here.
  for (const { title, body } of sections) plainText(`${title}\n${body}`);
  compareSections(sections, sections.slice(1));
  return createElement(
    Fragment,
    null,
    ...notes.map(({ markdown }) => createElement('div', null, markdownElements(markdown))),
    ...sections.map(({ title, body }) =>
      createElement('section', null, createElement('h3', null, title), markdownElements(withoutRegionMarks(body))),
    ),
  );
}

const describe = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : 'no error');

const place = document.createElement('div');
document.getElementById('root')?.append(place);

window.showTexts = (texts) => {
  const findings: PageFinding[] = [];
  texts.forEach((text, index) => {
    const found = (kind: PageFinding['kind'], what: string): void => void findings.push({ index, kind, what });
    let failure: string | null = null;
    const root = createRoot(place, { onUncaughtError: (error) => (failure = describe(error)) });
    const began = performance.now();
    try {
      flushSync(() => root.render(shown(text)));
    } catch (error) {
      failure = describe(error);
    }
    if (failure !== null) found('crash', failure);
    if (performance.now() - began > HANG_MS) found('crash', `it took ${Math.round(performance.now() - began)} ms`);
    const strange = strangeIn(place);
    if (strange !== null) found('escape', strange);
    if (window.fuzzed !== undefined) found('escape', 'a script ran');
    delete window.fuzzed;
    root.unmount();
  });
  return findings;
};
