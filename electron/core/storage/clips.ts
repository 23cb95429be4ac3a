import type { ReadDb, WriteTx } from './database.ts';

/** Why a clip could not be brought here. */
export type ClipTrouble = 'clip-hash-mismatch' | 'not-found' | 'disk-full';

/** Where a clip stands on this device. */
export interface ClipRow {
  readonly sha256: string;
  readonly bytes: number | null;
  readonly state: 'wanted' | 'ready' | 'failed';
  readonly bytes_have: number;
  readonly attempts: number;
  /** Not tried again before this moment, in milliseconds since 1970. */
  readonly next_at: number;
  readonly code: ClipTrouble | null;
}

/** Sums over clips. */
export interface ClipTotals {
  readonly ready: number;
  readonly wanted: number;
  readonly bytes_ready: number;
  readonly bytes_wanted: number;
}

const COLUMNS = 'c.sha256, c.bytes, c.state, c.bytes_have, c.attempts, c.next_at, c.code';

/** One clip; null when no item here names it. */
export function findClip(db: ReadDb, sha256: string): ClipRow | null {
  return db.first<ClipRow>(`SELECT ${COLUMNS} FROM clip c WHERE c.sha256 = ?`, sha256) ?? null;
}

/** Every clip that is not here yet. */
export function listUnfinished(db: ReadDb): ClipRow[] {
  return db.all<ClipRow>(`SELECT ${COLUMNS} FROM clip c WHERE c.state <> 'ready'`);
}

/** Every clip that an item here names. */
export function listClips(db: ReadDb): string[] {
  return db.all<{ sha256: string }>('SELECT sha256 FROM clip').map((row) => row.sha256);
}

/** Every clip that is said to be here. */
export function listReady(db: ReadDb): string[] {
  return db.all<{ sha256: string }>("SELECT sha256 FROM clip WHERE state = 'ready'").map((row) => row.sha256);
}

/**
 * Clips of a batch's undecided (or decided) items that are not here yet and may be tried now, in the order of the items.
 * @param now in milliseconds since 1970
 */
export function listUnfinishedOf(db: ReadDb, batchId: string, decided: boolean, now: number, limit: number): ClipRow[] {
  return db.all<ClipRow>(
    `SELECT ${COLUMNS} FROM clip c CROSS JOIN item_clip ic ON ic.sha256 = c.sha256 CROSS JOIN item i ON i.id = ic.item_id
     WHERE i.batch_id = ? AND (i.state = 'decided') = ? AND i.state <> 'removed' AND c.state <> 'ready' AND c.next_at <= ?
     ORDER BY i.state = 'skipped', i.position, ic.ordinal LIMIT ?`,
    batchId,
    decided ? 1 : 0,
    now,
    limit,
  );
}

/** Clips of one item that are not here yet, in their order. */
export function listUnfinishedOfItem(db: ReadDb, itemId: string): ClipRow[] {
  return db.all<ClipRow>(
    `SELECT ${COLUMNS} FROM item_clip ic JOIN clip c ON c.sha256 = ic.sha256
     WHERE ic.item_id = ? AND c.state <> 'ready' ORDER BY ic.ordinal`,
    itemId,
  );
}

/** Items that name a clip. */
export function listItemsWith(db: ReadDb, sha256: string): string[] {
  return db
    .all<{ item_id: string }>('SELECT DISTINCT item_id FROM item_clip WHERE sha256 = ? LIMIT 500', sha256)
    .map((row) => row.item_id);
}

/** Clips that are here and not beside the open item, the one that is needed last first: those of decided items, then from the queue's end. */
export function listEvictable(db: ReadDb): { readonly sha256: string; readonly bytes: number }[] {
  return db.all<{ sha256: string; bytes: number }>(
    `SELECT c.sha256, coalesce(c.bytes, 0) AS bytes,
       min(CASE WHEN i.state IN ('open', 'skipped') THEN i.position END) AS needed_at
     FROM clip c CROSS JOIN item_clip ic ON ic.sha256 = c.sha256 CROSS JOIN item i ON i.id = ic.item_id
     WHERE c.state = 'ready'
       AND NOT EXISTS (SELECT 1 FROM position p JOIN item_clip o ON o.item_id = p.item_id WHERE o.sha256 = c.sha256)
     GROUP BY c.sha256 ORDER BY needed_at IS NOT NULL, needed_at DESC`,
  );
}

/** How much of a clip is here while it comes. */
export function setBytesHave(tx: WriteTx, sha256: string, bytes: number): void {
  tx.run('UPDATE clip SET bytes_have = ? WHERE sha256 = ?', bytes, sha256);
}

const TOTALS = `count(*) AS wanted, coalesce(sum(state = 'ready'), 0) AS ready,
  coalesce(sum(bytes), 0) AS bytes_wanted,
  coalesce(sum(CASE WHEN state = 'ready' THEN coalesce(bytes, 0) ELSE bytes_have END), 0) AS bytes_ready`;

/** Sums over all clips of this device. */
export function totalClips(db: ReadDb): ClipTotals {
  return db.first<ClipTotals>(`SELECT ${TOTALS} FROM clip`) ?? { ready: 0, wanted: 0, bytes_ready: 0, bytes_wanted: 0 };
}

/** Sums over the clips of one batch, each clip once. */
export function totalClipsOf(db: ReadDb, batchId: string): ClipTotals {
  const totals = db.first<ClipTotals>(
    `SELECT ${TOTALS} FROM clip WHERE EXISTS
       (SELECT 1 FROM item_clip ic CROSS JOIN item i ON i.id = ic.item_id
        WHERE ic.sha256 = clip.sha256 AND i.batch_id = ? AND i.state <> 'removed')`,
    batchId,
  );
  return totals ?? { ready: 0, wanted: 0, bytes_ready: 0, bytes_wanted: 0 };
}

/** The clip is complete, checked and durable under its name. */
export function markReady(tx: WriteTx, sha256: string, bytes: number): void {
  tx.run(
    "UPDATE clip SET state = 'ready', code = NULL, bytes = ?, bytes_have = ?, attempts = 0, next_at = 0 WHERE sha256 = ?",
    bytes,
    bytes,
    sha256,
  );
}

/** It did not come; it is tried again at `nextAt`. A code shows the failure to the person, null only waits. */
export function markUnfinished(
  tx: WriteTx,
  sha256: string,
  bytesHave: number,
  nextAt: number,
  code: ClipTrouble | null,
): void {
  tx.run(
    'UPDATE clip SET state = ?, code = ?, bytes_have = ?, attempts = attempts + 1, next_at = ? WHERE sha256 = ?',
    code === null ? 'wanted' : 'failed',
    code,
    bytesHave,
    nextAt,
    sha256,
  );
}

/** A person wants it now: it is tried at once, whatever happened before. */
export function markWanted(tx: WriteTx, sha256: string): void {
  tx.run("UPDATE clip SET state = 'wanted', code = NULL, next_at = 0 WHERE sha256 = ? AND state <> 'ready'", sha256);
}

/** A file that was said to be here is not: it is fetched again. */
export function markLost(tx: WriteTx, sha256: string): void {
  tx.run("UPDATE clip SET state = 'wanted', code = NULL, bytes_have = 0, next_at = 0 WHERE sha256 = ?", sha256);
}

/** Forgets clips that no item here names any more; answers them so that their files go too. */
export function takeOrphans(tx: WriteTx): string[] {
  const orphans = tx.all<{ sha256: string }>(
    'SELECT sha256 FROM clip WHERE NOT EXISTS (SELECT 1 FROM item_clip WHERE item_clip.sha256 = clip.sha256)',
  );
  for (const { sha256 } of orphans) tx.run('DELETE FROM clip WHERE sha256 = ?', sha256);
  return orphans.map((row) => row.sha256);
}
