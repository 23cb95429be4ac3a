import { type MouseEvent, useEffect, useRef } from 'react';
import type { PolicyHit } from '#contract/policies.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import css from './policies-screen.module.css';

function Pieces({ pieces }: { pieces: PolicyHit['title'] }) {
  let at = 0;
  return pieces.map(({ text, hit }) => {
    const key = at;
    at += text.length;
    return hit ? <mark key={key}>{text}</mark> : <span key={key}>{text}</span>;
  });
}

/** The list belongs to the search field, which has the focus and moves through it by `aria-activedescendant`. */
function listOf(label: string) {
  return { role: 'listbox', tabIndex: -1, 'aria-label': label } as const;
}

/** A press by the mouse opens a hit and leaves the focus in the field; the keyboard does the same from there. */
function optionOf(isChosen: boolean, open: () => void) {
  return {
    role: 'option',
    'aria-selected': isChosen,
    onMouseDown: (event: MouseEvent) => event.preventDefault(),
    onClick: open,
  } as const;
}

interface SearchHitsProps {
  readonly hits: readonly PolicyHit[];
  readonly active: number;
  readonly onOpen: (hit: PolicyHit) => void;
}

/** Sections that hold what is searched for. The focus stays in the search field, which names the chosen one. */
export function SearchHits({ hits, active, onOpen }: SearchHitsProps) {
  const words = useWords();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <>
      <output className={css.count}>{words.t('policies.hits', { count: hits.length })}</output>
      <div id="policy-hits" ref={list} className={css.hits} {...listOf(words.t('policies.hitsLabel'))}>
        {hits.map((hit, index) => (
          <div
            key={`${hit.policy_id}@${hit.version}.${hit.language}#${hit.section_id}`}
            id={`policy-hit-${index}`}
            {...optionOf(index === active, () => onOpen(hit))}
            data-hit={hit.section_id}
          >
            <span className={css.hitTitle} lang={hit.language}>
              <Pieces pieces={hit.title} />
            </span>
            <span lang={hit.language}>
              <Pieces pieces={hit.snippet} />
            </span>
            <span className={css.soft}>
              {words.t('policies.hit', {
                policy: hit.policy_title,
                version: hit.version,
                language: words.languageName(hit.language),
              })}
              {hit.newest ? null : ` · ${words.t('policies.older')}`}
            </span>
          </div>
        ))}
      </div>
    </>
  );
}
