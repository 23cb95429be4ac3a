import { useRef } from 'react';
import type { Language } from '#contract/ids.ts';
import type { policyTranslation, PolicyVersion } from '#contract/policies.ts';
import type { z } from 'zod';
import { pairSections } from '#domain/policies/sections.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { useBelowFold } from '#renderer/ui/below-fold.ts';
import { scrollArea } from '#renderer/ui/roles.ts';
import css from './policy-text.module.css';
import { type SectionAsk, useReadingPlace } from './reading-place.ts';
import { type ReadySection, readySections } from './ready-sections.ts';
import { RegionNotes } from './region-notes.tsx';

type Translation = z.infer<typeof policyTranslation>;

const otherOf = (language: Language): Language => (language === 'en' ? 'es' : 'en');

interface SectionProps {
  readonly section: ReadySection;
  readonly language: Language;
  readonly translation: Translation;
}

function Section({ section, language, translation }: SectionProps) {
  const words = useWords();
  const stale = translation.stale.find((each) => each.section_id === section.id && each.language === language);
  return (
    <section className={css.section} lang={language} data-section={section.id} data-level={section.level}>
      {section.title === '' ? null : <h3>{section.title}</h3>}
      {stale === undefined ? null : (
        <p className={css.stale} lang={words.language} data-stale={section.id}>
          {words.t('policy.staleSection', {
            language: words.languageName(otherOf(language)),
            version: stale.since,
          })}
        </p>
      )}
      {section.content()}
    </section>
  );
}

/** Says that a language is not there, and which older version has it. No other text takes its place. */
export function MissingLanguage({ language, older }: { language: Language; older: string | undefined }) {
  const words = useWords();
  const name = words.languageName(language);
  return (
    <p className={css.missing} data-missing-language={language}>
      {words.t('policy.missingLanguage', { language: name })}
      {older === undefined ? null : ` ${words.t('policy.missingOlder', { language: name, version: older })}`}
    </p>
  );
}

function MissingSection({ id, language }: { id: string; language: Language }) {
  const words = useWords();
  return (
    <p className={css.missing} data-missing-section={id}>
      {words.t('policy.missingSection', { language: words.languageName(language) })}
    </p>
  );
}

interface DualProps {
  readonly policy: PolicyVersion;
  readonly language: Language;
  readonly translation: Translation;
}

/** Both languages in rows of one section each: they scroll as one, and a section stands beside its translation. */
function Dual({ policy, language, translation }: DualProps) {
  const other = otherOf(language);
  const [left, right] = [readySections(policy, language), readySections(policy, other)];
  const cell = (sections: readonly ReadySection[] | null, id: string, of: Language) => {
    if (sections === null) return <span />;
    const section = sections.find((each) => each.id === id);
    if (section === undefined) return <MissingSection id={id} language={of} />;
    return <Section section={section} language={of} translation={translation} />;
  };
  return (
    <>
      {left === null || right === null ? (
        <div className={css.pair}>
          {left === null ? <MissingLanguage language={language} older={translation.older[language]} /> : <span />}
          {right === null ? <MissingLanguage language={other} older={translation.older[other]} /> : <span />}
        </div>
      ) : null}
      {pairSections(left ?? [], right ?? []).map(({ id }) => (
        <div className={css.pair} key={id}>
          {cell(left, id, language)}
          {cell(right, id, other)}
        </div>
      ))}
    </>
  );
}

/** As many sections as fill the pane of a large window. */
const FIRST_SECTIONS = 4;

interface PolicyTextProps {
  readonly policy: PolicyVersion;
  readonly translation: Translation;
  readonly language: Language;
  readonly dual: boolean;
  /** A section to go to. */
  readonly ask?: SectionAsk | null;
  /** The record's region: its notes come first. */
  readonly region?: string | null;
}

type BodyProps = Required<PolicyTextProps>;

/** A text from its top: what fills the pane at once, the rest after it has been painted. */
function Body({ policy, translation, language, dual, ask, region }: BodyProps) {
  const sections = readySections(policy, language);
  // Whoever asks for a section asks for it wherever it is.
  const hasBelowFold = useBelowFold() || ask !== null;
  return (
    <>
      <RegionNotes policy={policy} language={language} region={region} />
      {dual ? (
        <Dual policy={policy} language={language} translation={translation} />
      ) : sections === null ? (
        <MissingLanguage language={language} older={translation.older[language]} />
      ) : (
        (hasBelowFold ? sections : sections.slice(0, FIRST_SECTIONS)).map((section) => (
          <Section key={section.id} section={section} language={language} translation={translation} />
        ))
      )}
    </>
  );
}

/**
 * A policy version to read, in one language or in both side by side. A language or a section that was not delivered is said to be
 * missing, and one that lags behind is said to.
 */
export function PolicyText({ policy, translation, language, dual, ask = null, region = null }: PolicyTextProps) {
  const words = useWords();
  const scroller = useRef<HTMLDivElement>(null);
  useReadingPlace(scroller, { policy, language, dual, ask });
  const shown = { policy, translation, language, dual, ask, region };
  return (
    <div className={css.scroller} ref={scroller} {...scrollArea(words.t('policy.text'))} data-policy-scroller>
      <Body key={`${policy.policy_id}@${policy.version}`} {...shown} />
    </div>
  );
}
