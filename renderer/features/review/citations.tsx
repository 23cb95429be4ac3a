import { BookMarked, X } from 'lucide-react';
import type { PolicyCitation } from '#contract/policies.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { kit } from '#renderer/ui/kit.tsx';
import css from './citations.module.css';
import { useReview, useReviewState } from './context.tsx';

/** As many sections as a verdict can rest on. */
export const MOST_CITATIONS = 20;

/** Whether two citations name the same section of the same text. */
export function isSameCitation(a: PolicyCitation, b: PolicyCitation): boolean {
  return (
    a.policy_id === b.policy_id && a.version === b.version && a.language === b.language && a.section_id === b.section_id
  );
}

/** The policy sections that the verdict rests on; each can be taken away again. */
export function Citations() {
  const words = useWords();
  const { deciding } = useReview();
  const citations = useReviewState((state) => state.choices.citations);
  if (citations.length === 0) return null;
  return (
    <ul className={css.citations} aria-label={words.t('policy.citations')} data-citations>
      {citations.map((each) => {
        const name = `${each.policy_id} · ${each.version} · ${each.section_id}`;
        return (
          <li key={`${name}.${each.language}`} className={css.chip} title={name}>
            <BookMarked size={12} aria-hidden="true" />
            <span>
              <span className={kit.visuallyHidden}>{`${each.policy_id} ${each.version} `}</span>
              {`§ ${each.section_id}`}
            </span>
            <span className={css.language}>{each.language}</span>
            <button
              type="button"
              aria-label={words.t('policy.citeRemove', { section: name })}
              onClick={() => deciding.change({ citations: citations.filter((other) => !isSameCitation(other, each)) })}
            >
              <X size={12} aria-hidden="true" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
