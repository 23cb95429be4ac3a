import type { Selectable } from 'kysely';
import type { WriteTx } from './open.ts';
import type { Schema } from './schema.ts';

/** A pair of tokens as it is kept: hashes, and what became of it. */
export type TokenRow = Selectable<Schema['device_tokens']>;

/** A device, locked until the transaction ends, so that its tokens are changed by one request at a time. */
export async function lockDevice(
  tx: WriteTx,
  id: string,
): Promise<{
  readonly key_thumbprint: string | null;
  readonly revoked_at: Date | null;
  readonly revoked_by: string | null;
} | null> {
  const query = tx
    .selectFrom('devices')
    .select(['key_thumbprint', 'revoked_at', 'revoked_by'])
    .where('id', '=', id)
    .forUpdate();
  return (await query.executeTakeFirst()) ?? null;
}

/** A pair of the device by the hash of its refresh token; null when there is none. */
export async function findTokens(tx: WriteTx, device: string, refreshHash: string): Promise<TokenRow | null> {
  const query = tx.selectFrom('device_tokens').selectAll().where('device_id', '=', device);
  return (await query.where('refresh_hash', '=', refreshHash).executeTakeFirst()) ?? null;
}

/** Whether the device was ever heard with tokens of this life of the database. */
export async function usedTokensOf(tx: WriteTx, device: string, epoch: string): Promise<boolean> {
  const query = tx.selectFrom('device_tokens').select('refresh_hash').where('device_id', '=', device);
  const used = query.where('epoch', '=', epoch).where('first_used_at', 'is not', null);
  return (await used.limit(1).executeTakeFirst()) !== undefined;
}

/** Stores a fresh pair and drops those that nobody can use any more. */
export async function insertTokens(
  tx: WriteTx,
  row: Pick<
    TokenRow,
    'refresh_hash' | 'device_id' | 'access_hash' | 'epoch' | 'issued_at' | 'access_expires_at' | 'refresh_expires_at'
  >,
): Promise<void> {
  await tx
    .deleteFrom('device_tokens')
    .where('device_id', '=', row.device_id)
    .where('refresh_expires_at', '<', row.issued_at)
    .execute();
  await tx
    .insertInto('device_tokens')
    .values({ ...row, first_used_at: null, rotated_at: null, salt: null, next_hash: null })
    .execute();
}

/** The pair was turned into the next one. */
export async function markRotated(
  tx: WriteTx,
  refreshHash: string,
  next: { readonly at: Date; readonly salt: string; readonly hash: string },
): Promise<void> {
  await tx
    .updateTable('device_tokens')
    .set((row) => ({
      rotated_at: next.at,
      salt: next.salt,
      next_hash: next.hash,
      first_used_at: row.fn.coalesce('first_used_at', row.val(next.at)),
    }))
    .where('refresh_hash', '=', refreshHash)
    .execute();
}

/** Takes the device out of use, for good. */
export async function revokeDevice(tx: WriteTx, device: string, at: Date): Promise<void> {
  await tx
    .updateTable('devices')
    .set({ revoked_at: at })
    .where('id', '=', device)
    .where('revoked_at', 'is', null)
    .execute();
}
