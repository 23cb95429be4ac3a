import { Check, CloudUpload, HardDrive, Pause, Play, TriangleAlert } from 'lucide-react';
import { assertNever } from '#contract/assert.ts';
import type { SyncState, SyncStatus } from '#contract/sync.ts';
import { type Transfer, transferOf } from '#domain/sync/status.ts';
import { useWords, type Words } from '#renderer/i18n/use-words.ts';
import { CommandButton, ProgressBar } from '#renderer/ui/kit.tsx';
import { useSync } from './context.ts';
import { Steady } from '#renderer/ui/steady.tsx';
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

function transferWords(words: Words, transfer: Transfer): string {
  const { kind, done, total } = transfer;
  if (kind === 'results') return words.t('sync.uploading', { done, total });
  return words.t('sync.clips', {
    done,
    total,
    have: words.bytes(transfer.bytes),
    all: words.bytes(transfer.bytesTotal),
  });
}

/** How far the exchange is, and the button that halts it or lets it go on; nothing while nothing is on its way. */
function TransferBar({ status }: { status: SyncStatus }) {
  const words = useWords();
  const transfer = transferOf(status);
  if (transfer === null && !status.paused) return null;
  return (
    <span className={css.transfer} data-transfer={transfer?.kind ?? 'none'} data-paused={status.paused || undefined}>
      {transfer === null ? null : (
        <>
          <ProgressBar share={transfer.share} label={words.t('sync.progress')} />
          <span>{transferWords(words, transfer)}</span>
        </>
      )}
      <CommandButton
        id="app.syncPause"
        look="quiet"
        hideKey
        iconOnly
        pressed={status.paused}
        icon={status.paused ? <Play size={14} aria-hidden="true" /> : <Pause size={14} aria-hidden="true" />}
      />
    </span>
  );
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
  const { sync, paused } = status;
  const Icon = icons[sync.state];
  const needsHand = sync.state === 'needs_attention';
  return (
    <>
      <TransferBar status={status} />
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
        <Steady
          say={(each) => (paused ? each.t('sync.paused', { count: status.pending_results }) : stateWords(each, sync))}
        />
      </button>
    </>
  );
}
