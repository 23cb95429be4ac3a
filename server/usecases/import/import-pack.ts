import { lstat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type ImportReport, type PackManifest, packManifest } from '#contract/packs.ts';
import { ImportTally } from '#domain/packs/import-tally.ts';
import type { HubContext } from '../../context.ts';
import { addAct } from '../../storage/audit.ts';
import { saveImportReport } from '../../storage/import-runs.ts';
import { actOf } from '../audit/acts.ts';
import { hubItself } from '../audit/life.ts';
import { takeAttachments } from './attachments.ts';
import { openFolder } from './folder-source.ts';
import { type PackSource, PackUnreadable } from './pack-source.ts';
import { takePolicies } from './policies.ts';
import { RecordIntake } from './records.ts';
import type { ImportRun } from './run.ts';
import { readWhole } from './whole-file.ts';
import { openArchive } from './zip-source.ts';

/** How often a running import stores its report, in milliseconds. */
const reportEvery = 500;

async function openPack(path: string): Promise<PackSource> {
  const found = await lstat(path).catch((cause: unknown) => {
    throw new PackUnreadable('file_missing', `there is no pack at ${path}`, { cause });
  });
  if (found.isSymbolicLink())
    throw new PackUnreadable('link_refused', `${path} is a link; give the folder or file itself`);
  return found.isDirectory() ? openFolder(path) : openArchive(path);
}

async function readManifest(source: PackSource): Promise<PackManifest> {
  const whole = await readWhole(source, 'pack.json');
  if (whole.kind === 'missing')
    throw new PackUnreadable('file_missing', 'there is no pack.json; is this a review pack?');
  if (whole.kind === 'refused') throw new PackUnreadable(whole.reason, whole.detail);
  let raw: unknown;
  try {
    raw = JSON.parse(whole.text);
  } catch (cause) {
    throw new PackUnreadable('not_json', 'pack.json is not JSON', { cause });
  }
  const parsed = packManifest.safeParse(raw);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new PackUnreadable(
    'wrong_shape',
    `pack.json: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong shape'}`,
  );
}

async function takeAll(hub: HubContext, id: string, source: PackSource, tell: (line: string) => void) {
  const manifest = await readManifest(source);
  const tally = new ImportTally(id, manifest.name.replaceAll('\0', ' '));
  let saved = 0;
  const run: ImportRun = {
    id,
    hub,
    source,
    tally,
    progress: async (file, lines) => {
      if (Date.now() - saved < reportEvery) return;
      saved = Date.now();
      tell(`${manifest.name}: ${file}: ${lines} lines`);
      await saveImportReport(hub.database.db, tally.report('running'), hub.now());
    },
  };
  await saveImportReport(hub.database.db, tally.report('running'), hub.now());
  for (const issue of source.issues) tally.refuse(null, issue);
  // Policies first, so that a reviewer never holds an item whose policy is still to come.
  await takePolicies(run);
  await new RecordIntake(run).take();
  await takeAttachments(run);
  return tally;
}

/**
 * Imports a review pack, a folder or a .zip. What cannot be taken is refused with file, line and reason and keeps nothing
 * else out; importing again takes what is new. Safe to kill at any moment: the next start marks the run as interrupted, and
 * another import goes on where it ended.
 * @param tell hears how far it is
 */
export async function importPack(
  hub: HubContext,
  path: string,
  tell: (line: string) => void = () => undefined,
): Promise<ImportReport> {
  const id = hub.newId();
  const finish = async (report: ImportReport): Promise<ImportReport> => {
    await hub.database.db.transaction().execute(async (tx) => {
      await saveImportReport(tx, report, hub.now());
      const sealed = { content: { pack: report.pack }, kept: 'here' } as const;
      await addAct(tx, actOf(hub, 'pack_imported', hubItself, { import: id, state: report.state }, sealed));
    });
    return report;
  };
  let source: PackSource | null = null;
  try {
    source = await openPack(path);
    const tally = await takeAll(hub, id, source, tell);
    return await finish(tally.report('done'));
  } catch (error) {
    if (!(error instanceof PackUnreadable)) throw error;
    const tally = new ImportTally(id, basename(path));
    tally.refuse(null, { file: basename(path), line: null, reason: error.reason, detail: error.message });
    return await finish(tally.report('refused'));
  } finally {
    await source?.close();
  }
}
