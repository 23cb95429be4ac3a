import type { z } from 'zod';
import type { CareDay, LedgerDay, timeSpent } from '#contract/care.ts';
import type { ItemId, ViolationType } from '#contract/ids.ts';
import { severity, type VerdictKind, verdictKind } from '#contract/verdicts.ts';
import type { Account } from '../account.ts';
import { instantOf } from '../ports/clock.ts';
import { addBreak, addTime, passCap, readDay, readLedger, readShown } from '../storage/care.ts';
import { type ReadDb, write, writeLazily } from '../storage/database.ts';
import { findWhole } from '../storage/whole-items.ts';
import { addNotice, hideOptedOut, listOptOuts, replaceOptOuts, showOptedIn } from '../storage/opt-outs.ts';
import { findVerdict } from '../storage/results.ts';

const two = (number: number): string => String(number).padStart(2, '0');

/** The date on this device. A wrong clock gives a wrong date to the person's own ledger, and to nothing else. */
function dateOf(now: number): string {
  const date = new Date(now);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function isBlind(db: ReadDb, batchId: string): boolean {
  const sql = "SELECT json_extract(body, '$.mode') AS mode FROM batch WHERE id = ?";
  return db.first<{ mode: string }>(sql, batchId)?.mode === 'blind';
}

/** How severe an item is as far as its reviewer knows: their own word first, then the decision's, unless it is hidden from them. */
function severityOf(account: Account, id: ItemId): number | null {
  const whole = findWhole(account.db, id);
  if (whole === null) return null;
  const { row, item } = whole;
  const verdict = row.result_id === null ? null : findVerdict(account.db, row.result_id);
  const isHidden = verdict === null && isBlind(account.db, row.batch_id);
  const told = isHidden ? null : item.record.decision?.severity;
  const parsed = severity.safeParse(verdict?.choices.corrected_severity ?? told);
  return parsed.success ? parsed.data : null;
}

function verdictsSince(db: ReadDb, from: string): CareDay['verdicts'] {
  return db
    .all<{ kind: VerdictKind; count: number }>(
      `SELECT r.kind, count(*) AS count
       FROM item i JOIN result r ON r.id = i.result_id
       WHERE i.state = 'decided' AND r.decided_at >= ?
       GROUP BY r.kind ORDER BY count DESC, r.kind`,
      from,
    )
    .map(({ kind, count }) => ({ kind: verdictKind.parse(kind), count }));
}

/** Today's entry. */
export function careToday(account: Account): CareDay {
  const { db, ports } = account;
  const now = ports.clock.now();
  const day = dateOf(now);
  const row = readDay(db, day);
  const midnight = new Date(new Date(now).setHours(0, 0, 0, 0));
  return {
    day,
    shown: readShown(db, day),
    work_s: row.work_s,
    breaks: { count: row.breaks, seconds: row.break_s },
    since_break: { work_s: row.since_work_s, shown_s: row.since_shown_s },
    cap_passed: row.cap_passed === 1,
    verdicts: verdictsSince(db, midnight.toISOString()),
  };
}

/** The newest days, newest first. */
export function careLedger(account: Account, days: number): LedgerDay[] {
  return readLedger(account.db, days);
}

/** Adds passed time to the ledger; lost power may cost the last of it. */
export function spend(account: Account, { item_id, work_s, shown_s }: z.output<typeof timeSpent>): CareDay {
  const found = item_id === null || shown_s === 0 ? null : severityOf(account, item_id);
  const day = dateOf(account.ports.clock.now());
  writeLazily(account.db, (tx) => addTime(tx, day, { work_s, shown_s, severity: found }));
  return careToday(account);
}

/** A break is over. @param seconds how long it was */
export function takeBreak(account: Account, seconds: number): CareDay {
  write(account.db, (tx) => addBreak(tx, dateOf(account.ports.clock.now()), seconds));
  return careToday(account);
}

/** The person goes on beyond today's cap. */
export function goBeyondCap(account: Account): CareDay {
  write(account.db, (tx) => passCap(tx, dateOf(account.ports.clock.now())));
  return careToday(account);
}

/**
 * Changes what the person does not want to see: their queue changes at once, the notice to the hub waits beside it in the same
 * transaction. What is decided stays as it is.
 */
export function chooseOptOuts(account: Account, types: readonly ViolationType[]): { hidden: number } {
  const at = instantOf(account.ports.clock);
  const { hidden, back } = write(account.db, (tx) => {
    replaceOptOuts(tx, types);
    const changes = { back: showOptedIn(tx), hidden: hideOptedOut(tx) };
    addNotice(tx, { violation_types: listOptOuts(tx), at });
    return changes;
  });
  account.progress.forget();
  account.ports.emit('data.changed', { batches: true, policies: false, item_ids: [...hidden, ...back].slice(0, 500) });
  account.onResult();
  return { hidden: hidden.length };
}
