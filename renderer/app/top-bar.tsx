import { Search, ShieldAlert } from 'lucide-react';
import { useShell } from './shell-state.ts';
import { useReviewState } from '#renderer/features/review/context.tsx';
import { SyncPill } from '#renderer/features/sync/sync-pill.tsx';
import { useBatches } from '#renderer/features/batches/context.ts';
import { useSeat } from '#renderer/features/people/context.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { CommandButton } from '#renderer/ui/kit.tsx';
import type { Services } from './services.ts';
import css from './app.module.css';

function ReviewPlace() {
  const words = useWords();
  const view = useReviewState((state) => state.view);
  const given = useReviewState((state) => state.progress);
  const listed = useBatches((state) => state.batches?.find(({ batch }) => batch.id === view?.batch.id)?.progress);
  if (view === null) return null;
  const progress = given ?? listed ?? null;
  const due = view.batch.due_at;
  const place = [
    words.t('top.item', { position: view.item.position + 1 }),
    ...(progress === null ? [] : [words.t('queue.decided', { decided: progress.decided, total: progress.total })]),
    ...(due === null ? [] : [words.t('queue.due', { at: words.soon(due) })]),
  ].join(' · ');
  return (
    <>
      <strong title={view.batch.name}>{view.batch.name}</strong>
      <span title={place}>{` · ${place}`}</span>
    </>
  );
}

/** Where a stolen device would tell everything, or a closed program forget everything, it is said all the time. */
function ProtectionNote() {
  const words = useWords();
  const protection = useShell((state) => state.info?.protection ?? null);
  if (protection !== 'development' && protection !== 'nothing_kept') return null;
  return (
    <span className={css.protection} data-protection={protection} title={words.t(`settings.protection.${protection}`)}>
      <ShieldAlert size={14} aria-hidden="true" />
      {words.t(`top.protection.${protection}`)}
    </span>
  );
}

const SCREENS = [
  ['go.queue', 'queue'],
  ['go.review', 'review'],
  ['go.policies', 'policies'],
  ['go.sessions', 'sessions'],
  ['go.care', 'care'],
] as const;

/** Where one is, where the work is, and the ways to everything else. */
export function TopBar({ services }: { services: Services }) {
  const words = useWords();
  const screen = useShell((state) => state.screen);
  const isSupervisor = useSeat()?.person.role === 'supervisor';
  const screens = isSupervisor ? [...SCREENS, ['go.devices', 'devices'] as const] : SCREENS;
  return (
    <header className={css.top}>
      <span className={css.brand}>
        <Search size={16} aria-hidden="true" />
        {words.t('app.name')}
      </span>
      <nav aria-label={words.t('top.screens')}>
        {screens.map(([id, name]) => (
          <CommandButton
            key={id}
            id={id}
            look="quiet"
            hideKey
            pressed={screen === name}
            say={(each) => each.t(`screen.${name}`)}
          />
        ))}
      </nav>
      <span className={css.where}>{screen === 'review' ? <ReviewPlace /> : null}</span>
      <ProtectionNote />
      <SyncPill onAttention={() => services.shell.setState({ dialog: 'attention' })} />
      <CommandButton id="app.language" look="quiet" hideKey say={(each) => each.t('app.otherLanguage')} />
      <CommandButton id="app.palette" look="quiet" say={(each) => each.t('top.commands')} />
    </header>
  );
}
