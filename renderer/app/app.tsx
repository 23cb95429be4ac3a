import { useCallback } from 'react';
import { useStore } from 'zustand';
import type { LockAsks } from '#contract/lock.ts';
import { CarePrompt } from '#renderer/features/care/care-prompt.tsx';
import { usePeople, useSeat } from '#renderer/features/people/context.ts';
import { DamageBanner, DiskBanner } from '#renderer/features/storage/disk-banner.tsx';
import { ReviewScreen } from '#renderer/features/review/review-screen.tsx';
import { activeKeys } from '#renderer/commands/keys.ts';
import { useAppCommands } from './app-commands.ts';
import { BatchItems } from './batch-items.tsx';
import { NoticeLine } from './notice-line.tsx';
import { PracticeOffer } from './practice-offer.tsx';
import { Providers } from './providers.tsx';
import {
  CareScreen,
  DevicesScreen,
  Dialogs,
  EnrolScreen,
  GrantScreen,
  KeymapScreen,
  LockScreen,
  PoliciesScreen,
  PracticeScreen,
  QueueScreen,
  SessionsScreen,
  VaultScreen,
} from './screens.ts';
import type { Services } from './services.ts';
import { useShell } from './shell-state.ts';
import { TopBar } from './top-bar.tsx';
import css from './app.module.css';

function SignedIn({ services }: { services: Services }) {
  const screen = useShell((state) => state.screen);
  const seat = useSeat();
  const exportAsked = useShell((state) => state.exportAsked);
  const blank = useCallback(() => {
    if (!services.review.store.getState().blank) services.commands.run('shield.blank');
  }, [services]);
  const findAsked = useShell((state) => state.findAsked);
  return (
    <div className={css.page}>
      <TopBar services={services} />
      <DiskBanner />
      <DamageBanner />
      {screen === 'queue' ? <PracticeOffer services={services} /> : null}
      <div className={css.screen}>
        {screen === 'review' ? <ReviewScreen /> : null}
        {screen === 'queue' ? (
          <QueueScreen
            onStart={(batch) => {
              services.shell.setState({ screen: 'review' });
              void services.review.navigating.resume(batch);
            }}
            onList={(batch) => services.shell.setState({ screen: 'list', listed: batch })}
          />
        ) : null}
        {screen === 'list' ? <BatchItems services={services} /> : null}
        {screen === 'policies' ? <PoliciesScreen services={services} findAsked={findAsked} /> : null}
        {screen === 'practice' ? <PracticeScreen services={services} /> : null}
        {screen === 'care' ? <CareScreen preferences={services.preferences} /> : null}
        {screen === 'keymap' ? <KeymapScreen preferences={services.preferences} /> : null}
        {screen === 'devices' && seat?.person.role === 'supervisor' ? (
          <DevicesScreen store={services.devices} own={seat.device_id} />
        ) : null}
        {screen === 'sessions' ? <SessionsScreen exportAsked={exportAsked} /> : null}
      </div>
      <CarePrompt preferences={services.preferences} onCap={blank} />
      <NoticeLine notices={services.notices} />
    </div>
  );
}

/** In place of the work; only the warning of unsent work is shown beside it. */
function Locked({ services, asks }: { services: Services; asks: LockAsks }) {
  const dialog = useShell((state) => state.dialog);
  return (
    <div className={css.root}>
      <LockScreen client={services.client} asks={asks} />
      {dialog === 'quit' ? <Dialogs services={services} isSignedIn={false} /> : null}
    </div>
  );
}

function Opened({ services, isSignedIn }: { services: Services; isSignedIn: boolean }) {
  const identity = usePeople((state) => state.identity);
  const info = useShell((state) => state.info);
  const dialog = useShell((state) => state.dialog);
  const vault = useShell((state) => state.vault);
  return (
    <div className={css.root}>
      {isSignedIn ? <SignedIn services={services} /> : null}
      {vault === null ? null : <VaultScreen client={services.client} vault={vault} />}
      {identity?.state === 'signed_out' ? (
        <EnrolScreen hint={info?.enrol_hint ?? null} platform={info?.platform ?? ''} revoked={identity.revoked} />
      ) : null}
      {identity?.state === 'grant_over' ? <GrantScreen identity={identity} /> : null}
      {dialog === null ? null : <Dialogs services={services} isSignedIn={isSignedIn} />}
    </div>
  );
}

function Page({ services }: { services: Services }) {
  const isSeated = usePeople(({ identity }) => identity === null || identity.state === 'signed_in');
  const lock = useShell((state) => state.lock);
  const hasKey = useShell(({ vault }) => vault === null);
  // Until it is known, somebody is taken to be: nothing is seen of it if not.
  const isSignedIn = isSeated && hasKey;
  const offered = isSignedIn ? 'everything' : 'page';
  useAppCommands(services, lock.locked ? 'locked' : offered);
  // Keys are shown all over the page: when they change, all of it is drawn again.
  useStore(activeKeys);
  if (lock.locked) return <Locked services={services} asks={lock.asks} />;
  return <Opened services={services} isSignedIn={isSignedIn} />;
}

/** The whole page. */
export function App({ services }: { services: Services }) {
  return (
    <Providers services={services}>
      <Page services={services} />
    </Providers>
  );
}
