import { useCallback } from 'react';
import { useStore } from 'zustand';
import { CarePrompt } from '#renderer/features/care/care-prompt.tsx';
import { CareScreen } from '#renderer/features/care/care-screen.tsx';
import { EnrolScreen } from '#renderer/features/people/enrol-screen.tsx';
import { usePeople } from '#renderer/features/people/context.ts';
import { KeymapScreen } from '#renderer/features/keymap/keymap-screen.tsx';
import { PoliciesScreen } from '#renderer/features/policies/policies-screen.tsx';
import { QueueScreen } from '#renderer/features/batches/queue-screen.tsx';
import { ReviewScreen } from '#renderer/features/review/review-screen.tsx';
import { SessionsScreen } from '#renderer/features/sessions/sessions-screen.tsx';
import { activeKeys } from '#renderer/commands/keys.ts';
import { useAppCommands } from './app-commands.ts';
import { Dialogs } from './dialogs.tsx';
import { NoticeLine } from './notice-line.tsx';
import { PracticeOffer } from './practice-offer.tsx';
import { PracticeScreen } from './practice-screen.tsx';
import { Providers } from './providers.tsx';
import type { Services } from './services.ts';
import { useShell } from './shell-state.ts';
import { TopBar } from './top-bar.tsx';
import css from './app.module.css';

function SignedIn({ services }: { services: Services }) {
  const screen = useShell((state) => state.screen);
  const exportAsked = useShell((state) => state.exportAsked);
  const blank = useCallback(() => {
    if (!services.review.store.getState().blank) services.commands.run('shield.blank');
  }, [services]);
  const findAsked = useShell((state) => state.findAsked);
  return (
    <div className={css.page}>
      <TopBar services={services} />
      {screen === 'queue' ? <PracticeOffer services={services} /> : null}
      <div className={css.screen}>
        {screen === 'review' ? <ReviewScreen /> : null}
        {screen === 'queue' ? (
          <QueueScreen
            onStart={(batch) => {
              services.shell.setState({ screen: 'review' });
              void services.review.navigating.resume(batch);
            }}
          />
        ) : null}
        {screen === 'policies' ? <PoliciesScreen services={services} findAsked={findAsked} /> : null}
        {screen === 'practice' ? <PracticeScreen services={services} /> : null}
        {screen === 'care' ? <CareScreen preferences={services.preferences} /> : null}
        {screen === 'keymap' ? <KeymapScreen preferences={services.preferences} /> : null}
        {screen === 'sessions' ? <SessionsScreen exportAsked={exportAsked} /> : null}
      </div>
      <CarePrompt preferences={services.preferences} onCap={blank} />
      <NoticeLine notices={services.notices} />
    </div>
  );
}

function Page({ services }: { services: Services }) {
  const identity = usePeople((state) => state.identity);
  const info = useShell((state) => state.info);
  const locked = useStore(services.shell, (state) => state.locked);
  const isSignedIn = identity?.state === 'signed_in';
  useAppCommands(services, isSignedIn);
  // Keys are shown all over the page: when they change, all of it is drawn again.
  useStore(activeKeys);
  return (
    <div className={css.root} inert={locked}>
      {isSignedIn ? <SignedIn services={services} /> : null}
      {identity?.state === 'signed_out' ? (
        <EnrolScreen hint={info?.enrol_hint ?? null} platform={info?.platform ?? ''} />
      ) : null}
      <Dialogs services={services} isSignedIn={isSignedIn} />
    </div>
  );
}

/** The whole page. */
export function App({ services }: { services: Services }) {
  return (
    <Providers services={services}>
      <Page services={services} />
    </Providers>
  );
}
