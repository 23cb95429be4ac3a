import { type SessionEvent, sessionEvent } from '#contract/sessions.ts';
import type { ReadDb, WriteTx } from './database.ts';
import { readSyncState } from './sync-state.ts';

/** The number that the device's next event gets. */
export function nextEventSeq(db: ReadDb, deviceId: string): number {
  const last = db.first<{ device_seq: number }>(
    'SELECT device_seq FROM session_event WHERE device_id = ? ORDER BY seq DESC LIMIT 1',
    deviceId,
  );
  return (last?.device_seq ?? readSyncState(db).seq_floor) + 1;
}

/** Appends an event. */
export function addSessionEvent(tx: WriteTx, event: SessionEvent): void {
  tx.run(
    'INSERT INTO session_event (id, device_id, device_seq, at, body) VALUES (?, ?, ?, ?, ?)',
    event.id,
    event.device_id,
    event.device_seq,
    event.at,
    JSON.stringify(event),
  );
}

const parseEvent = (body: string): SessionEvent => sessionEvent.parse(JSON.parse(body));

/** Events that the hub does not have yet, oldest first, with their row numbers. */
export function unsentEvents(db: ReadDb, limit: number): { seq: number; event: SessionEvent }[] {
  return db
    .all<{ seq: number; body: string }>(
      'SELECT seq, body FROM session_event WHERE pushed = 0 ORDER BY seq LIMIT ?',
      limit,
    )
    .map((row) => ({ seq: row.seq, event: parseEvent(row.body) }));
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

/** A piece of the log in order, after a row number; so that a long export never holds the database. */
export function eventsAfter(db: ReadDb, seq: number, limit: number): { seq: number; event: SessionEvent }[] {
  return db
    .all<{ seq: number; body: string }>(
      'SELECT seq, body FROM session_event WHERE seq > ? ORDER BY seq LIMIT ?',
      seq,
      limit,
    )
    .map((row) => ({ seq: row.seq, event: parseEvent(row.body) }));
}
