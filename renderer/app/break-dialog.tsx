import { useEffect, useState } from 'react';
import type { LupaClient } from '#contract/ipc.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { DialogFrame } from '#renderer/ui/dialog-frame.tsx';
import { kit } from '#renderer/ui/kit.tsx';
import css from './dialogs.module.css';

const MINUTE = 60_000;

const minutesSince = (moment: number): number => Math.round((performance.now() - moment) / MINUTE);

interface BreakDialogProps {
  readonly client: LupaClient;
  /** When it began, on the page's own clock in milliseconds. */
  readonly since: number;
  /** The break is over; it was so many seconds long. */
  readonly onTaken: (seconds: number) => Promise<void>;
  readonly onClose: () => void;
}

/** A pause: nothing of the work is seen, and the session log knows when it began and ended. */
export function BreakDialog({ client, since, onTaken, onClose }: BreakDialogProps) {
  const words = useWords();
  const [minutes, setMinutes] = useState(() => minutesSince(since));
  useEffect(() => {
    const timer = setInterval(() => setMinutes(minutesSince(since)), MINUTE);
    return () => clearInterval(timer);
  }, [since]);
  const end = (): void => {
    void client.sessions.report({ detail: { type: 'break_end' } });
    void onTaken((performance.now() - since) / 1_000);
    onClose();
  };
  return (
    <DialogFrame title={words.t('break.title')} width={440} cover onClose={end}>
      <div className={css.break}>
        <p>{words.t('break.body')}</p>
        <p>{words.t('break.minutes', { minutes })}</p>
        <button className={kit.button} data-primary type="button" onClick={end}>
          {words.t('break.end')}
        </button>
      </div>
    </DialogFrame>
  );
}
