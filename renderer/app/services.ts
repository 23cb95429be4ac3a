import type { PageBridge } from '#contract/core-link.ts';
import type { LupaClient } from '#contract/ipc.ts';
import { effectiveKeymap } from '#domain/commands/personal.ts';
import { createClient, listen } from '#renderer/bridge/client.ts';
import { createPreferences, type PreferencesStore } from '#renderer/bridge/preferences.ts';
import { keymapGround } from '#renderer/commands/ground.ts';
import { activeKeys, readLayout } from '#renderer/commands/keys.ts';
import { createUses } from '#renderer/commands/uses.ts';
import { type CommandRuntime, createCommandRuntime } from '#renderer/commands/runtime.ts';
import { createBatches } from '#renderer/features/batches/batches.ts';
import { type CareStore, createCare } from '#renderer/features/care/care.ts';
import { createDevices, type DevicesStore } from '#renderer/features/devices/devices.ts';
import { createPeople } from '#renderer/features/people/people.ts';
import { createPolicies } from '#renderer/features/policies/policies.ts';
import { createKeymap } from '#renderer/features/keymap/keymap.ts';
import { createPace } from '#renderer/features/review/pace.ts';
import { createPlayerPool } from '#renderer/features/review/player/pool.ts';
import { AHEAD } from '#renderer/features/review/preparing.ts';
import { loadPlayer } from '#renderer/features/review/player/load-player.ts';
import { createReview, type Review } from '#renderer/features/review/review.ts';
import { createSessions } from '#renderer/features/sessions/sessions.ts';
import { createStorage } from '#renderer/features/storage/storage.ts';
import { createSync } from '#renderer/features/sync/sync.ts';
import { createNotices, type NoticesStore } from '#renderer/ui/notices.ts';
import { wireCare } from './care-wiring.ts';
import { followLook } from './look.ts';
import { followLock } from './screen-lock.ts';
import { createSettingsFile, type SettingsFileStore } from './settings-file.ts';
import { createShell } from './shell-state.ts';

/** Everything that lives as long as the page. */
export interface Services {
  readonly client: LupaClient;
  readonly commands: CommandRuntime;
  readonly notices: NoticesStore;
  readonly preferences: PreferencesStore;
  readonly shell: ReturnType<typeof createShell>;
  readonly people: ReturnType<typeof createPeople>;
  readonly devices: DevicesStore;
  readonly batches: ReturnType<typeof createBatches>;
  readonly sync: ReturnType<typeof createSync>;
  readonly storage: ReturnType<typeof createStorage>;
  readonly policies: ReturnType<typeof createPolicies>;
  readonly sessions: ReturnType<typeof createSessions>;
  readonly keymap: ReturnType<typeof createKeymap>;
  readonly review: Review;
  readonly care: CareStore;
  readonly settingsFile: SettingsFileStore;
}

/** The keys in force, and the words on their caps, follow what the person chose. */
function followKeys(preferences: PreferencesStore): void {
  void readLayout();
  preferences.subscribe(({ keymap, language }, before) => {
    if (keymap !== before.keymap) activeKeys.setState({ keymap: effectiveKeymap(keymapGround, keymap) });
    if (language !== before.language) activeKeys.setState(({ caps }) => ({ caps: { ...caps, language } }));
  });
}

/** Puts the page together over a transport. */
export function createServices(bridge: PageBridge): Services {
  const client = createClient(bridge);
  const notices = createNotices();
  const preferences = createPreferences(client, (code) => notices.getState().fail({ code, params: {} }));
  const pool = createPlayerPool(loadPlayer, AHEAD);
  const shell = createShell();
  const commands = createCommandRuntime(createUses(preferences, notices, () => Date.now()));
  commands.listen(window);
  followKeys(preferences);
  listen(bridge, 'app.quitAsked', () => shell.setState({ dialog: 'quit' }));
  listen(bridge, 'app.lock', (lock) => followLock({ shell, review }, lock));
  const people = createPeople(client, bridge);
  const review = createReview({ client, pool, pace: createPace(window), notices, preferences }, bridge);
  people.subscribe(({ identity }, before) => {
    if (before.identity === null || before.identity.state === identity?.state) return;
    review.reset();
    shell.setState({ screen: 'queue', dialog: null });
  });
  const services: Services = {
    client,
    commands,
    notices,
    preferences,
    shell,
    people,
    devices: createDevices(client, notices),
    batches: createBatches(client, bridge),
    sync: createSync(client, bridge),
    storage: createStorage(client, bridge),
    policies: createPolicies(client, bridge),
    sessions: createSessions(client, bridge),
    keymap: createKeymap({ client, preferences, notices }),
    review,
    care: createCare(client, notices),
    settingsFile: createSettingsFile({ client, preferences, notices }),
  };
  followLook(preferences);
  wireCare(services);
  return services;
}

/** What must be known before anything is shown: the language, who is signed in, and the shell's facts. Each is taken as it comes. */
export async function loadFirst(services: Services): Promise<void> {
  const { client, preferences, people, shell, storage, sync } = services;
  await Promise.all([
    client.preferences.get({}).then((kept) => (kept.ok ? preferences.setState(kept.value) : undefined)),
    client.app
      .info({})
      .then((info) => (info.ok ? shell.setState({ info: info.value, lock: info.value.lock }) : undefined)),
    people.getState().load(),
    sync.getState().load(),
  ]);
  void storage.getState().load();
  if (people.getState().failure?.code === 'locked') await loadVault(services);
}

/** Nothing of this device can be read: what is needed for it, in the language of the system. */
async function loadVault({ client, preferences, shell }: Services): Promise<void> {
  const answer = await client.vault.state({});
  if (!answer.ok) return;
  const { vault, language } = answer.value;
  preferences.setState({ language });
  if (vault.state !== 'open') shell.setState({ vault });
}
