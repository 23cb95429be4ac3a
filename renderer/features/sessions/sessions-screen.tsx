import { useEffect } from 'react';
import { useWords } from '#renderer/i18n/use-words.ts';
import { ErrorNote } from '#renderer/ui/kit.tsx';
import { useSessions, useSessionsApi } from './context.ts';
import { eventDetails } from './event-words.ts';
import { ExportForm } from './export-form.tsx';
import { LogCheck } from './log-check.tsx';
import css from './sessions-screen.module.css';
import { scrollArea } from '#renderer/ui/roles.ts';

/** The newest events of this device, and the export of the log. */
export function SessionsScreen({ exportAsked }: { exportAsked: number }) {
  const words = useWords();
  const api = useSessionsApi();
  const events = useSessions((state) => state.events);
  const failure = useSessions((state) => state.failure);
  useEffect(() => void api.getState().load(), [api]);
  return (
    <main className={css.screen} data-screen="sessions" aria-label={words.t('screen.sessions')}>
      <div className={css.log} {...scrollArea(words.t('sessions.title'))}>
        <h1>{words.t('sessions.title')}</h1>
        <LogCheck />
        {failure === null ? null : <ErrorNote>{words.failure(failure)}</ErrorNote>}
        <table>
          <thead>
            <tr>
              <th scope="col">{words.t('sessions.at')}</th>
              <th scope="col">{words.t('sessions.event')}</th>
              <th scope="col">{words.t('sessions.details')}</th>
            </tr>
          </thead>
          <tbody>
            {events?.map((event) => (
              <tr key={event.id}>
                <td>{words.dateTime(event.at)}</td>
                <td>{words.t(`event.${event.detail.type}`)}</td>
                <td>{eventDetails(words, event.detail)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {events?.length === 0 ? <p className={css.soft}>{words.t('sessions.empty')}</p> : null}
      </div>
      <ExportForm asked={exportAsked} />
    </main>
  );
}
