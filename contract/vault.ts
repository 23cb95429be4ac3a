import { z } from 'zod';
import { language } from './ids.ts';
import { shellCall } from './rpc.ts';

/**
 * What stands between a found or stolen device and its sign-in.
 * `keyring`: the system's keyring holds the key. `passphrase`: the person does, and types it at each start. `nothing_kept`: the key is in
 * memory only, and what else is kept is deleted when the program ends. `development`: the key lies in a file beside the data, for development and tests only.
 */
export const protection = z.enum(['keyring', 'passphrase', 'nothing_kept', 'development']);
export type Protection = z.infer<typeof protection>;

/** Why the key that is kept is not used; what is on the device stays untouched. */
export const vaultRefusal = z.enum([
  /** The system now offers another keyring than the one that holds the key, or none. */
  'keyring-changed',
  /** It is the same keyring, and it does not give the key back. */
  'keyring-refuses',
  'key-file-damaged',
  /** Nothing is to be kept here, but there is work from before that deleting would lose. */
  'holds-work',
  /** It is a development key, and this is no development. */
  'development-key',
  /** The disk did not take the key. */
  'disk-error',
]);
export type VaultRefusal = z.infer<typeof vaultRefusal>;

/** Whether this device's key can be had, and if not, what is needed. */
export const vaultState = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('open'), protection }),
  /** There is no key yet and no keyring: the person chooses. */
  z.strictObject({
    state: z.literal('choose'),
    /** Whether there is work from before; then keeping nothing is not to be chosen. */
    holds_work: z.boolean(),
  }),
  /** The passphrase is needed. */
  z.strictObject({ state: z.literal('locked') }),
  z.strictObject({
    state: z.literal('refused'),
    reason: vaultRefusal,
    /** The keyrings that were and are, by Chromium's names; empty where they play no part. */
    was: z.string(),
    now: z.string(),
  }),
]);
export type VaultState = z.infer<typeof vaultState>;

/** Fewest characters of a passphrase. */
export const PASSPHRASE_LEAST = 12;

/** Anything that can be typed; how short is too short is said by the one who keeps it. */
export const passphrase = z.string().max(1_000);

const nothing = z.strictObject({});

/** What the page asks of the device's key. When it becomes available, the page is loaded anew. */
export const vaultCalls = {
  /** And the language of the system: nothing of the person's is known yet. */
  state: shellCall(nothing, z.strictObject({ language, vault: vaultState })),
  choosePassphrase: shellCall(z.strictObject({ passphrase }), nothing, ['conflict', 'passphrase-too-short']),
  unlock: shellCall(z.strictObject({ passphrase }), nothing, ['conflict', 'passphrase-wrong']),
  /** The same key under another passphrase. The page stays as it is. */
  changePassphrase: shellCall(z.strictObject({ passphrase, next: passphrase }), nothing, [
    'conflict',
    'passphrase-too-short',
    'passphrase-wrong',
  ]),
  /** Nothing outlives the program from now on; refused where there is work from before. */
  keepNothing: shellCall(nothing, nothing, ['conflict']),
  /** Gives up key and sign-in that cannot be opened any more. Work stays: it goes on when its person joins again. */
  startOver: shellCall(nothing, nothing, ['conflict']),
} as const;
