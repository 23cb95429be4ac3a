import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useWords } from '#renderer/i18n/use-words.ts';
import { kit } from '#renderer/ui/kit.tsx';
import type { NoticesStore } from '#renderer/ui/notices.ts';
import css from './app.module.css';

/** How long a calm notice stays. Milliseconds. One that tells of a failure stays until the next. */
const STAYS = 5_000;

/** The one polite line: read out once, seen for a while, never in the way of a click. */
export function NoticeLine({ notices }: { notices: NoticesStore }) {
  const words = useWords();
  const notice = useStore(notices, (state) => state.notice);
  const clear = useStore(notices, (state) => state.clear);
  useEffect(() => {
    if (notice === null || notice.tone === 'bad') return undefined;
    const timer = setTimeout(clear, STAYS);
    return () => clearTimeout(timer);
  }, [notice, clear]);
  const text = notice === null ? '' : words.t(notice.id, notice.values);
  return (
    <>
      <output className={kit.visuallyHidden} aria-live="polite">
        {text}
      </output>
      <div className={css.notice} data-tone={notice?.tone ?? 'calm'} data-notice={notice?.id ?? ''} aria-hidden="true">
        {notice?.tone === 'heard' ? '' : text}
      </div>
    </>
  );
}
