import { preloadPlayer } from '#renderer/features/review/player/load-player.ts';
import { late } from '#renderer/ui/late.tsx';

/*
 * Everything but the review screen: whoever comes back to a review shall not wait for it. It comes while the first item is being looked at, so
 * that going to it never waits either.
 */
export const CareScreen = late(() => import('#renderer/features/care/care-screen.tsx').then((m) => m.CareScreen));
export const DevicesScreen = late(() =>
  import('#renderer/features/devices/devices-screen.tsx').then((m) => m.DevicesScreen),
);
export const EnrolScreen = late(() => import('#renderer/features/people/enrol-screen.tsx').then((m) => m.EnrolScreen));
export const GrantScreen = late(() => import('#renderer/features/people/grant-screen.tsx').then((m) => m.GrantScreen));
export const KeymapScreen = late(() =>
  import('#renderer/features/keymap/keymap-screen.tsx').then((m) => m.KeymapScreen),
);
export const LockScreen = late(() => import('#renderer/features/lock/lock-screen.tsx').then((m) => m.LockScreen));
export const PoliciesScreen = late(() =>
  import('#renderer/features/policies/policies-screen.tsx').then((m) => m.PoliciesScreen),
);
export const PracticeScreen = late(() => import('./practice-screen.tsx').then((m) => m.PracticeScreen));
export const QueueScreen = late(() => import('#renderer/features/batches/queue-screen.tsx').then((m) => m.QueueScreen));
export const ListScreen = late(() => import('#renderer/features/review/list-screen.tsx').then((m) => m.ListScreen));
export const SessionsScreen = late(() =>
  import('#renderer/features/sessions/sessions-screen.tsx').then((m) => m.SessionsScreen),
);
export const VaultScreen = late(() => import('#renderer/features/vault/vault-screen.tsx').then((m) => m.VaultScreen));
export const Dialogs = late(() => import('./dialogs.tsx').then((m) => m.Dialogs));

/** Fetches the code of the player and of every screen and dialog, the likeliest first. */
export async function preloadScreens(): Promise<void> {
  const all = [
    Dialogs,
    LockScreen,
    QueueScreen,
    ListScreen,
    PoliciesScreen,
    SessionsScreen,
    CareScreen,
    KeymapScreen,
    PracticeScreen,
  ];
  await preloadPlayer();
  for (const each of all) await each.preload();
}
