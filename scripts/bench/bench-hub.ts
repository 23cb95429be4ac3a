import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Device, enrolDevice } from '#scripts/lib/device.ts';
import { connectSupervisor } from '#scripts/lib/hub-client.ts';
import { startHubProcess } from '#scripts/lib/hub-process.ts';
import { startEmbeddedPostgres } from '#server/storage/embedded-postgres.ts';
import { writeSyntheticPack } from './synthetic-pack.ts';

/** A real hub process on a real PostgreSQL with a batch of synthetic records assigned to one person. */
export interface BenchHub {
  readonly url: string;
  /** The hub's own PostgreSQL, for floors and for counting. */
  readonly databaseUrl: string;
  readonly folder: string;
  /** A one-time code for one more device of that person. */
  code(): Promise<string>;
  /** One more device of the person who has all items. */
  addDevice(): Promise<Device>;
  stop(): Promise<void>;
}

/** Starts a hub whose only reviewer has `items` items of about 2 KB. Say `stop` when done: it deletes everything. */
export async function startBenchHub(items: number): Promise<BenchHub> {
  const folder = await mkdtemp(join(tmpdir(), 'lupa-bench-'));
  const postgres = await startEmbeddedPostgres(folder);
  const databaseUrl = postgres.url('postgres');
  await writeSyntheticPack(join(folder, 'pack'), items);
  const hub = await startHubProcess({
    dataFolder: folder,
    packs: [join(folder, 'pack')],
    databaseUrl,
    onLine: () => undefined,
  });
  if (hub.supervisorCode === null) throw new Error('the hub named no code for its first supervisor');
  const supervisor = await connectSupervisor(hub.url, hub.supervisorCode);
  const reviewer = await supervisor.createPerson({ name: 'Bench', role: 'reviewer', languages: ['en', 'es'] });
  await supervisor.createBatch({
    name: 'Bench',
    mode: 'open',
    priority: 1,
    due_at: null,
    filter: {},
    draw: { method: 'pack_order', size: items },
    assignees: [reviewer.id],
  });
  const code = (): Promise<string> => supervisor.createEnrolmentCode(reviewer);
  return {
    url: hub.url,
    databaseUrl,
    folder,
    code,
    async addDevice() {
      return enrolDevice(hub.url, await code(), 'bench');
    },
    async stop() {
      await hub.stop();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
