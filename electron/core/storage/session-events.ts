import { type SessionEvent, sessionEvent } from '#contract/sessions.ts';
import type { ReadDb, WriteTx } from './database.ts';
import { readSyncState } from './sync-state.ts';

/** A stored line of the log. */
export interface StoredLine {
  readonly device_seq: number;
  readonly line: string;
}

/** The device's newest line; null when it has none here. */
export function lastLine(db: ReadDb, deviceId: string): StoredLine | null {
  const sql = 'SELECT device_seq, body AS line FROM session_event WHERE device_id = ? ORDER BY seq DESC LIMIT 1';
  return db.first<StoredLine>(sql, deviceId) ?? null;
}

/** The number after which a device without lines counts on. */
export function seqFloor(db: ReadDb): number {
  return readSyncState(db).seq_floor;
}

/** A piece of all devices' lines in the order they were written, after a row number. */
export function linesAfter(
  db: ReadDb,
  seq: number,
  limit: number,
): (StoredLine & { readonly seq: number; readonly device_id: string })[] {
  return db.all(
    'SELECT seq, device_id, device_seq, body AS line FROM session_event WHERE seq > ? ORDER BY seq LIMIT ?',
    seq,
    limit,
  );
}

/** Appends an event. @param line its frozen text */
export function addSessionEvent(tx: WriteTx, event: SessionEvent, line: string): void {
  tx.run(
    'INSERT INTO session_event (id, device_id, device_seq, at, body) VALUES (?, ?, ?, ?, ?)',
    event.id,
    event.device_id,
    event.device_seq,
    event.at,
    line,
  );
}

const parseEvent = (body: string): SessionEvent => sessionEvent.parse(JSON.parse(body));

/** Lines that the hub does not have yet, oldest first, with their row numbers. */
export function unsentLines(db: ReadDb, limit: number): { seq: number; id: string; line: string }[] {
  return db.all('SELECT seq, id, body AS line FROM session_event WHERE pushed = 0 ORDER BY seq LIMIT ?', limit);
}

/** Notes that the hub has these events. */
export function markEventsSent(tx: WriteTx, seqs: readonly number[]): void {
  for (const seq of seqs) tx.run('UPDATE session_event SET pushed = 1 WHERE seq = ?', seq);
}

/** The hub lost events it had: all are offered again; it knows them by id. */
export function offerEventsAgain(tx: WriteTx): void {
  tx.run('UPDATE session_event SET pushed = 0 WHERE pushed = 1');
}

/** The newest events, newest first. */
export function recentEvents(db: ReadDb, limit: number): SessionEvent[] {
  return db
    .all<{ body: string }>('SELECT body FROM session_event ORDER BY seq DESC LIMIT ?', limit)
    .map((row) => parseEvent(row.body));
}

/** How many events are here. */
export function countEvents(db: ReadDb): number {
  return db.first<{ n: number }>('SELECT count(*) AS n FROM session_event')?.n ?? 0;
}
