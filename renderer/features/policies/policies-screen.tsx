import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { Language } from '#contract/ids.ts';
import type { LupaClient } from '#contract/ipc.ts';
import type { PreferencesStore } from '#renderer/bridge/preferences.ts';
import { useProvideCommands } from '#renderer/commands/context.tsx';
import { useWords } from '#renderer/i18n/use-words.ts';
import { CommandButton, ErrorNote, kit } from '#renderer/ui/kit.tsx';
import type { NoticesStore } from '#renderer/ui/notices.ts';
import { CompareHead } from '#renderer/ui/policy-text/compare-head.tsx';
import { PolicyDiff } from '#renderer/ui/policy-text/policy-diff.tsx';
import { PolicyText } from '#renderer/ui/policy-text/policy-text.tsx';
import { type Comparison, useCompare } from '#renderer/ui/policy-text/use-compare.ts';
import { groupOf } from '#renderer/ui/roles.ts';
import { usePolicies, usePoliciesApi } from './context.ts';
import { PolicyList } from './policy-list.tsx';
import css from './policies-screen.module.css';

/** What the screen works with. */
interface PoliciesServices {
  readonly client: LupaClient;
  readonly preferences: PreferencesStore;
  readonly notices: NoticesStore;
}

function Reader({ language, comparison }: { language: Language; comparison: Comparison }) {
  const words = useWords();
  const api = usePoliciesApi();
  const open = usePolicies((state) => state.open);
  const dual = usePolicies((state) => state.dual);
  const ask = usePolicies((state) => state.ask);
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
        <CommandButton
          id="policy.compareVersions"
          look="quiet"
          pressed={comparison.other !== null}
          say={(each) => each.t('policy.compare')}
        />
        <CommandButton id="policy.language" look="quiet" say={(each) => each.languageName(language)} />
        <CommandButton id="view.dualLanguage" look="quiet" pressed={dual} say={(each) => each.t('policy.dual')} />
      </header>
      {policy.summary === null ? null : <p className={css.summary}>{policy.summary}</p>}
      {comparison.other === null ? null : (
        <CompareHead shown={policy.version} versions={versions} comparison={comparison} />
      )}
      <div className={css.text}>
        {comparison.pair === null ? (
          <PolicyText policy={policy} translation={open.translation} language={language} dual={dual} ask={ask} />
        ) : (
          <PolicyDiff {...comparison.pair} language={language} />
        )}
      </div>
    </div>
  );
}

interface PoliciesScreenProps {
  readonly services: PoliciesServices;
  /** Counts asks to search. */
  readonly findAsked: number;
}

/** Every policy on this device: to search by its words, to read in either language or both, and to compare by version. */
export function PoliciesScreen({ services, findAsked }: PoliciesScreenProps) {
  const { client, preferences, notices } = services;
  const words = useWords();
  const api = usePoliciesApi();
  const failure = usePolicies((state) => state.failure);
  const open = usePolicies((state) => state.open);
  const language = useStore(preferences, (state) => state.policy_language);
  const comparison = useCompare(client, open, notices.getState().fail);
  useEffect(() => {
    void api.getState().load();
    return () => api.getState().forgetAsk();
  }, [api]);
  useProvideCommands(
    {
      'policy.language': {
        run: () => preferences.getState().change({ policy_language: language === 'en' ? 'es' : 'en' }),
      },
      'view.dualLanguage': { run: () => api.getState().setDual(!api.getState().dual) },
      'policy.compareVersions': {
        run: () => {
          if (!comparison.toggle()) notices.getState().say('policy.diff.none');
        },
        enabled: () => api.getState().open !== null,
      },
    },
    ['policies'],
  );
  return (
    <main className={css.screen} data-screen="policies" aria-label={words.t('screen.policies')}>
      <h1 className={kit.visuallyHidden}>{words.t('screen.policies')}</h1>
      <PolicyList
        language={language}
        findAsked={findAsked}
        onOpen={(hit) => {
          comparison.leave();
          preferences.getState().change({ policy_language: hit.language });
          void api.getState().openHit(hit);
        }}
      />
      <div className={css.right}>
        {failure === null ? null : <ErrorNote>{words.failure(failure)}</ErrorNote>}
        <Reader language={language} comparison={comparison} />
      </div>
    </main>
  );
}
