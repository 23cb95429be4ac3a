import { resultDocument } from '#contract/verdicts.ts';
import { databaseFile } from '#core/signed-in.ts';
import type { Database } from '#core/storage/database.ts';
import { openDatabase } from '#core/storage/open.ts';
import { openResult } from '#core/storage/result-cells.ts';
import { madeOwner } from './made-key.ts';

/** What a device said it had saved. */
export interface Acknowledged {
  /** Ids of verdicts that were answered as saved. */
  readonly verdicts: Set<string>;
  /** Undos that were answered. */
  undone: number;
}

/** What is wrong with a device after it was treated badly; all zero when nothing is. */
export interface DeviceHarm {
  readonly lost: number;
  readonly duplicated: number;
  readonly unpaired: number;
  /** Databases that were damaged. */
  readonly crashes: number;
}

const TOLD = `SELECT count(*) AS n FROM session_event WHERE json_extract(body, '$.detail.type') IN ('verdict', 'undo', 'redo')`;
const PAIRED = 'SELECT count(*) AS n FROM outbox o JOIN result r ON r.seq = o.seq AND r.body = o.payload';

export const NO_HARM: DeviceHarm = { lost: 0, duplicated: 0, unpaired: 0, crashes: 0 };

/**
 * Compares what a database holds with what was answered: every verdict once, with its outbox row, log line and item state. What a damaged
 * database says is not believed: all of it counts as lost.
 */
export function checkDatabase(db: Database, seen: Acknowledged): DeviceHarm {
  if (db.pragma('integrity_check') !== 'ok') return { ...NO_HARM, lost: seen.verdicts.size, crashes: 1 };
  const count = (sql: string): number => db.first<{ n: number }>(sql)?.n ?? 0;
  const results = db
    .all<{ id: string; body: Buffer }>('SELECT id, body FROM result ORDER BY seq')
    .map(({ id, body }) => resultDocument.parse(JSON.parse(openResult(db, id, body).toString('utf8'))));
  const stored = new Set<string>(results.map((each) => each.id));
  const numbers = new Set(results.map((each) => `${each.device_id} ${each.device_seq}`));
  const withdrawals = results.filter((each) => each.type === 'withdrawal').length;
  const superseded = new Set(results.map((each) => each.supersedes));
  const counting = results.filter((each) => !superseded.has(each.id));
  const items = new Set(counting.map((each) => each.item_id));
  const decided = counting.filter((each) => each.type === 'verdict').length;
  const off = (sql: string, wanted: number): number => Math.abs(count(sql) - wanted);
  return {
    lost: [...seen.verdicts].filter((id) => !stored.has(id)).length + Math.max(0, seen.undone - withdrawals),
    duplicated: results.length - stored.size + (results.length - numbers.size) + (counting.length - items.size),
    unpaired:
      off(PAIRED, results.length) +
      off(TOLD, results.length) +
      off("SELECT count(*) AS n FROM item WHERE state = 'decided'", decided),
    crashes: 0,
  };
}

/** Opens a person's database as the core does and checks it. A database that had to be set aside counts as damaged. */
export function checkDevice(dataDir: string, personId: string, seen: Acknowledged): DeviceHarm {
  const { db, setAside } = openDatabase(databaseFile(dataDir, personId), 'fault-check', madeOwner(personId));
  try {
    const harm = checkDatabase(db, seen);
    return { ...harm, crashes: harm.crashes + (setAside === null ? 0 : 1) };
  } finally {
    db.close();
  }
}

/** Harms of two looks together. */
export function addHarm(a: DeviceHarm, b: DeviceHarm): DeviceHarm {
  return {
    lost: a.lost + b.lost,
    duplicated: a.duplicated + b.duplicated,
    unpaired: a.unpaired + b.unpaired,
    crashes: a.crashes + b.crashes,
  };
}
