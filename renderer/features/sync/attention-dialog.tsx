import { useEffect } from 'react';
import { useWords } from '#renderer/i18n/use-words.ts';
import { DialogFrame } from '#renderer/ui/dialog-frame.tsx';
import { useSyncApi, useSync } from './context.ts';
import { OversightSection } from './oversight-section.tsx';
import css from './attention-dialog.module.css';

/**
 * What the hub refused, what came too late and what the device could not do: each with its reason and the next step. Nothing in here is lost. A
 * supervisor also reads what needs a hand elsewhere.
 */
export function AttentionDialog({ isSupervisor, onClose }: { isSupervisor: boolean; onClose: () => void }) {
  const words = useWords();
  const api = useSyncApi();
  const entries = useSync((state) => state.attention);
  const status = useSync((state) => state.status);
  useEffect(() => void api.getState().loadAttention(), [api]);
  const general = status?.sync.state === 'needs_attention' ? status.sync.code : null;
  const close = (): void => {
    if (entries.some((entry) => entry.code === 'verdict-late')) void api.getState().seen();
    onClose();
  };
  return (
    <DialogFrame title={words.t('attention.title')} width={720} onClose={close}>
      {entries.length === 0 ? <p>{general === null ? words.t('attention.none') : words.errorCode(general)}</p> : null}
      <ul className={css.list}>
        {entries.map((entry) => (
          <li key={entry.result_id}>
            <strong>{words.errorCode(entry.code)}</strong>
            <span className={css.soft}>
              {[words.dateTime(entry.at), entry.detail].filter((part) => part !== '').join(' · ')}
            </span>
          </li>
        ))}
      </ul>
      <p className={css.next}>{words.t('attention.next')}</p>
      {isSupervisor ? <OversightSection /> : null}
    </DialogFrame>
  );
}
