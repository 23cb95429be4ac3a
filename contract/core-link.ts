import { z } from 'zod';
import { deviceId, hubUrl, sha256 } from './ids.ts';
import { deviceTokens, person } from './people.ts';
import { deviceKey } from './proof.ts';
import { failureSchema } from './result.ts';

/**
 * What the shell (Electron main, or a test) and the core (utility process, or a forked Node process) say to each other.
 * The shell owns secrets and windows, the core owns the database; neither imports the other.
 *
 * Folder layout under `data_dir`, agreed here because both sides read it:
 * `people/<person_id>/lupa.db` (one database a person), `people/<person_id>/keys/` (the keys of what the hub lent), `media/<name>` (sealed clips, `.part` while they come; names and format are those of
 * `electron/sealing/clip-file.ts`),
 * `exports/<name>` (finished exports).
 */
export const credential = z.strictObject({
  hub_url: hubUrl,
  device_id: deviceId,
  person,
  key: deviceKey,
  tokens: deviceTokens.pick({ access_token: true, refresh_token: true }),
});
export type Credential = z.infer<typeof credential>;

/**
 * What the core is given of the device's key: a key of its own for each thing that it keeps sealed, never the key itself. 32 bytes each, in
 * base64.
 */
export const coreKeys = z.strictObject({ clips: z.base64(), rows: z.base64() });
export type CoreKeys = z.infer<typeof coreKeys>;

/** The outcome of a call on the wire. */
export const wireResult = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ ok: z.literal(false), error: failureSchema }),
]);
export type WireResult = z.infer<typeof wireResult>;

export const toCore = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('start'),
    data_dir: z.string(),
    app_version: z.string(),
    keys: coreKeys,
    credential: credential.nullable(),
  }),
  z.strictObject({
    type: z.literal('call'),
    call_id: z.number().int(),
    group: z.string(),
    name: z.string(),
    input: z.unknown(),
  }),
  /** Answer to `store_credential`: it is safely kept (or not). */
  z.strictObject({ type: z.literal('credential_stored'), request_id: z.number().int(), stored: z.boolean() }),
  /** Answer to `open_browser`. */
  z.strictObject({ type: z.literal('browser_opened'), request_id: z.number().int(), opened: z.boolean() }),
  z.strictObject({ type: z.literal('lock_changed'), locked: z.boolean() }),
  /** A clip was asked for, and its file is gone or is not what was sealed here. */
  z.strictObject({ type: z.literal('clip_broken'), sha256 }),
  /** Finish what is in flight, close the database, answer `stopped`. */
  z.strictObject({ type: z.literal('stop') }),
]);
export type ToCore = z.infer<typeof toCore>;

export const fromCore = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('started') }),
  z.strictObject({ type: z.literal('start_failed'), error: failureSchema }),
  z.strictObject({ type: z.literal('answer'), call_id: z.number().int(), result: wireResult }),
  z.strictObject({ type: z.literal('event'), name: z.string(), payload: z.unknown() }),
  /** Null: forget it. The core goes on only after `credential_stored`. */
  z.strictObject({
    type: z.literal('store_credential'),
    request_id: z.number().int(),
    credential: credential.nullable(),
  }),
  /** Somebody signs in: the system's browser is to go to this address, which must be at this host. */
  z.strictObject({
    type: z.literal('open_browser'),
    request_id: z.number().int(),
    address: z.string().max(4_000),
    host: z.string().max(300),
  }),
  z.strictObject({ type: z.literal('stopped') }),
]);
export type FromCore = z.infer<typeof fromCore>;

/** What the preload exposes to the page as `window.lupa`; the in-memory transport offers the same. */
export interface PageBridge {
  /** Sends one call; the answer is an unchecked wire result that the client parses. */
  call(group: string, name: string, input: unknown): Promise<unknown>;
  /** Hears one kind of event; returns how to stop. */
  on(name: string, listener: (payload: unknown) => void): () => void;
}

/** URL of a clip for the page: `clip://media/<sha256>`. */
export function clipUrl(hash: string): string {
  return `clip://media/${hash}`;
}
