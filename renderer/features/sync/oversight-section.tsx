import { useEffect } from 'react';
import type { Conflict, ParkedResult } from '#contract/sync.ts';
import { useWords, type Words } from '#renderer/i18n/use-words.ts';
import { ErrorNote } from '#renderer/ui/kit.tsx';
import { scrollArea } from '#renderer/ui/roles.ts';
import { useSync, useSyncApi } from './context.ts';
import css from './attention-dialog.module.css';

type Given = Conflict['verdicts'][number];

/** Everything of a verdict that may differ from another, in words. */
function choiceWords(words: Words, { choices }: Given): string {
  const { corrected_action, corrected_violation_type, corrected_severity, error_class, root_cause, note } = choices;
  const parts = [
    corrected_action === null ? '' : words.code('action', corrected_action),
    corrected_violation_type === null ? '' : words.code('violation', corrected_violation_type),
    corrected_severity === null ? '' : words.t('oversight.severity', { severity: corrected_severity }),
    error_class === null ? '' : words.t(`errorClass.${error_class}`),
    root_cause === null ? '' : words.t(`rootCause.${root_cause}`),
    choices.flagged ? words.t('record.flagged') : '',
    choices.evidence.length === 0 ? '' : words.t('evidence.list', { count: choices.evidence.length }),
    note,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function standingWords(words: Words, { effective, late }: Given): string {
  if (effective) return words.t('oversight.counts');
  return words.t(late ? 'oversight.late' : 'oversight.second');
}

function ConflictEntry({ conflict }: { conflict: Conflict }) {
  const words = useWords();
  return (
    <li data-conflict={conflict.item_id}>
      <strong>
        {conflict.record_id} · {conflict.batch}
      </strong>
      <table className={css.verdicts} aria-label={conflict.record_id}>
        <tbody>
          {conflict.verdicts.map((given) => (
            <tr key={given.result_id} data-counts={given.effective}>
              <th scope="row">{given.person}</th>
              <td>{words.verdict(given.kind)}</td>
              <td>{choiceWords(words, given)}</td>
              <td>{words.dateTime(given.decided_at)}</td>
              <td>{standingWords(words, given)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </li>
  );
}

function ParkedEntry({ parked }: { parked: ParkedResult }) {
  const words = useWords();
  return (
    <li data-parked={parked.id}>
      <strong>{parked.person}</strong>
      <span>{words.errorCode(parked.code)}</span>
      <span className={css.soft}>{words.dateTime(parked.at)}</span>
    </li>
  );
}

/** For supervisors: items with more than one verdict, each with who gave it and which counts; and verdicts that devices cannot deliver. */
export function OversightSection() {
  const words = useWords();
  const api = useSyncApi();
  const oversight = useSync((state) => state.oversight);
  useEffect(() => void api.getState().loadOversight(), [api]);
  if (oversight === null) return <p>{words.t('oversight.loading')}</p>;
  if (!oversight.ok) return <ErrorNote>{words.failure(oversight.error)}</ErrorNote>;
  const { conflicts, parked } = oversight.value;
  return (
    <div className={css.oversight} data-oversight {...scrollArea(words.t('oversight.title'))}>
      <h3>{words.t('oversight.conflicts', { count: conflicts.length })}</h3>
      {conflicts.length === 0 ? null : <p className={css.soft}>{words.t('oversight.why')}</p>}
      <ul className={css.list}>
        {conflicts.map((conflict) => (
          <ConflictEntry key={`${conflict.item_id} ${conflict.round}`} conflict={conflict} />
        ))}
      </ul>
      <h3>{words.t('oversight.parked', { count: parked.length })}</h3>
      <ul className={css.list}>
        {parked.map((each) => (
          <ParkedEntry key={`${each.id} ${each.sha256}`} parked={each} />
        ))}
      </ul>
    </div>
  );
}
