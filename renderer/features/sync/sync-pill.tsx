import { Check, CloudUpload, HardDrive, TriangleAlert } from 'lucide-react';
import { assertNever } from '#contract/assert.ts';
import type { SyncState, SyncStatus } from '#contract/sync.ts';
import { useWords, type Words } from '#renderer/i18n/use-words.ts';
import { useSync } from './context.ts';
import css from './sync-pill.module.css';

const icons = {
  saved_on_device: HardDrive,
  uploading: CloudUpload,
  up_to_date: Check,
  needs_attention: TriangleAlert,
} as const satisfies Record<SyncState['state'], typeof Check>;

function stateWords(words: Words, sync: SyncState): string {
  switch (sync.state) {
    case 'saved_on_device':
      return words.t('sync.saved', { count: sync.pending });
    case 'uploading':
      return words.t('sync.uploading', { done: sync.done, total: sync.total });
    case 'up_to_date':
      return words.t('sync.upToDate', { at: words.time(sync.at) });
    case 'needs_attention':
      return words.t('sync.attention', { count: sync.count });
    default:
      return assertNever(sync);
  }
}

function contactWords(words: Words, { reachable, last_contact_at }: SyncStatus): string {
  const last = last_contact_at === null ? words.t('sync.never') : words.dateTime(last_contact_at);
  return words.t(reachable ? 'sync.reachable' : 'sync.unreachable', { at: last });
}

/** Says where the work is. A press talks to the hub now, or opens what needs attention; it never blocks. */
export function SyncPill({ onAttention }: { onAttention: () => void }) {
  const words = useWords();
  const status = useSync((state) => state.status);
  const now = useSync((state) => state.now);
  if (status === null) return <span className={css.pill} data-sync-state="unknown" />;
  const { sync } = status;
  const Icon = icons[sync.state];
  const needsHand = sync.state === 'needs_attention';
  return (
    <button
      type="button"
      className={css.pill}
      data-sync-state={sync.state}
      data-pending={status.pending_results}
      data-reachable={status.reachable}
      title={contactWords(words, status)}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => (needsHand ? onAttention() : void now())}
    >
      <Icon size={14} aria-hidden="true" />
      {stateWords(words, sync)}
    </button>
  );
}
