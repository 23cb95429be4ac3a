import { z } from 'zod';
import { passphrase } from './vault.ts';
import { shellCall } from './rpc.ts';

/** What opens a locked screen: the device's passphrase where it has one, otherwise whoever sits there says that they are back. */
const lockAsks = z.enum(['passphrase', 'confirmation']);
export type LockAsks = z.infer<typeof lockAsks>;

/** Whether the work is hidden, because nobody touched it for a while, somebody wanted it, or the system locked or went to sleep. */
export const screenLock = z.discriminatedUnion('locked', [
  z.strictObject({ locked: z.literal(false) }),
  z.strictObject({ locked: z.literal(true), asks: lockAsks }),
]);
export type ScreenLockState = z.infer<typeof screenLock>;

/** Whole minutes without key or pointer after which the screen is locked. Never is no choice. */
export const lockAfter = z.number().int().min(1).max(60);
/** What it is until somebody chooses. */
export const LOCK_AFTER_MIN = 10;

const nothing = z.strictObject({});

/** What the page asks of the lock; what became of it comes as `app.lock`. */
export const lockCalls = {
  now: shellCall(nothing, nothing),
  /** `passphrase` is null where only a confirmation is asked for. */
  open: shellCall(z.strictObject({ passphrase: passphrase.nullable() }), nothing, ['conflict', 'passphrase-wrong']),
} as const;
