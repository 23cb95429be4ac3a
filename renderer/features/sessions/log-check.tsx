import { useWords } from '#renderer/i18n/use-words.ts';
import { ErrorNote, kit } from '#renderer/ui/kit.tsx';
import { useSessions, useSessionsApi } from './context.ts';
import css from './sessions-screen.module.css';

function Outcome() {
  const words = useWords();
  const checking = useSessions((state) => state.checking);
  if (checking.stage === 'idle') return null;
  if (checking.stage === 'running') return <output>{words.t('sessions.checking')}</output>;
  if (checking.stage === 'failed') return <ErrorNote>{words.failure(checking.error)}</ErrorNote>;
  const { broken, lines } = checking;
  if (broken !== null) return <ErrorNote>{words.t('sessions.broken', { line: broken.line })}</ErrorNote>;
  return <output data-log-lines={lines}>{words.t('sessions.whole', { lines })}</output>;
}

/** Reads the log of this device from end to end and says whether every line follows from the one before. */
export function LogCheck() {
  const words = useWords();
  const api = useSessionsApi();
  const running = useSessions((state) => state.checking.stage === 'running');
  return (
    <div className={css.check}>
      <button className={kit.button} type="button" disabled={running} onClick={() => void api.getState().check()}>
        {words.t('sessions.check')}
      </button>
      <Outcome />
    </div>
  );
}
