import { type RefObject, useLayoutEffect, useRef } from 'react';
import type { Language } from '#contract/ids.ts';
import type { PolicyVersion } from '#contract/policies.ts';
import { pairSections, type ReadingPlace, samePlace } from '#domain/policies/sections.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { type ReadySection, readySections } from './markdown.tsx';
import css from './policy-text.module.css';
import { scrollArea } from '#renderer/ui/roles.ts';

function Section({ section, language }: { section: ReadySection; language: Language }) {
  return (
    <section className={css.section} lang={language} data-section={section.id} data-level={section.level}>
      {section.title === '' ? null : <h3>{section.title}</h3>}
      {section.content}
    </section>
  );
}

function Missing({ language }: { language: Language }) {
  const words = useWords();
  return <p className={css.missing}>{words.t('policy.missingLanguage', { language: words.languageName(language) })}</p>;
}

function Dual({ policy, language }: { policy: PolicyVersion; language: Language }) {
  const other = language === 'en' ? 'es' : 'en';
  const [left, right] = [readySections(policy, language), readySections(policy, other)];
  const byId = (sections: readonly ReadySection[] | null, id: string) => sections?.find((each) => each.id === id);
  return (
    <>
      {left === null || right === null ? (
        <div className={css.pair}>
          {left === null ? <Missing language={language} /> : <span />}
          {right === null ? <Missing language={other} /> : <span />}
        </div>
      ) : null}
      {pairSections(left ?? [], right ?? []).map(({ id }) => {
        const [one, two] = [byId(left, id), byId(right, id)];
        return (
          <div className={css.pair} key={id}>
            {one === undefined ? <span /> : <Section section={one} language={language} />}
            {two === undefined ? <span /> : <Section section={two} language={other} />}
          </div>
        );
      })}
    </>
  );
}

/** Which section is at the top of the view, and how far into it. */
function placeOf(scroller: HTMLElement): ReadingPlace | null {
  const top = scroller.getBoundingClientRect().top;
  const sections = [...scroller.querySelectorAll<HTMLElement>('[data-section]')];
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

/**
 * Keeps the reader's place when the same policy is shown in another language or beside itself; another policy starts at its
 * top. The place is noted while scrolling, because after the switch the old text is gone.
 */
function useReadingPlace(
  scroller: RefObject<HTMLDivElement | null>,
  policy: PolicyVersion,
  language: Language,
  dual: boolean,
) {
  const place = useRef<{ policy: string; language: Language; at: ReadingPlace | null } | null>(null);
  const id = `${policy.policy_id}@${policy.version}`;
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const before = place.current;
    if (before === null || before.policy !== id || before.at === null || element.scrollHeight <= element.clientHeight) {
      if (before?.policy !== id) element.scrollTo({ top: 0 });
    } else {
      const from = readySections(policy, before.language) ?? [];
      const to = readySections(policy, language) ?? [];
      const sectionId = dual ? before.at.sectionId : samePlace(from, to, before.at.sectionId);
      if (sectionId !== null) goTo(element, { sectionId, offset: before.at.offset });
    }
    place.current = { policy: id, language, at: before?.policy === id ? before.at : null };
    const note = (): void => {
      place.current = { policy: id, language, at: placeOf(element) };
    };
    element.addEventListener('scroll', note, { passive: true });
    return () => element.removeEventListener('scroll', note);
  }, [scroller, policy, id, language, dual]);
}

interface PolicyTextProps {
  readonly policy: PolicyVersion;
  readonly language: Language;
  readonly dual: boolean;
}

/** A policy version to read, in one language or in both side by side; a language that was not delivered is said to be missing. */
export function PolicyText({ policy, language, dual }: PolicyTextProps) {
  const words = useWords();
  const scroller = useRef<HTMLDivElement>(null);
  useReadingPlace(scroller, policy, language, dual);
  const sections = readySections(policy, language);
  return (
    <div className={css.scroller} ref={scroller} {...scrollArea(words.t('policy.text'))} data-policy-scroller>
      {dual ? (
        <Dual policy={policy} language={language} />
      ) : sections === null ? (
        <Missing language={language} />
      ) : (
        sections.map((section) => <Section key={section.id} section={section} language={language} />)
      )}
    </div>
  );
}
