import { type ErrorCode, errorCode } from '#contract/errors.ts';
import {
  type AttentionEntry,
  attentionEntry,
  maxParkedBody,
  type ParkedReport,
  parkedReport,
  type Receipt,
  type ReconcileEntry,
  reconcileEntry,
} from '#contract/sync.ts';
import { hashOf } from './carve.ts';
import { type ReadDb, RowsDamaged, type WriteTx } from './database.ts';
import { tryResult } from './result-cells.ts';

/** How much of a reason is kept, in characters. */
const DETAIL = 1_000;

/** One waiting result: the frozen bytes that every attempt sends. */
export interface OutboxEntry {
  readonly seq: number;
  readonly result_id: string;
  readonly payload: Buffer;
  readonly sha256: string;
  readonly attempts: number;
}

/**
 * Queues a result's bytes, under the result's own row number; in the transaction that makes the result.
 * @param cell the bytes, sealed as in the result's own row
 * @param sha256 of the bytes themselves
 */
export function addToOutbox(tx: WriteTx, resultSeq: number, cell: Buffer, sha256: string): void {
  tx.run("INSERT INTO outbox (seq, payload, sha256, state) VALUES (?, ?, ?, 'pending')", resultSeq, cell, sha256);
}

/** What was on its way when the core ended waits again; the hub answers a second arrival with the first receipt. */
export function releaseInFlight(tx: WriteTx): number {
  return tx.run("UPDATE outbox SET state = 'pending' WHERE state = 'in_flight'");
}

/** Results that the hub has not confirmed, parked ones apart. */
export function countWaiting(db: ReadDb): number {
  return db.first<{ n: number }>("SELECT count(*) AS n FROM outbox WHERE state IN ('pending', 'in_flight')")?.n ?? 0;
}

/** Everything that the hub does not have: waiting and parked. */
export function countUnsent(db: ReadDb): number {
  return countWaiting(db) + countParked(db);
}

/** Results that the hub refused. */
export function countParked(db: ReadDb): number {
  return db.first<{ n: number }>("SELECT count(*) AS n FROM outbox WHERE state = 'parked'")?.n ?? 0;
}

/** Why the newest parked result was refused; null when none is parked. */
export function newestParkedCode(db: ReadDb): ErrorCode | null {
  const row = db.first<{ last_error: string }>(
    "SELECT last_error FROM outbox WHERE state = 'parked' ORDER BY seq DESC LIMIT 1",
  );
  return row === undefined ? null : errorCode.parse(readError(row.last_error).code);
}

interface TwoCopies {
  readonly result_id: string;
  readonly payload: Buffer;
  readonly body: Buffer;
}

/** The bytes that were frozen: they stand in the file twice, sealed. A copy that opens is as it was sealed. Null when neither does. */
const frozenBytes = (db: ReadDb, { result_id, payload, body }: TwoCopies): Buffer | null =>
  tryResult(db, result_id, payload) ?? tryResult(db, result_id, body);

/** Takes the oldest waiting results, in order of their making, and marks them as on their way. Throws `RowsDamaged` when one cannot be read. */
export function takeBatch(tx: WriteTx, limit: number): OutboxEntry[] {
  const rows = tx.all<Omit<OutboxEntry, 'sha256'> & TwoCopies>(
    `SELECT o.seq, r.id AS result_id, o.payload, r.body, o.attempts FROM outbox o CROSS JOIN result r ON r.seq = o.seq
     WHERE o.state IN ('pending', 'in_flight') ORDER BY o.seq LIMIT ?`,
    limit,
  );
  const entries = rows.map(({ seq, result_id, attempts, ...copies }) => {
    const payload = frozenBytes(tx, { result_id, ...copies });
    if (payload === null) throw new RowsDamaged(`neither copy of result ${result_id} opens`);
    // The hash is taken anew: the one in the row may be what was damaged.
    return { seq, result_id, attempts, payload, sha256: hashOf(payload) };
  });
  for (const entry of entries) {
    tx.run("UPDATE outbox SET state = 'in_flight', attempts = attempts + 1 WHERE seq = ?", entry.seq);
  }
  return entries;
}

/** The attempt failed on its way: the entries wait again. */
export function giveBack(tx: WriteTx, seqs: readonly number[], nextAt: number, code: ErrorCode, at: string): void {
  for (const seq of seqs) {
    tx.run(
      "UPDATE outbox SET state = 'pending', next_at = ?, last_error = ? WHERE seq = ? AND state = 'in_flight'",
      nextAt,
      JSON.stringify({ code, detail: '', at }),
      seq,
    );
  }
}

/** The hub has it: the receipt is kept beside the bytes. One that came too late to count is told to the person, once. */
export function acknowledge(tx: WriteTx, seq: number, receipt: Receipt): void {
  tx.run(
    `UPDATE outbox SET state = ?, receipt = ?, epoch = ?, last_error = NULL, late = CASE WHEN ? AND late = 0 THEN 1 ELSE late END
     WHERE seq = ?`,
    receipt.status === 'superseded' ? 'superseded' : 'acked',
    JSON.stringify(receipt),
    receipt.epoch,
    receipt.reason === 'verdict-late' ? 1 : 0,
    seq,
  );
}

/** The hub refused it: it stays here, visible, and later entries go on. */
export function park(tx: WriteTx, seq: number, code: ErrorCode, detail: string, at: string): void {
  tx.run(
    "UPDATE outbox SET state = 'parked', reported = 0, last_error = ? WHERE seq = ?",
    JSON.stringify({ code, detail: detail.slice(0, DETAIL), at }),
    seq,
  );
}

/** Parked results that the hub was not told of, the oldest first, and their row numbers. */
export function unreportedParked(db: ReadDb, limit: number): { readonly seq: number; readonly report: ParkedReport }[] {
  return db
    .all<TwoCopies & { seq: number; item_id: string; sha256: string; last_error: string }>(
      `SELECT o.seq, r.id AS result_id, r.item_id, o.sha256, o.payload, r.body, o.last_error FROM outbox o CROSS JOIN result r ON r.seq = o.seq
       WHERE o.state = 'parked' AND o.reported = 0 ORDER BY o.seq LIMIT ?`,
      limit,
    )
    .map(({ seq, item_id, sha256, last_error, ...copies }) => {
      const text = frozenBytes(db, copies)?.toString('utf8') ?? null;
      const body = text === null || text.length > maxParkedBody ? null : text;
      return {
        seq,
        report: parkedReport.parse({ id: copies.result_id, item_id, sha256, body, ...readError(last_error) }),
      };
    });
}

/** The hub knows of these. */
export function markReported(tx: WriteTx, seqs: readonly number[]): void {
  for (const seq of seqs) tx.run('UPDATE outbox SET reported = 1 WHERE seq = ?', seq);
}

/** The hub began another life: what it was told of parked results may be lost there. */
export function reportParkedAgain(tx: WriteTx): void {
  tx.run("UPDATE outbox SET reported = 0 WHERE state = 'parked'");
}

/** A person asked to try again. */
export function offerParkedAgain(tx: WriteTx): number {
  return tx.run("UPDATE outbox SET state = 'pending' WHERE state = 'parked'");
}

/**
 * The hub began another life, perhaps from an old backup: what it confirmed before waits again. The receipt of the life before stays beside
 * it, and says that the hub is first asked by id and hash (`unreconciled`).
 */
export function offerConfirmedAgain(tx: WriteTx, epoch: string): number {
  return tx.run("UPDATE outbox SET state = 'pending' WHERE state IN ('acked', 'superseded') AND epoch IS NOT ?", epoch);
}

/** Waiting results that an earlier life of the hub had confirmed, the oldest first. */
export function unreconciled(db: ReadDb, limit: number): (ReconcileEntry & { readonly seq: number })[] {
  return db
    .all<{ seq: number; id: string; sha256: string }>(
      `SELECT o.seq, r.id, o.sha256 FROM outbox o CROSS JOIN result r ON r.seq = o.seq
       WHERE o.state IN ('pending', 'in_flight') AND o.receipt IS NOT NULL ORDER BY o.seq LIMIT ?`,
      limit,
    )
    .map(({ seq, ...entry }) => ({ seq, ...reconcileEntry.parse(entry) }));
}

/** The hub lacks it: the old receipt is worth nothing, and its bytes are sent again. */
export function forgetReceipt(tx: WriteTx, seq: number): void {
  tx.run('UPDATE outbox SET receipt = NULL, epoch = NULL WHERE seq = ?', seq);
}

/** Verdicts that came too late to count, of which the person has not heard. */
export function countLate(db: ReadDb): number {
  return db.first<{ n: number }>('SELECT count(*) AS n FROM outbox WHERE late = 1')?.n ?? 0;
}

/** The person has seen them. */
export function markLateSeen(tx: WriteTx): void {
  tx.run('UPDATE outbox SET late = 2 WHERE late = 1');
}

/** Refused results and those that came too late, newest first, for the person to see. */
export function listAttention(db: ReadDb): AttentionEntry[] {
  const late = db
    .all<{ result_id: string; item_id: string; receipt: string }>(
      `SELECT r.id AS result_id, r.item_id, o.receipt FROM outbox o JOIN result r ON r.seq = o.seq
       WHERE o.late = 1 AND o.receipt IS NOT NULL ORDER BY o.seq DESC`,
    )
    .map(({ receipt, ...row }) => {
      const { received_at } = JSON.parse(receipt) as Pick<Receipt, 'received_at'>;
      return attentionEntry.parse({ ...row, code: 'verdict-late', detail: '', at: received_at });
    });
  return [...listParked(db), ...late];
}

function listParked(db: ReadDb): AttentionEntry[] {
  return db
    .all<{ result_id: string; item_id: string; last_error: string }>(
      `SELECT r.id AS result_id, r.item_id, o.last_error FROM outbox o JOIN result r ON r.seq = o.seq
       WHERE o.state = 'parked' ORDER BY o.seq DESC`,
    )
    .map((row) =>
      attentionEntry.parse({ result_id: row.result_id, item_id: row.item_id, ...readError(row.last_error) }),
    );
}

function readError(text: string): { code: string; detail: string; at: string } {
  return JSON.parse(text) as { code: string; detail: string; at: string };
}
