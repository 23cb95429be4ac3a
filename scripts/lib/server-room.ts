import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Item } from '#contract/batches.ts';
import { hubApi } from '#contract/hub-api.ts';
import type { Person } from '#contract/people.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#server/storage/embedded-postgres.ts';
import { REPOSITORY } from '../setup/paths.ts';
import { type Device, enrolDevice, fetchAs } from './device.ts';
import { connectSupervisor, type SupervisorClient } from './hub-client.ts';
import { type HubProcess, startHubProcess } from './hub-process.ts';
import { killTree, parentOf } from './process-tree.ts';

/** A real hub process over a real PostgreSQL, both to be killed at any moment; the hub comes back at the same address. */
export interface ServerRoom {
  readonly url: string;
  readonly reviewer: Person;
  /** Enrols one more device of the reviewer, who holds a batch of all demo records. */
  enrol(): Promise<Device>;
  /** A one-time code for one more device of the reviewer. */
  code(): Promise<string>;
  killHub(): Promise<void>;
  /** Ends the database and all its processes at once; the hub ends with it. */
  killDatabase(): Promise<void>;
  /** Brings back what is away. */
  restart(): Promise<void>;
  ask<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** A connection of its own, to hold locks with; end it afterwards. */
  connect(): Promise<pg.Client>;
  close(): Promise<void>;
}

/** Opens a hub with the demo pack imported and one reviewer who holds all of it. */
export async function openServerRoom(): Promise<ServerRoom> {
  const folder = mkdtempSync(join(tmpdir(), 'lupa-room-'));
  chmodSync(folder, 0o711);
  let postgres: EmbeddedPostgres = await startEmbeddedPostgres(folder);
  const startHub = (packs: readonly string[], port: number): Promise<HubProcess> =>
    startHubProcess({
      dataFolder: folder,
      packs,
      databaseUrl: postgres.url('postgres'),
      port,
      onLine: () => undefined,
    });
  let hub = await startHub([join(REPOSITORY, 'resources', 'demo')], 0);
  const { url, supervisorCode } = hub;
  if (supervisorCode === null) throw new Error('a fresh hub gave no code for its first supervisor');
  const supervisor = await connectSupervisor(url, supervisorCode);
  const reviewer = await makeReviewer(supervisor);
  const connect = () => connectTo(postgres.url('postgres'));
  let postmaster = await findPostmaster(connect);
  return {
    url,
    reviewer,
    code: () => supervisor.createEnrolmentCode(reviewer),
    enrol: async () => enrolDevice(url, await supervisor.createEnrolmentCode(reviewer), 'Fault'),
    killHub: () => hub.kill(),
    async killDatabase() {
      killTree(postmaster);
      await hub.kill();
    },
    async restart() {
      await hub.kill();
      postgres = await startEmbeddedPostgres(folder);
      hub = await startHub([], Number(new URL(url).port));
      postmaster = await findPostmaster(connect);
    },
    ask: (sql, values = []) => ask(connect, sql, values),
    connect,
    async close() {
      await hub.stop();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function connectTo(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function ask<Row extends pg.QueryResultRow>(
  connect: () => Promise<pg.Client>,
  sql: string,
  values: readonly unknown[],
): Promise<Row[]> {
  const client = await connect();
  try {
    return (await client.query<Row>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}

async function findPostmaster(connect: () => Promise<pg.Client>): Promise<number> {
  const client = await connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  // Asked while the connection still has its process.
  const parent = parentOf(rows[0]?.pid ?? 0);
  await client.end();
  if (parent === null) throw new Error('the database has no process');
  return parent;
}

async function makeReviewer(supervisor: SupervisorClient): Promise<Person> {
  const reviewer = await supervisor.createPerson({ name: 'Ana Ruiz', role: 'reviewer', languages: ['en', 'es'] });
  await supervisor.createBatch({
    name: 'Faults',
    mode: 'open',
    priority: 1,
    due_at: null,
    filter: {},
    draw: { method: 'pack_order', size: 1_000 },
    assignees: [reviewer.id],
  });
  return reviewer;
}

/** The items that a device's person holds. */
export async function itemsOf(url: string, device: Device): Promise<Item[]> {
  const answer = await fetchAs(url + hubApi.changes.path, device, { method: 'GET' });
  const lines = (await answer.text()).split('\n').filter((line) => line.includes('"kind":"item"'));
  return lines.map((line) => JSON.parse(line.split('\t')[1] ?? '') as Item);
}
