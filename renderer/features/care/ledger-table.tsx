import type { LedgerDay } from '#contract/care.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import css from './care-screen.module.css';

const severities = [0, 1, 2, 3, 4, 5, null] as const;
const toMinutes = (seconds: number): number => Math.round(seconds / 60);

/** Minutes of clip by day and severity: the person's own figures. */
export function LedgerTable({ days }: { days: readonly LedgerDay[] }) {
  const words = useWords();
  const found = severities.filter((severity) =>
    days.some((day) => day.shown.some((each) => each.severity === severity)),
  );
  if (found.length === 0) return <p className={css.soft}>{words.t('care.noLedger')}</p>;
  const secondsOf = (day: LedgerDay, severity: number | null): number =>
    day.shown.find((each) => each.severity === severity)?.seconds ?? 0;
  return (
    <table className={css.table} data-ledger>
      <caption>{words.t('care.ledger')}</caption>
      <thead>
        <tr>
          <th scope="col">{words.t('care.day')}</th>
          {found.map((severity) => (
            <th scope="col" key={severity ?? 'unknown'}>
              {severity === null ? words.t('care.severityUnknown') : `S${severity}`}
            </th>
          ))}
          <th scope="col">{words.t('care.total')}</th>
          <th scope="col">{words.t('care.work')}</th>
          <th scope="col">{words.t('care.breakCount')}</th>
        </tr>
      </thead>
      <tbody>
        {days.map((day) => (
          <tr key={day.day}>
            <th scope="row">{words.date(`${day.day}T12:00:00`)}</th>
            {found.map((severity) => (
              <td key={severity ?? 'unknown'}>{words.number(toMinutes(secondsOf(day, severity)))}</td>
            ))}
            <td>{words.number(toMinutes(day.shown.reduce((sum, { seconds }) => sum + seconds, 0)))}</td>
            <td>{words.t('care.minutes', { minutes: toMinutes(day.work_s) })}</td>
            <td>{words.t('care.breaksOf', { count: day.breaks.count, minutes: toMinutes(day.breaks.seconds) })}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
