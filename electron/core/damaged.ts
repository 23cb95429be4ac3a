import type { DamageNotice } from '#contract/storage.ts';
import type { Beginning } from './account.ts';
import type { Ports } from './ports/ports.ts';
import { type Database, write } from './storage/database.ts';
import type { Opened } from './storage/open.ts';
import { keepReport, salvage, type SalvageReport } from './storage/salvage.ts';
import { lastSetAside, markSuspect, unsalvaged } from './storage/set-aside.ts';
import { setSeqFloor } from './storage/sync-state.ts';
import { findDamage, findResultDamage } from './storage/verify.ts';

/** Rows that cannot be read may also be a fault of this program: for that alone a database is not set aside again and again. */
const NOT_AGAIN_MS = 60 * 60_000;
/** A full look takes a second, and a fault of this program may come with every key. */
const DOUBT_AGAIN_MS = 60_000;

/**
 * A used device that finds no database, or a damaged one, goes on with what can be saved and with numbers that were never given. Answers what was
 * saved, one report for each damaged file; saving that was cut off is done again.
 */
export function makeGood(ports: Ports, file: string, { db, created }: Opened, how: Beginning): SalvageReport[] {
  if (created && how === 'resumed') write(db, (tx) => setSeqFloor(tx, Math.floor(ports.clock.now() / 1_000)));
  return unsalvaged(file).map((aside) => {
    const report = salvage(db, aside);
    keepReport(aside, report);
    ports.log('database_set_aside', { ...report });
    return report;
  });
}

/** What the page is to tell of damaged databases; null when there were none. */
export function noticeOf(reports: readonly SalvageReport[]): DamageNotice | null {
  const last = reports.at(-1);
  if (last === undefined) return null;
  const sum = (key: 'saved_results' | 'unreadable_results') => reports.reduce((all, each) => all + each[key], 0);
  return { file: last.file, saved_results: sum('saved_results'), unreadable_results: sum('unreadable_results') };
}

/** Ends this process because its database is damaged: the next one sets it aside and saves what it can. */
export function endForDamage(ports: Ports, file: string): void {
  markSuspect(file);
  ports.log('database_damaged');
  ports.endAtOnce();
}

/** Looks at every result that is kept here; ends this process when one is damaged. */
export async function verifyResults(ports: Ports, file: string, db: Database): Promise<void> {
  const found = await findResultDamage(db);
  if (found === null) return;
  ports.log('database_doubted', { damage: found });
  endForDamage(ports, file);
}

/** Answers what is to be called after a surprise: looks whether it came of damage, and ends this process when it did. */
export function doubter(ports: Ports, file: string, db: Database): () => void {
  let looked = Number.NEGATIVE_INFINITY;
  return () => {
    const now = ports.clock.now();
    if (Math.abs(now - looked) < DOUBT_AGAIN_MS) return;
    looked = now;
    const found = findDamage(db);
    if (found === null) return;
    ports.log('database_doubted', { damage: found });
    const last = lastSetAside(file);
    if (found === 'rows' && last !== null && now - last < NOT_AGAIN_MS) return;
    endForDamage(ports, file);
  };
}
