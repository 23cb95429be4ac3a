import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { ItemId, Language } from '#contract/ids.ts';
import type { PolicyRead, PolicyVersion } from '#contract/policies.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { CommandButton } from '#renderer/ui/kit.tsx';
import { PolicyText } from '#renderer/ui/policy-text/policy-text.tsx';
import { useReview, useReviewState } from './context.tsx';
import css from './policy-pane.module.css';

/** A text counts as read when it has been on the screen this long. Milliseconds. */
const READ_AFTER = 1_000;

/** The text that is on the screen: in side by side, the one in the reader's policy language, else the other. */
function shownText(policy: PolicyVersion, language: Language, dual: boolean): PolicyRead | null {
  const other = language === 'en' ? 'es' : 'en';
  const { policy_id, version, texts } = policy;
  if (texts[language] !== undefined) return { policy_id, version, language };
  return dual && texts[other] !== undefined ? { policy_id, version, language: other } : null;
}

/** What was reported in this page, by item and text. */
const reported = new Set<string>();

/** Says which text goes with a verdict, and reports each text of an item once when it has been seen long enough. */
function usePolicyRead(
  itemId: ItemId | undefined,
  policy: PolicyVersion | null,
  language: Language,
  dual: boolean,
): void {
  const { store, deps } = useReview();
  useEffect(() => {
    const read = policy === null ? null : shownText(policy, language, dual);
    store.setState({ policyRead: read });
    if (read === null || itemId === undefined) return undefined;
    const timer = setTimeout(() => {
      const mark = `${itemId}:${read.policy_id}@${read.version}.${read.language}`;
      if (reported.has(mark) || document.hidden) return;
      reported.add(mark);
      void deps.client.sessions.report({ detail: { type: 'policy_read', item_id: itemId, ...read } });
    }, READ_AFTER);
    return () => clearTimeout(timer);
  }, [store, deps, policy, language, dual, itemId]);
}

/** The policy that governs the item, in the reader's language or in both. */
export function PolicyPane() {
  const words = useWords();
  const { deps } = useReview();
  const itemId = useReviewState((state) => state.view?.item.id);
  const choice = useReviewState((state) => state.policy);
  const blinded = useReviewState((state) => state.view?.blinded ?? false);
  const dual = useReviewState((state) => state.dual);
  const language = useStore(deps.preferences, (state) => state.policy_language);
  usePolicyRead(itemId, choice?.policy ?? null, language, dual);
  return (
    <section className={css.pane} aria-label={words.t('policy.title')} data-pane="policy">
      <header className={css.head}>
        <h2>{words.t('policy.title')}</h2>
        <span className={css.which}>
          {choice === null
            ? ''
            : words.t('policy.version', {
                version: choice.policy.version,
                date: words.date(choice.policy.effective_at),
              })}
        </span>
        <CommandButton id="policy.language" look="quiet">
          {words.languageName(language)}
        </CommandButton>
        <CommandButton id="view.dualLanguage" look="quiet" pressed={dual}>
          {words.t('policy.dual')}
        </CommandButton>
      </header>
      <div className={css.body}>
        {choice === null ? (
          <p className={css.none}>{words.t(blinded ? 'policy.noneBlind' : 'policy.none')}</p>
        ) : (
          <PolicyText policy={choice.policy} language={language} dual={dual} />
        )}
      </div>
    </section>
  );
}
