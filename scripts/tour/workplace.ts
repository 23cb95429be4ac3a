import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type BatchId, recordId } from '#contract/ids.ts';
import type { Person } from '#contract/people.ts';
import { connectSupervisor, type SupervisorClient } from '#scripts/lib/hub-client.ts';
import { startHubProcess } from '#scripts/lib/hub-process.ts';
import { startEmbeddedPostgres } from '#server/storage/embedded-postgres.ts';
import { pickRecords, readCandidates } from './pick-records.ts';

/** A hub with an imported pack, a reviewer, and batches for them; everything in a folder that goes away. */
export interface Workplace {
  readonly folder: string;
  readonly hubUrl: string;
  readonly databaseUrl: string;
  readonly reviewer: Person;
  readonly batches: readonly BatchId[];
  /** A one-time code for one more device of the reviewer or of the supervisor. */
  code(of: 'reviewer' | 'supervisor'): Promise<string>;
  close(): Promise<void>;
}

// A quarter of the items hides the original decision until the verdict.
const BLIND_SHARE = 0.25;

async function assign(client: SupervisorClient, ids: readonly string[], reviewer: Person): Promise<BatchId[]> {
  const blind = Math.floor(ids.length * BLIND_SHARE);
  const parts = [
    { name: 'Tour', mode: 'open', priority: 2, ids: ids.slice(blind) },
    { name: 'Tour, blind', mode: 'blind', priority: 1, ids: ids.slice(0, blind) },
  ] as const;
  const made: BatchId[] = [];
  for (const { name, mode, priority, ids } of parts) {
    if (ids.length === 0) continue;
    const { batch } = await client.createBatch({
      name,
      mode,
      priority,
      due_at: new Date(Date.now() + 8 * 3_600_000).toISOString(),
      filter: { record_ids: ids.map((id) => recordId.parse(id)) },
      draw: { method: 'pack_order', size: ids.length },
      assignees: [reviewer.id],
    });
    made.push(batch.id);
  }
  return made;
}

/**
 * Starts a hub on fresh data, imports the pack through the real importer, and assigns `items` of its records.
 * @throws Error when the pack holds fewer records than items
 */
export async function openWorkplace(pack: string, items: number, say: (line: string) => void): Promise<Workplace> {
  const folder = mkdtempSync(join(tmpdir(), 'lupa-tour-'));
  // For root the database runs under an account of its own, which must get in; elsewhere it would outlive this folder.
  chmodSync(folder, 0o711);
  const ending: (() => Promise<void>)[] = [async () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })];
  const close = async (): Promise<void> => {
    for (const step of ending.splice(0).reverse()) await step();
  };
  try {
    const dataFolder = join(folder, 'hub');
    const postgres = await startEmbeddedPostgres(dataFolder);
    ending.push(() => postgres.stop());
    const databaseUrl = postgres.url('postgres');
    const packs = [resolve(pack)];
    const hub = await startHubProcess({ dataFolder, packs, databaseUrl, onLine: (line) => say(`hub: ${line}`) });
    ending.push(() => hub.stop());
    if (hub.supervisorCode === null) throw new Error('a fresh hub gave no code for its first supervisor');
    const client = await connectSupervisor(hub.url, hub.supervisorCode);
    const languages = ['en', 'es'] as const;
    const reviewer = await client.createPerson({
      name: 'Ana Ruiz',
      role: 'bilingual_reviewer',
      languages: [...languages],
    });
    const ids = pickRecords(await readCandidates(databaseUrl), items);
    if (ids.length < items) throw new Error(`${pack} gave ${ids.length} records; ${items} items were asked for`);
    const batches = await assign(client, ids, reviewer);
    const people = { reviewer, supervisor: client.person };
    return {
      folder,
      hubUrl: hub.url,
      databaseUrl,
      reviewer,
      batches,
      code: (of) => client.createEnrolmentCode(people[of]),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
