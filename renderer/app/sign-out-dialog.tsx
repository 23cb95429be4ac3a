import { useState } from 'react';
import { usePeople } from '#renderer/features/people/context.ts';
import { useSync } from '#renderer/features/sync/context.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { DialogFrame } from '#renderer/ui/dialog-frame.tsx';
import { ErrorNote, kit } from '#renderer/ui/kit.tsx';
import { askForExport } from './quit-dialog.tsx';
import type { Services } from './services.ts';
import css from './dialogs.module.css';

/** Asks before signing out; with unsent work it says how much, and asks for a second yes. */
export function SignOutDialog({ services, onClose }: { services: Services; onClose: () => void }) {
  const words = useWords();
  const failure = usePeople((state) => state.failure);
  const signOut = usePeople((state) => state.signOut);
  const pending = useSync((state) => state.status?.pending_results ?? 0);
  const [isRefused, setRefused] = useState(false);
  const go = async (leaveUnsent: boolean): Promise<void> => {
    await services.review.keep();
    if (await signOut(leaveUnsent)) onClose();
    else setRefused(true);
  };
  return (
    <DialogFrame title={words.t('signOut.title')} width={520} onClose={onClose}>
      <div className={css.stack}>
        <p>{words.t(pending > 0 ? 'signOut.pending' : 'signOut.body', { count: pending })}</p>
        {isRefused && failure !== null ? <ErrorNote>{words.failure(failure)}</ErrorNote> : null}
        <div className={css.buttons}>
          <button className={kit.button} type="button" onClick={onClose}>
            {words.t('common.stay')}
          </button>
          {pending > 0 ? (
            <button className={kit.button} type="button" data-export-first onClick={() => askForExport(services)}>
              {words.t('quit.export')}
            </button>
          ) : null}
          <button className={kit.button} data-primary type="button" onClick={() => void go(isRefused)}>
            {words.t(isRefused ? 'signOut.anyway' : 'signOut.go')}
          </button>
        </div>
      </div>
    </DialogFrame>
  );
}
