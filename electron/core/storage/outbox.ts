import { type ErrorCode, errorCode } from '#contract/errors.ts';
import { type AttentionEntry, attentionEntry, type Receipt } from '#contract/sync.ts';
import type { ReadDb, WriteTx } from './database.ts';

/** One waiting result: the frozen bytes that every attempt sends. */
export interface OutboxEntry {
  readonly seq: number;
  readonly result_id: string;
  readonly payload: Buffer;
  readonly sha256: string;
  readonly attempts: number;
}

/** Queues a result's bytes, under the result's own row number; in the transaction that makes the result. */
export function addToOutbox(tx: WriteTx, resultSeq: number, payload: Buffer, sha256: string): void {
  tx.run("INSERT INTO outbox (seq, payload, sha256, state) VALUES (?, ?, ?, 'pending')", resultSeq, payload, sha256);
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

/** Takes the oldest waiting results, in order of their making, and marks them as on their way. */
export function takeBatch(tx: WriteTx, limit: number): OutboxEntry[] {
  const entries = tx.all<OutboxEntry>(
    `SELECT o.seq, r.id AS result_id, o.payload, o.sha256, o.attempts FROM outbox o CROSS JOIN result r ON r.seq = o.seq
     WHERE o.state IN ('pending', 'in_flight') ORDER BY o.seq LIMIT ?`,
    limit,
  );
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

/** The hub has it: the receipt is kept beside the bytes. */
export function acknowledge(tx: WriteTx, seq: number, receipt: Receipt): void {
  tx.run(
    'UPDATE outbox SET state = ?, receipt = ?, epoch = ?, last_error = NULL WHERE seq = ?',
    receipt.status === 'superseded' ? 'superseded' : 'acked',
    JSON.stringify(receipt),
    receipt.epoch,
    seq,
  );
}

/** The hub refused it: it stays here, visible, and later entries go on. */
export function park(tx: WriteTx, seq: number, code: ErrorCode, detail: string, at: string): void {
  tx.run("UPDATE outbox SET state = 'parked', last_error = ? WHERE seq = ?", JSON.stringify({ code, detail, at }), seq);
}

/** A person asked to try again. */
export function offerParkedAgain(tx: WriteTx): number {
  return tx.run("UPDATE outbox SET state = 'pending' WHERE state = 'parked'");
}

/** The hub began another life, perhaps from an old backup: what it confirmed before is offered again, by the same ids. */
export function offerConfirmedAgain(tx: WriteTx, epoch: string): number {
  return tx.run("UPDATE outbox SET state = 'pending' WHERE state IN ('acked', 'superseded') AND epoch IS NOT ?", epoch);
}

/** Refused results, newest first, for the person to see. */
export function listParked(db: ReadDb): AttentionEntry[] {
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
