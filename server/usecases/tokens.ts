import { createHash, createHmac } from 'node:crypto';
import type { DeviceTokens } from '#contract/people.ts';
import { fail, ok, type Result } from '#contract/result.ts';
import type { HubContext } from '../context.ts';
import {
  findTokens,
  insertTokens,
  lockDevice,
  markRotated,
  revokeDevice,
  type TokenRow,
  usedTokensOf,
} from '../storage/device-tokens.ts';
import type { WriteTx } from '../storage/open.ts';

const SECOND = 1_000;
const ACCESS_LIFE_MS = 600 * SECOND;
/** Whoever was away for longer signs in again. */
const REFRESH_LIFE_MS = 30 * 24 * 3_600 * SECOND;
/** A used refresh token gives the same answer again for so long, whatever happened since: two requests may cross. */
const GRACE_MS = 60 * SECOND;
const SECRET_BYTES = 32;

/** What is kept of a code or token: enough to know it again, useless to whoever reads the database. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

type Pair = Pick<DeviceTokens, 'access_token' | 'refresh_token'>;

/**
 * The pair that follows a refresh token. It is made of that token and a salt, so the same answer can be given again although neither of
 * them is kept; without the token, the salt says nothing.
 */
function pairAfter(token: string, salt: string): Pair {
  const derive = (use: string): string => createHmac('sha256', token).update(`${use} ${salt}`).digest('base64url');
  return { access_token: derive('access'), refresh_token: derive('refresh') };
}

async function store(tx: WriteTx, hub: HubContext, device: string, pair: Pair): Promise<DeviceTokens> {
  const now = hub.now();
  await insertTokens(tx, {
    refresh_hash: secretHash(pair.refresh_token),
    access_hash: secretHash(pair.access_token),
    device_id: device,
    epoch: hub.epoch,
    issued_at: now,
    access_expires_at: new Date(now.getTime() + ACCESS_LIFE_MS),
    refresh_expires_at: new Date(now.getTime() + REFRESH_LIFE_MS),
  });
  return { ...pair, expires_in: ACCESS_LIFE_MS / SECOND };
}

/** Gives a device its first tokens. */
export function firstTokens(tx: WriteTx, hub: HubContext, device: string): Promise<DeviceTokens> {
  const secret = (): string => hub.randomBytes(SECRET_BYTES).toString('base64url');
  return store(tx, hub, device, { access_token: secret(), refresh_token: secret() });
}

async function rotate(tx: WriteTx, hub: HubContext, row: TokenRow, token: string): Promise<DeviceTokens> {
  const salt = hub.randomBytes(SECRET_BYTES).toString('base64url');
  const pair = pairAfter(token, salt);
  await markRotated(tx, row.refresh_hash, { at: hub.now(), salt, hash: secretHash(pair.refresh_token) });
  return store(tx, hub, row.device_id, pair);
}

/** The answer that was given for a used token; null when it is too late and somebody has used that answer. */
async function again(tx: WriteTx, hub: HubContext, row: TokenRow, token: string): Promise<DeviceTokens | null> {
  const { rotated_at, salt, next_hash } = row;
  if (rotated_at === null || salt === null || next_hash === null) throw new Error('a used token without its successor');
  const next = await findTokens(tx, row.device_id, next_hash);
  if (next === null) return null;
  const now = hub.now().getTime();
  if (now - rotated_at.getTime() > GRACE_MS && next.first_used_at !== null) return null;
  const expires_in = Math.max(0, Math.round((next.access_expires_at.getTime() - now) / SECOND));
  return { ...pairAfter(token, salt), expires_in };
}

const refused = (why: string): Result<never, 'unauthenticated'> => fail('unauthenticated', why);

async function noticeReuse(tx: WriteTx, hub: HubContext, device: string): Promise<void> {
  await revokeDevice(tx, device, hub.now());
  await tx
    .insertInto('alarms')
    .values({
      at: hub.now(),
      code: 'refresh-token-reused',
      result_id: null,
      device_id: device,
      detail: 'a used refresh token came again after its successor was in use; the device is signed out',
      offered: null,
    })
    .execute();
  hub.log.error({ device_id: device }, 'a refresh token was used twice');
}

/**
 * Turns a refresh token into new tokens, once. Asked again within a minute, or as long as nobody has used the new ones, the answer is
 * the same: it was lost on the way. Later it means that two hold the token, and the device is signed out.
 * @param thumbprint of the key that the request proves
 */
export async function refreshTokens(
  hub: HubContext,
  thumbprint: string,
  input: { readonly device_id: string; readonly refresh_token: string },
): Promise<Result<DeviceTokens, 'unauthenticated' | 'device-revoked'>> {
  const { device_id, refresh_token } = input;
  return hub.database.db.transaction().execute(async (tx) => {
    const device = await lockDevice(tx, device_id);
    if (device === null || device.key_thumbprint !== thumbprint) return refused('no such device with this key');
    if (device.revoked_by !== null) return fail('device-revoked', 'a supervisor took the device out of use');
    if (device.revoked_at !== null) return refused('the device is signed out');
    const row = await findTokens(tx, device_id, secretHash(refresh_token));
    if (row === null) {
      // A database from a backup does not know what was given since: there the key alone must do, once.
      if (await usedTokensOf(tx, device_id, hub.epoch)) return refused('the refresh token is unknown');
      return ok(await firstTokens(tx, hub, device_id));
    }
    if (row.refresh_expires_at <= hub.now()) return refused('the refresh token is over');
    if (row.rotated_at === null) return ok(await rotate(tx, hub, row, refresh_token));
    const repeated = await again(tx, hub, row, refresh_token);
    if (repeated !== null) return ok(repeated);
    await noticeReuse(tx, hub, device_id);
    return refused('the refresh token was used before');
  });
}
