import type { Grant } from '#domain/people/offline-grant.ts';
import type { ReadDb, WriteTx } from './database.ts';

/** How much of the offline grant is used, as it was last written down. */
export function readGrant(db: ReadDb): Grant {
  const row = db.first<Grant>('SELECT grant_used_ms AS used_ms, grant_seen_at AS seen_at FROM sync_state');
  if (row === undefined) throw new Error('sync_state has no row');
  return row;
}

/** Writes it down. */
export function writeGrant(tx: WriteTx, grant: Grant): void {
  tx.run(
    'UPDATE sync_state SET grant_used_ms = ?, grant_seen_at = ?',
    Math.round(grant.used_ms),
    Math.round(grant.seen_at),
  );
}
