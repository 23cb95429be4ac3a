import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { ItemId, Language } from '#contract/ids.ts';
import type { PolicyRead, PolicyVersion } from '#contract/policies.ts';
import { sectionForViolationType } from '#domain/policies/governing-section.ts';
import { useProvideCommands } from '#renderer/commands/context.tsx';
import { useWords } from '#renderer/i18n/use-words.ts';
import { CommandButton } from '#renderer/ui/kit.tsx';
import { CompareHead } from '#renderer/ui/policy-text/compare-head.tsx';
import { readySections } from '#renderer/ui/policy-text/ready-sections.ts';
import { PolicyDiff } from '#renderer/ui/policy-text/policy-diff.tsx';
import { PolicyText } from '#renderer/ui/policy-text/policy-text.tsx';
import { type SectionAsk, sectionUnderEye } from '#renderer/ui/policy-text/reading-place.ts';
import { type Comparison, useCompare } from '#renderer/ui/policy-text/use-compare.ts';
import { isSameCitation, MOST_CITATIONS } from './citations.tsx';
import { useReview, useReviewState } from './context.tsx';
import css from './policy-pane.module.css';
import type { Review } from './review.ts';
import type { PolicyChoice, ReviewState } from './state.ts';

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

/** The violation type whose policy is in the pane: the corrected one, else the moderator's. */
function shownType({ choices, view }: ReviewState): string {
  return choices.corrected_violation_type ?? view?.record.decision?.violation_type ?? '';
}

/** Cites the section under the eye into the verdict, once. */
function cite({ store, deps, deciding }: Review): void {
  const { policy, choices } = store.getState();
  const scroller = document.querySelector<HTMLElement>('[data-policy-scroller]');
  const eye = scroller === null ? null : sectionUnderEye(scroller);
  const say = deps.notices.getState().say;
  if (policy === null || eye === null) return say('policy.citeNone');
  const { policy_id, version } = policy.policy;
  const { title, ...place } = eye;
  const section = title === '' ? place.section_id : title;
  const citation = { policy_id, version, ...place };
  if (choices.citations.some((each) => isSameCitation(each, citation))) return say('policy.citedBefore', { section });
  if (choices.citations.length >= MOST_CITATIONS) return say('policy.citeFull', { count: MOST_CITATIONS });
  deciding.change({ citations: [...choices.citations, citation] });
  return say('policy.cited', { section });
}

/** Offers what can be done with the policy beside a record; answers the section to go to. */
function usePaneCommands(comparison: Comparison, language: Language): SectionAsk | null {
  const review = useReview();
  const { store, deps } = review;
  const [ask, setAsk] = useState<(SectionAsk & { readonly of: PolicyChoice }) | null>(null);
  const choice = useReviewState((state) => state.policy);
  const hasPolicy = (): boolean => store.getState().policy !== null;
  useProvideCommands({
    'policy.open': {
      run: () => {
        const state = store.getState();
        const { policy } = state;
        const sections = policy === null ? null : readySections(policy.policy, language);
        const sectionId = sections === null ? null : sectionForViolationType(sections, shownType(state));
        comparison.leave();
        if (policy === null || sectionId === null)
          document.querySelector<HTMLElement>('[data-policy-scroller]')?.focus();
        else setAsk((before) => ({ sectionId, number: (before?.number ?? 0) + 1, of: policy }));
      },
      enabled: hasPolicy,
    },
    'policy.compareVersions': {
      run: () => {
        if (!comparison.toggle()) deps.notices.getState().say('policy.diff.none');
      },
      enabled: hasPolicy,
    },
    'policy.cite': { run: () => cite(review), enabled: () => hasPolicy() && !store.getState().inFlight },
  });
  // An ask is for the text that was shown then.
  return ask !== null && ask.of === choice ? ask : null;
}

function Head({ comparison, language }: { comparison: Comparison; language: Language }) {
  const words = useWords();
  const choice = useReviewState((state) => state.policy);
  const dual = useReviewState((state) => state.dual);
  return (
    <header className={css.head}>
      <div className={css.which}>
        <h2>{words.t('policy.title')}</h2>
        <span>
          {choice === null
            ? ''
            : words.t('policy.version', {
                version: choice.policy.version,
                date: words.date(choice.policy.effective_at),
              })}
        </span>
      </div>
      <CommandButton
        id="policy.cite"
        look="quiet"
        disabled={choice === null || comparison.pair !== null}
        say={(each) => each.t('policy.cite')}
      />
      <CommandButton
        id="policy.compareVersions"
        look="quiet"
        pressed={comparison.other !== null}
        say={(each) => each.t('policy.compare')}
      />
      <CommandButton id="policy.language" look="quiet" say={(each) => each.languageName(language)} />
      <CommandButton id="view.dualLanguage" look="quiet" pressed={dual} say={(each) => each.t('policy.dual')} />
    </header>
  );
}

/** The policy that governs the item, in the reader's language or in both, or what changed between two versions of it. */
export function PolicyPane() {
  const words = useWords();
  const { deps } = useReview();
  const itemId = useReviewState((state) => state.view?.item.id);
  const region = useReviewState((state) => state.view?.record.subject?.region ?? null);
  const choice = useReviewState((state) => state.policy);
  const blinded = useReviewState((state) => state.view?.blinded ?? false);
  const dual = useReviewState((state) => state.dual);
  const language = useStore(deps.preferences, (state) => state.policy_language);
  const comparison = useCompare(deps.client, choice, deps.notices.getState().fail);
  const ask = usePaneCommands(comparison, language);
  usePolicyRead(itemId, choice?.policy ?? null, language, dual);
  return (
    <section className={css.pane} aria-label={words.t('policy.title')} data-pane="policy">
      <Head comparison={comparison} language={language} />
      {choice === null || comparison.other === null ? null : (
        <CompareHead shown={choice.policy.version} versions={choice.versions} comparison={comparison} />
      )}
      <div className={css.body}>
        {choice === null ? (
          <p className={css.none}>{words.t(blinded ? 'policy.noneBlind' : 'policy.none')}</p>
        ) : comparison.pair === null ? (
          <PolicyText
            policy={choice.policy}
            translation={choice.translation}
            language={language}
            dual={dual}
            ask={ask}
            region={region}
          />
        ) : (
          <PolicyDiff {...comparison.pair} language={language} />
        )}
      </div>
    </section>
  );
}
