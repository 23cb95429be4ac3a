import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

/** What the hub needs from the world besides its database and object store; tests give their own. */
export interface HubPorts {
  readonly now: () => Date;
  /** A fresh UUIDv7. */
  readonly newId: () => string;
  readonly randomBytes: (count: number) => Buffer;
}

/** The real clock and the operating system's randomness. */
export const systemPorts: HubPorts = { now: () => new Date(), newId: () => v7(), randomBytes };
