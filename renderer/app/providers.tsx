import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { CommandsProvider } from '#renderer/commands/context.tsx';
import { BatchesProvider } from '#renderer/features/batches/context.ts';
import { CareProvider } from '#renderer/features/care/context.ts';
import { KeymapProvider } from '#renderer/features/keymap/context.ts';
import { PeopleProvider } from '#renderer/features/people/context.ts';
import { PoliciesProvider } from '#renderer/features/policies/context.ts';
import { ReviewProvider } from '#renderer/features/review/context.tsx';
import { SessionsProvider } from '#renderer/features/sessions/context.ts';
import { StorageProvider } from '#renderer/features/storage/context.ts';
import { SyncProvider } from '#renderer/features/sync/context.ts';
import { LanguageProvider } from '#renderer/i18n/provider.tsx';
import { WatermarkContext } from '#renderer/ui/watermark.tsx';
import type { Services } from './services.ts';
import { ShellProvider } from './shell-state.ts';

/** Hands the page's services to the components below. */
export function Providers({ services, children }: { services: Services; children: ReactNode }) {
  const language = useStore(services.preferences, (state) => state.language);
  const person = useStore(services.people, ({ identity }) =>
    identity?.state === 'signed_in' ? identity.person.id : null,
  );
  return (
    <LanguageProvider language={language}>
      <CommandsProvider value={services.commands}>
        <ShellProvider store={services.shell}>
          <PeopleProvider store={services.people}>
            <BatchesProvider store={services.batches}>
              <SyncProvider store={services.sync}>
                <PoliciesProvider store={services.policies}>
                  <SessionsProvider store={services.sessions}>
                    <CareProvider store={services.care}>
                      <KeymapProvider store={services.keymap}>
                        <StorageProvider store={services.storage}>
                          <WatermarkContext value={person}>
                            <ReviewProvider value={services.review}>{children}</ReviewProvider>
                          </WatermarkContext>
                        </StorageProvider>
                      </KeymapProvider>
                    </CareProvider>
                  </SessionsProvider>
                </PoliciesProvider>
              </SyncProvider>
            </BatchesProvider>
          </PeopleProvider>
        </ShellProvider>
      </CommandsProvider>
    </LanguageProvider>
  );
}
