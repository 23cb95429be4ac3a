import { useSync } from '#renderer/features/sync/context.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { DialogFrame } from '#renderer/ui/dialog-frame.tsx';
import { kit } from '#renderer/ui/kit.tsx';
import { useShell } from './shell-state.ts';
import type { Services } from './services.ts';
import css from './dialogs.module.css';

/** Leads to the export form of the session log. */
export function askForExport({ shell }: Services): void {
  shell.setState({ dialog: null, screen: 'sessions', exportAsked: shell.getState().exportAsked + 1 });
}

/** Says how much work has not reached the hub, and offers to take the session log along before quitting. */
export function QuitDialog({ services, onClose }: { services: Services; onClose: () => void }) {
  const words = useWords();
  const count = useSync((state) => state.status?.pending_results ?? 0);
  const isKept = useShell((state) => state.info?.protection !== 'nothing_kept');
  const go = async (): Promise<void> => {
    await services.review.keep();
    await services.client.app.quit({});
  };
  return (
    <DialogFrame title={words.t('quit.title')} width={520} onClose={onClose}>
      <div className={css.stack} data-quit>
        <p>{words.t(isKept ? 'quit.pending' : 'quit.pendingLost', { count })}</p>
        <div className={css.buttons}>
          <button className={kit.button} type="button" onClick={onClose}>
            {words.t('common.stay')}
          </button>
          <button className={kit.button} type="button" data-export-first onClick={() => askForExport(services)}>
            {words.t('quit.export')}
          </button>
          <button className={kit.button} data-primary type="button" data-quit-anyway onClick={() => void go()}>
            {words.t('quit.anyway')}
          </button>
        </div>
      </div>
    </DialogFrame>
  );
}
