import { Palette } from '#renderer/commands/palette.tsx';
import { CheatSheet } from '#renderer/commands/cheat-sheet.tsx';
import { AttentionDialog } from '#renderer/features/sync/attention-dialog.tsx';
import { ShiftDialog } from '#renderer/features/care/shift-dialog.tsx';
import { BreakDialog } from './break-dialog.tsx';
import { PassphraseDialog } from './passphrase-dialog.tsx';
import { QuitDialog } from './quit-dialog.tsx';
import type { Services } from './services.ts';
import { SettingsDialog } from './settings-dialog.tsx';
import { useShell } from './shell-state.ts';
import { SignOutDialog } from './sign-out-dialog.tsx';

function isSupervisor({ people }: Services): boolean {
  const { identity } = people.getState();
  return identity?.state === 'signed_in' && identity.person.role === 'supervisor';
}

/** At most one dialog at a time. */
export function Dialogs({ services, isSignedIn }: { services: Services; isSignedIn: boolean }) {
  const dialog = useShell((state) => state.dialog);
  const close = (): void => services.shell.setState({ dialog: null });
  switch (dialog) {
    case 'palette':
      return <Palette uses={services.preferences.getState().command_use} onClose={close} />;
    case 'help':
      return <CheatSheet onClose={close} />;
    case 'settings':
      return <SettingsDialog services={services} onClose={close} />;
    case 'attention':
      return <AttentionDialog isSupervisor={isSupervisor(services)} onClose={close} />;
    case 'break':
      return (
        <BreakDialog
          client={services.client}
          since={services.shell.getState().breakSince}
          onTaken={services.care.getState().breakTaken}
          onClose={close}
        />
      );
    case 'shift':
      return isSignedIn ? <ShiftDialog onClose={close} /> : null;
    case 'quit':
      return <QuitDialog services={services} onClose={close} />;
    case 'passphrase':
      return <PassphraseDialog services={services} onClose={close} />;
    case 'signOut':
      return isSignedIn ? <SignOutDialog services={services} onClose={close} /> : null;
    case null:
      return null;
  }
}
