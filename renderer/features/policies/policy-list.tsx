import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Language } from '#contract/ids.ts';
import type { PolicyHit } from '#contract/policies.ts';
import { keyLabel } from '#renderer/commands/keys.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { kit } from '#renderer/ui/kit.tsx';
import { usePolicies, usePoliciesApi } from './context.ts';
import { newestHeads, type PolicyHead } from './policies.ts';
import css from './policies-screen.module.css';
import { SearchHits } from './search-hits.tsx';

function titleOf(head: PolicyHead, language: Language): string {
  return head.title[language] ?? head.title.en ?? head.title.es ?? head.policy_id;
}

function Heads({ language }: { language: Language }) {
  const words = useWords();
  const api = usePoliciesApi();
  const heads = usePolicies((state) => state.heads);
  const openId = usePolicies((state) => state.open?.policy.policy_id);
  const sorted = newestHeads(heads ?? []).toSorted((a, b) =>
    titleOf(a, words.language).localeCompare(titleOf(b, words.language), words.language),
  );
  return (
    <>
      <ul className={css.heads} aria-label={words.t('screen.policies')}>
        {sorted.map((head) => (
          <li key={head.policy_id}>
            <button
              type="button"
              aria-pressed={openId === head.policy_id}
              onClick={() => void api.getState().show(head)}
            >
              <span>{titleOf(head, language)}</span>
              <span className={css.soft}>
                {head.violation_types.map((type) => words.code('violation', type)).join(', ')}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {heads?.length === 0 ? <p className={css.empty}>{words.t('policies.empty')}</p> : null}
    </>
  );
}

/** Where an arrow leads in a list of so many; from nowhere (-1) it leads to either end. */
function moved(from: number, step: 1 | -1, count: number): number {
  if (count === 0) return -1;
  return from < 0 && step < 0 ? count - 1 : (from + step + count) % count;
}

interface PolicyListProps {
  readonly language: Language;
  readonly findAsked: number;
  readonly onOpen: (hit: PolicyHit) => void;
}

/** The policies, or, while something is searched for, the sections that hold it. Arrows choose one, Enter opens it. */
export function PolicyList({ language, findAsked, onOpen }: PolicyListProps) {
  const words = useWords();
  const api = usePoliciesApi();
  const field = useRef<HTMLInputElement>(null);
  const query = usePolicies((state) => state.query);
  const hits = usePolicies((state) => state.hits);
  const [active, setActive] = useState(0);
  const hasHits = hits !== null && query.trim() !== '';
  useEffect(() => {
    if (findAsked === 0) return;
    field.current?.focus();
    field.current?.select();
  }, [findAsked]);
  const search = (text: string): void => {
    setActive(0);
    void api.getState().search(text);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const count = hits?.length ?? 0;
    const chosen = hits?.[active];
    if (event.key === 'ArrowDown') setActive(moved(active, 1, count));
    else if (event.key === 'ArrowUp') setActive(moved(active, -1, count));
    else if (event.key === 'Enter' && chosen !== undefined && hasHits) onOpen(chosen);
    else if (event.key === 'Escape' && query !== '') search('');
    else return;
    event.preventDefault();
  };
  return (
    <div className={css.list} data-pane="policy-list">
      <div className={css.search}>
        <input
          ref={field}
          className={kit.input}
          type="search"
          role="combobox"
          aria-expanded={hasHits}
          aria-controls="policy-hits"
          aria-autocomplete="list"
          aria-activedescendant={hasHits && hits.length > 0 ? `policy-hit-${active}` : undefined}
          value={query}
          maxLength={500}
          aria-label={words.t('policies.search')}
          placeholder={`${words.t('policies.search')} (${keyLabel('app.find') ?? ''})`}
          onChange={(event) => search(event.target.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      {hasHits ? <SearchHits hits={hits} active={active} onOpen={onOpen} /> : <Heads language={language} />}
    </div>
  );
}
