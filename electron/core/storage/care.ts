import type { LedgerDay } from '#contract/care.ts';
import type { ReadDb, WriteTx } from './database.ts';

/** Stands for "nobody said how severe" in a key, which cannot be NULL. */
const UNKNOWN = -1;

interface DayRow {
  readonly day: string;
  readonly work_s: number;
  readonly breaks: number;
  readonly break_s: number;
  readonly since_work_s: number;
  readonly since_shown_s: number;
  readonly cap_passed: number;
}

const EMPTY = { work_s: 0, breaks: 0, break_s: 0, since_work_s: 0, since_shown_s: 0, cap_passed: 0 };

function addDay(tx: WriteTx, day: string): void {
  tx.run('INSERT INTO care_day (day) VALUES (?) ON CONFLICT (day) DO NOTHING', day);
}

/** Adds time to a day. Seconds. */
export function addTime(
  tx: WriteTx,
  day: string,
  spent: { readonly work_s: number; readonly shown_s: number; readonly severity: number | null },
): void {
  addDay(tx, day);
  tx.run(
    `UPDATE care_day SET work_s = work_s + ?, since_work_s = since_work_s + ?, since_shown_s = since_shown_s + ?
     WHERE day = ?`,
    spent.work_s,
    spent.work_s,
    spent.shown_s,
    day,
  );
  if (spent.shown_s <= 0) return;
  tx.run(
    `INSERT INTO care_shown (day, severity, seconds) VALUES (?, ?, ?)
     ON CONFLICT (day, severity) DO UPDATE SET seconds = seconds + excluded.seconds`,
    day,
    spent.severity ?? UNKNOWN,
    spent.shown_s,
  );
}

/** A break was taken: what counts since the last break begins anew. */
export function addBreak(tx: WriteTx, day: string, seconds: number): void {
  addDay(tx, day);
  tx.run(
    'UPDATE care_day SET breaks = breaks + 1, break_s = break_s + ?, since_work_s = 0, since_shown_s = 0 WHERE day = ?',
    seconds,
    day,
  );
}

/** The person goes on beyond the cap of this day. */
export function passCap(tx: WriteTx, day: string): void {
  addDay(tx, day);
  tx.run('UPDATE care_day SET cap_passed = 1 WHERE day = ?', day);
}

/** A day's row; zeros when there is none. */
export function readDay(db: ReadDb, day: string): DayRow {
  return db.first<DayRow>('SELECT * FROM care_day WHERE day = ?', day) ?? { day, ...EMPTY };
}

/** A day's seconds of clip on the screen, by severity, the unknown last. */
export function readShown(db: ReadDb, day: string): LedgerDay['shown'] {
  return db
    .all<{ severity: number; seconds: number }>(
      'SELECT severity, seconds FROM care_shown WHERE day = ? ORDER BY severity = -1, severity',
      day,
    )
    .map(({ severity, seconds }) => ({ severity: severity === UNKNOWN ? null : severity, seconds }));
}

/** The newest days of the ledger, newest first. */
export function readLedger(db: ReadDb, days: number): LedgerDay[] {
  return db.all<DayRow>('SELECT * FROM care_day ORDER BY day DESC LIMIT ?', days).map((row) => ({
    day: row.day,
    shown: readShown(db, row.day),
    work_s: row.work_s,
    breaks: { count: row.breaks, seconds: row.break_s },
  }));
}
