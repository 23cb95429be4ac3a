import { matchSorter } from 'match-sorter';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { Language } from '#contract/ids.ts';
import type { PreferencesStore } from '#renderer/bridge/preferences.ts';
import { useProvideCommands } from '#renderer/commands/context.tsx';
import { keyLabel } from '#renderer/commands/keys.ts';
import { useWords, type Words } from '#renderer/i18n/use-words.ts';
import { CommandButton, ErrorNote, kit } from '#renderer/ui/kit.tsx';
import { PolicyText } from '#renderer/ui/policy-text/policy-text.tsx';
import { usePolicies, usePoliciesApi } from './context.ts';
import { newestHeads, type PolicyHead } from './policies.ts';
import css from './policies-screen.module.css';
import { groupOf } from '#renderer/ui/roles.ts';

function titleOf(head: PolicyHead, language: Language): string {
  return head.title[language] ?? head.title.en ?? head.title.es ?? head.policy_id;
}

function found(heads: readonly PolicyHead[], query: string, words: Words): readonly PolicyHead[] {
  const sorted = newestHeads(heads).toSorted((a, b) =>
    titleOf(a, words.language).localeCompare(titleOf(b, words.language), words.language),
  );
  if (query.trim() === '') return sorted;
  const texts = (head: PolicyHead): string[] => [
    ...Object.values(head.title),
    head.policy_id,
    ...head.violation_types.map((type) => words.code('violation', type)),
  ];
  return matchSorter(sorted, query, { keys: [texts] });
}

function List({ language }: { language: Language }) {
  const words = useWords();
  const api = usePoliciesApi();
  const search = useRef<HTMLInputElement>(null);
  const heads = usePolicies((state) => state.heads);
  const query = usePolicies((state) => state.query);
  const openId = usePolicies((state) => state.open?.policy.policy_id);
  useProvideCommands({ 'app.find': { run: () => search.current?.focus() } });
  return (
    <div className={css.list}>
      <div className={css.search}>
        <input
          ref={search}
          className={kit.input}
          type="search"
          value={query}
          aria-label={words.t('policies.search')}
          placeholder={`${words.t('policies.search')} (${keyLabel('app.find') ?? ''})`}
          onChange={(event) => api.getState().search(event.target.value)}
        />
      </div>
      <ul aria-label={words.t('screen.policies')}>
        {found(heads ?? [], query, words).map((head) => (
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
    </div>
  );
}

function Reader({ language }: { language: Language }) {
  const words = useWords();
  const api = usePoliciesApi();
  const open = usePolicies((state) => state.open);
  const dual = usePolicies((state) => state.dual);
  if (open === null) return null;
  const { policy, versions } = open;
  return (
    <div className={css.reader}>
      <h2 className={kit.visuallyHidden}>{words.t('policy.text')}</h2>
      <header className={css.head}>
        <div className={css.versions} {...groupOf(words.t('policies.versions'))}>
          {versions.map((version) => (
            <button
              key={version}
              type="button"
              className={kit.button}
              data-quiet
              aria-pressed={version === policy.version}
              onClick={() => void api.getState().show({ policy_id: policy.policy_id, version })}
            >
              {version}
            </button>
          ))}
        </div>
        <span className={css.soft}>{words.t('policies.effective', { date: words.date(policy.effective_at) })}</span>
        <span className={css.gap} />
        <CommandButton id="policy.language" look="quiet">
          {words.languageName(language)}
        </CommandButton>
        <CommandButton id="view.dualLanguage" look="quiet" pressed={dual}>
          {words.t('policy.dual')}
        </CommandButton>
      </header>
      {policy.summary === null ? null : <p className={css.summary}>{policy.summary}</p>}
      <div className={css.text}>
        <PolicyText policy={policy} language={language} dual={dual} />
      </div>
    </div>
  );
}

/** Every policy on this device, to search and to read in either language or both. */
export function PoliciesScreen({ preferences }: { preferences: PreferencesStore }) {
  const words = useWords();
  const api = usePoliciesApi();
  const failure = usePolicies((state) => state.failure);
  const language = useStore(preferences, (state) => state.policy_language);
  useEffect(() => void api.getState().load(), [api]);
  useProvideCommands(
    {
      'policy.language': {
        run: () => preferences.getState().change({ policy_language: language === 'en' ? 'es' : 'en' }),
      },
      'view.dualLanguage': { run: () => api.getState().setDual(!api.getState().dual) },
    },
    ['policies'],
  );
  return (
    <main className={css.screen} data-screen="policies" aria-label={words.t('screen.policies')}>
      <h1 className={kit.visuallyHidden}>{words.t('screen.policies')}</h1>
      <List language={language} />
      <div className={css.right}>
        {failure === null ? null : <ErrorNote>{words.failure(failure)}</ErrorNote>}
        <Reader language={language} />
      </div>
    </main>
  );
}
