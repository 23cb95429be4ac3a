import { type RefObject, useLayoutEffect, useRef } from 'react';
import { type Language, language as languageSchema } from '#contract/ids.ts';
import type { PolicyVersion } from '#contract/policies.ts';
import { type ReadingPlace, samePlace } from '#domain/policies/sections.ts';
import { readySections } from './ready-sections.ts';

/** An ask to go to a section; the number makes asking twice two asks. */
export interface SectionAsk {
  readonly sectionId: string;
  readonly number: number;
}

function sectionsIn(scroller: HTMLElement): HTMLElement[] {
  return [...scroller.querySelectorAll<HTMLElement>('[data-section]')];
}

/** Which section is at the top of the view, and how far into it. */
function placeOf(scroller: HTMLElement): ReadingPlace | null {
  const top = scroller.getBoundingClientRect().top;
  const sections = sectionsIn(scroller);
  const current = sections.findLast((each) => each.getBoundingClientRect().top <= top + 1) ?? sections[0];
  if (current?.dataset.section === undefined) return null;
  const box = current.getBoundingClientRect();
  return { sectionId: current.dataset.section, offset: Math.max(0, (top - box.top) / Math.max(1, box.height)) };
}

function goTo(scroller: HTMLElement, place: ReadingPlace): void {
  const section = scroller.querySelector<HTMLElement>(`[data-section="${CSS.escape(place.sectionId)}"]`);
  if (section === null) return;
  const top = section.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
  scroller.scrollTop = top + place.offset * section.getBoundingClientRect().height;
}

/** Marks the section under the eye, so that it is seen which one a citation would name. */
function markEye(scroller: HTMLElement, sectionId: string | undefined): void {
  for (const each of sectionsIn(scroller)) each.toggleAttribute('data-eye', each.dataset.section === sectionId);
}

/** The section under the eye of a policy text: the one at the top of the view, or the one that was clicked. */
export function sectionUnderEye(
  scroller: HTMLElement,
): { section_id: string; language: Language; title: string } | null {
  const section = scroller.querySelector<HTMLElement>('[data-eye]') ?? sectionsIn(scroller)[0];
  const language = languageSchema.safeParse(section?.lang);
  if (section?.dataset.section === undefined || !language.success) return null;
  return {
    section_id: section.dataset.section,
    language: language.data,
    title: section.querySelector('h3')?.textContent ?? '',
  };
}

interface Shown {
  readonly policy: PolicyVersion;
  readonly language: Language;
  readonly dual: boolean;
  readonly ask: SectionAsk | null;
}

interface Kept {
  readonly policy: string;
  readonly language: Language;
  readonly dual: boolean;
  readonly at: ReadingPlace | null;
}

/** Where the same policy was being read, as a place of the text that is shown now; null when there is nothing to go back to. */
function placeAgain({ policy, language, dual }: Shown, id: string, before: Kept | null): ReadingPlace | null {
  if (before === null || before.policy !== id || before.at === null) return null;
  const from = readySections(policy, before.language) ?? [];
  const to = readySections(policy, language) ?? [];
  const sectionId = dual ? before.at.sectionId : samePlace(from, to, before.at.sectionId);
  return sectionId === null ? null : { sectionId, offset: before.at.offset };
}

/** Puts a text where it is to be read from: where the reader was in it, else at its top. A text that has not changed stays as it is. */
function settle(scroller: HTMLElement, shown: Shown, id: string, before: Kept | null, isAtTop: boolean): void {
  if (before?.policy === id && before.language === shown.language && before.dual === shown.dual) return;
  const again = placeAgain(shown, id, before);
  if (again !== null) {
    goTo(scroller, again);
    return markEye(scroller, placeOf(scroller)?.sectionId);
  }
  if (before?.policy !== id && !isAtTop) scroller.scrollTo({ top: 0 });
  return markEye(scroller, sectionsIn(scroller)[0]?.dataset.section);
}

/**
 * Keeps the reader's place when the same policy is shown in another language or beside itself; another policy starts at its
 * top. The place is noted while scrolling, because after the switch the old text is gone. An ask for a section comes before both.
 */
export function useReadingPlace(scroller: RefObject<HTMLDivElement | null>, shown: Shown): void {
  const { policy, language, dual, ask } = shown;
  const kept = useRef<Kept | null>(null);
  // Known without asking the page, which would have to lay out all that was just drawn for the answer.
  const isAtTop = useRef(true);
  const id = `${policy.policy_id}@${policy.version}`;
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const before = kept.current;
    settle(element, { policy, language, dual, ask: null }, id, before, isAtTop.current);
    kept.current = { policy: id, language, dual, at: before?.policy === id ? before.at : null };
    // The event of a scroll may come after a click that followed it: the clicked section stays marked until the view moves on.
    let clickedAt: number | null = null;
    const note = (): void => {
      isAtTop.current = element.scrollTop === 0;
      if (clickedAt === element.scrollTop) return;
      clickedAt = null;
      const at = placeOf(element);
      kept.current = { policy: id, language, dual, at };
      markEye(element, at?.sectionId);
    };
    const click = (event: Event): void => {
      const section = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-section]') : null;
      if (section === null) return;
      clickedAt = element.scrollTop;
      markEye(element, section.dataset.section);
    };
    element.addEventListener('scroll', note, { passive: true });
    element.addEventListener('click', click);
    return () => {
      element.removeEventListener('scroll', note);
      element.removeEventListener('click', click);
    };
  }, [scroller, policy, id, language, dual]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || ask === null) return;
    goTo(element, { sectionId: ask.sectionId, offset: 0 });
    markEye(element, ask.sectionId);
    element.focus();
  }, [scroller, ask]);
}
