import type { CoreHandlers } from '#contract/ipc.ts';
import { recordEvent } from './account.ts';
import { createHandlers } from './handlers.ts';
import type { Ports } from './ports/ports.ts';
import { createRouter, type Router } from './router.ts';
import { type CoreOptions, Seat } from './seat.ts';
import { write } from './storage/database.ts';
import { spareable } from './storage/spared.ts';

/** A running core. */
export interface Core {
  readonly handlers: CoreHandlers;
  readonly call: Router;
  /** The screen was locked or unlocked. */
  lockChanged(locked: boolean): void;
  /** A clip that is said to be here is not, or does not open. */
  clipBroken(sha256: string): void;
  /** Finishes what is in flight and closes the database. */
  stop(): Promise<void>;
}

/**
 * Puts a core together and starts it. Throws `database-newer` and `durability-refused` (as CodedError), and what the disk throws,
 * when the kept credential's database cannot be opened.
 */
export function createCore(ports: Ports, options: CoreOptions): Core {
  const seat = new Seat(ports, options);
  const handlers = createHandlers(seat, options.data_dir);
  return {
    handlers,
    call: createRouter(handlers, ports.clock, ports.log, () => seat.taken?.doubt()),
    lockChanged(locked) {
      const account = seat.taken?.account;
      if (!account) return;
      spareable(ports.log, 'lock_not_recorded', () =>
        write(account.db, (tx) => recordEvent(tx, account, { type: locked ? 'lock' : 'unlock' })),
      );
    },
    clipBroken(sha256) {
      void seat.taken?.prefetcher.replace(sha256);
    },
    stop: () => seat.close(),
  };
}
