import { useWords } from '#renderer/i18n/use-words.ts';
import css from './policy-diff.module.css';
import type { Comparison } from './use-compare.ts';

interface CompareHeadProps {
  readonly shown: string;
  readonly versions: readonly string[];
  readonly comparison: Comparison;
}

/** Which version the shown one is compared with. */
export function CompareHead({ shown, versions, comparison }: CompareHeadProps) {
  const words = useWords();
  return (
    <div className={css.head}>
      <label>
        {words.t('policy.diff.with', { version: shown })}
        <select value={comparison.other ?? ''} onChange={(event) => comparison.withVersion(event.target.value)}>
          {versions
            .filter((version) => version !== shown)
            .map((version) => (
              <option key={version} value={version}>
                {version}
              </option>
            ))}
        </select>
      </label>
    </div>
  );
}
