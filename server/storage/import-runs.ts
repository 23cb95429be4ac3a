import { type ImportReport, importReport } from '#contract/packs.ts';
import type { ReadDb } from './open.ts';

/** Starts or updates the stored report of an import. */
export async function saveImportReport(db: ReadDb, report: ImportReport, now: Date): Promise<void> {
  const finished = report.state === 'running' ? null : now;
  const text = JSON.stringify(report);
  await db
    .insertInto('import_runs')
    .values({
      id: report.id,
      pack: report.pack,
      state: report.state,
      report: text,
      started_at: now,
      finished_at: finished,
    })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet({ pack: report.pack, state: report.state, report: text, finished_at: finished }),
    )
    .execute();
}

/** All reports, newest first. */
export async function listImportReports(db: ReadDb): Promise<ImportReport[]> {
  const rows = await db
    .selectFrom('import_runs')
    .select('report')
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => importReport.parse(JSON.parse(row.report)));
}

/** One report, or null. */
export async function findImportReport(db: ReadDb, id: string): Promise<ImportReport | null> {
  const row = await db.selectFrom('import_runs').select('report').where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : importReport.parse(JSON.parse(row.report));
}

/** At start, with no import running: says of those that were running when the hub ended that they were interrupted. */
export async function markInterrupted(db: ReadDb, now: Date): Promise<void> {
  const rows = await db.selectFrom('import_runs').select('report').where('state', '=', 'running').execute();
  for (const row of rows) {
    const report = importReport.parse(JSON.parse(row.report));
    await saveImportReport(db, { ...report, state: 'interrupted' }, now);
  }
}
