import type { Credential } from '#contract/core-link.ts';
import type { IpcEventName, IpcEventPayload } from '#contract/ipc.ts';
import { type Clock, systemClock } from './clock.ts';
import { type Ids, systemIds } from './ids.ts';
import { type Log, stderrLog } from './log.ts';
import { type Fetch, systemFetch } from './network.ts';
import { type Random, systemRandom } from './random.ts';

/** Tells the page something it did not ask for. */
export type Emit = <Name extends IpcEventName>(name: Name, payload: IpcEventPayload<Name>) => void;

/** Everything outside the core that it uses. */
export interface Ports {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly random: Random;
  readonly fetch: Fetch;
  readonly log: Log;
  readonly emit: Emit;
  /** Ends this process at once; whoever runs it starts another. Nothing more is written. */
  readonly endAtOnce: () => void;
  /** Keeps or (null) forgets the device's credential; true once that is safely done. */
  readonly storeCredential: (credential: Credential | null) => Promise<boolean>;
  /** Sends the system's browser to an address for signing in, which must be at this host; true when it was opened. */
  readonly openBrowser: (address: string, host: string) => Promise<boolean>;
}

/** The real surroundings; `emit`, `storeCredential` and `openBrowser` belong to whoever runs the core. */
export const systemPorts = {
  clock: systemClock,
  ids: systemIds,
  random: systemRandom,
  fetch: systemFetch,
  log: stderrLog,
  endAtOnce: () => process.exit(70),
} as const satisfies Partial<Ports>;
