import { Fragment, useMemo } from 'react';
import type { Language } from '#contract/ids.ts';
import type { PolicyVersion } from '#contract/policies.ts';
import { type ComparedSection, compareSections } from '#domain/policies/compare.ts';
import { splitSections } from '#domain/policies/sections.ts';
import type { MessageId } from '#renderer/i18n/catalog.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { scrollArea } from '#renderer/ui/roles.ts';
import { kit } from '#renderer/ui/kit.tsx';
import css from './policy-diff.module.css';
import { MissingLanguage } from './policy-text.tsx';
import { wordDiff } from './word-diff.ts';

/** A text with its insertions and deletions: by elements for programs, by line and colour for eyes, by words for ears. */
function DiffText({ before, after, language }: { before: string; after: string; language: Language }) {
  const words = useWords();
  const parts = useMemo(() => wordDiff(before, after, language), [before, after, language]);
  const said = (id: MessageId) => (
    <span className={kit.visuallyHidden} lang={words.language}>{` ${words.t(id)} `}</span>
  );
  return parts.map(({ state, text }, index) => {
    const key = `${index}-${state}`;
    if (state === 'kept') return <Fragment key={key}>{text}</Fragment>;
    return state === 'inserted' ? (
      <ins key={key}>
        {said('policy.diff.insertion')}
        {text}
        {said('policy.diff.insertionEnd')}
      </ins>
    ) : (
      <del key={key}>
        {said('policy.diff.deletion')}
        {text}
        {said('policy.diff.deletionEnd')}
      </del>
    );
  });
}

const stateWords = {
  changed: 'policy.diff.changed',
  added: 'policy.diff.added',
  removed: 'policy.diff.removed',
} as const satisfies Record<Exclude<ComparedSection['state'], 'same'>, MessageId>;

function Compared({ section, language }: { section: ComparedSection; language: Language }) {
  const words = useWords();
  const { id, state, title, body } = section;
  if (state === 'same') {
    return (
      <details className={css.same} data-compared={id} data-state={state}>
        <summary>
          <span lang={language}>{title.after === '' ? words.t('policy.diff.top') : title.after}</span>
          <span className={css.state}>{words.t('policy.diff.same')}</span>
        </summary>
        <div className={css.body} lang={language}>
          {body.after}
        </div>
      </details>
    );
  }
  return (
    <section className={css.section} data-compared={id} data-state={state}>
      <h3>
        <span lang={language}>
          <DiffText before={title.before} after={title.after} language={language} />
        </span>
        <span className={css.state}>{words.t(stateWords[state])}</span>
      </h3>
      <div className={css.body} lang={language}>
        <DiffText before={body.before} after={body.after} language={language} />
      </div>
    </section>
  );
}

interface PolicyDiffProps {
  /** The older version. */
  readonly before: PolicyVersion;
  readonly after: PolicyVersion;
  readonly language: Language;
}

/** What changed between two versions of a policy in one language, section by section; unchanged sections are folded. */
export function PolicyDiff({ before, after, language }: PolicyDiffProps) {
  const words = useWords();
  const [old, now] = [before.texts[language]?.markdown, after.texts[language]?.markdown];
  const compared = useMemo(
    () => (old === undefined || now === undefined ? null : compareSections(splitSections(old), splitSections(now))),
    [old, now],
  );
  const changes = compared?.filter(({ state }) => state !== 'same').length ?? 0;
  return (
    <div className={css.scroller} {...scrollArea(words.t('policy.diff.title'))} data-diff>
      {compared === null ? (
        <>
          {old === undefined ? <p className={css.version}>{before.version}</p> : null}
          {old === undefined ? <MissingLanguage language={language} older={undefined} /> : null}
          {now === undefined ? <p className={css.version}>{after.version}</p> : null}
          {now === undefined ? <MissingLanguage language={language} older={undefined} /> : null}
        </>
      ) : (
        <>
          <output className={css.summary}>
            {words.t('policy.diff.summary', { before: before.version, after: after.version, count: changes })}
          </output>
          {compared.map((section) => (
            <Compared key={section.id} section={section} language={language} />
          ))}
        </>
      )}
    </div>
  );
}
