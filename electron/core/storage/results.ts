import { type ResultDocument, resultDocument, type VerdictDocument, verdictDocument } from '#contract/verdicts.ts';
import type { ReadDb, WriteTx } from './database.ts';
import { openResult } from './result-cells.ts';
import { readSyncState } from './sync-state.ts';

/** How a result came to be; redo is offered only for what was undone since the last fresh verdict. */
export type ResultOrigin = 'submit' | 'undo' | 'redo';

/** The number that the device's next result gets. */
export function nextResultSeq(db: ReadDb, deviceId: string): number {
  const last = db.first<{ device_seq: number }>(
    'SELECT device_seq FROM result WHERE device_id = ? ORDER BY device_seq DESC LIMIT 1',
    deviceId,
  );
  return Math.max(last?.device_seq ?? 0, readSyncState(db).seq_floor) + 1;
}

/** Appends a result with its frozen bytes, sealed (`sealResult`); answers its row number. */
export function addResult(tx: WriteTx, document: ResultDocument, origin: ResultOrigin, cell: Buffer): number {
  return tx.insert(
    `INSERT INTO result (id, device_id, device_seq, item_id, type, origin, supersedes, kind, decided_at, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    document.id,
    document.device_id,
    document.device_seq,
    document.item_id,
    document.type,
    origin,
    document.supersedes,
    document.type === 'verdict' ? document.kind : null,
    document.decided_at,
    cell,
  );
}

interface SealedResult {
  readonly id: string;
  readonly body: Buffer;
}

const textOf = (db: ReadDb, { id, body }: SealedResult): string => openResult(db, id, body).toString('utf8');
const verdictOf = (db: ReadDb, row: SealedResult): VerdictDocument =>
  verdictDocument.parse(JSON.parse(textOf(db, row)));

/** A result by its id; null when it was never made here. */
export function findResult(db: ReadDb, id: string): ResultDocument | null {
  const row = db.first<SealedResult>('SELECT id, body FROM result WHERE id = ?', id);
  return row === undefined ? null : resultDocument.parse(JSON.parse(textOf(db, row)));
}

/** The verdict of the given id; null when there is none or it is a withdrawal. */
export function findVerdict(db: ReadDb, id: string): VerdictDocument | null {
  const found = findResult(db, id);
  return found?.type === 'verdict' ? found : null;
}

/** A verdict with the place of its item in the batch. */
export interface PlacedVerdict {
  readonly verdict: VerdictDocument;
  readonly position: number;
}

/** The verdicts that count for items still here, newest first: what undo takes back one by one. */
export function verdictsThatCount(db: ReadDb, limit: number): PlacedVerdict[] {
  return db
    .all<SealedResult & { position: number }>(
      `SELECT r.id, r.body, i.position FROM result r CROSS JOIN item i ON i.id = r.item_id
       WHERE r.type = 'verdict' AND i.result_id = r.id AND i.state = 'decided' ORDER BY r.seq DESC LIMIT ?`,
      limit,
    )
    .map((row) => ({ verdict: verdictOf(db, row), position: row.position }));
}

/** The verdicts that were taken back since the last fresh one, the last taken first: what redo gives again one by one. */
export function withdrawnVerdicts(db: ReadDb, limit: number): (PlacedVerdict & { readonly withdrawalId: string })[] {
  return db
    .all<{ id: string; supersedes: string; position: number }>(
      `SELECT r.id, r.supersedes, i.position FROM result r CROSS JOIN item i ON i.id = r.item_id
       WHERE r.type = 'withdrawal' AND i.result_id = r.id AND i.state <> 'removed'
         AND r.seq > coalesce((SELECT seq FROM result WHERE origin = 'submit' ORDER BY seq DESC LIMIT 1), 0)
       ORDER BY r.seq DESC LIMIT ?`,
      limit,
    )
    .flatMap(({ id, supersedes, position }) => {
      const verdict = findVerdict(db, supersedes);
      return verdict === null ? [] : [{ verdict, withdrawalId: id, position }];
    });
}

/** A verdict that counts, with its place and how far it has come. */
export interface RecentRow {
  readonly verdict: VerdictDocument;
  readonly position: number;
  readonly upload: string;
}

/** The newest verdicts that count, newest first. */
export function recentVerdicts(db: ReadDb, limit: number): RecentRow[] {
  return db
    .all<SealedResult & { position: number; upload: string }>(
      `SELECT r.id, r.body, i.position, o.state AS upload FROM result r
       CROSS JOIN item i ON i.id = r.item_id CROSS JOIN outbox o ON o.seq = r.seq
       WHERE r.type = 'verdict' AND i.result_id = r.id ORDER BY r.seq DESC LIMIT ?`,
      limit,
    )
    .map((row) => ({ verdict: verdictOf(db, row), position: row.position, upload: row.upload }));
}
