import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, closeSync, existsSync, fchownSync, openSync, readFileSync } from 'node:fs';
import { chmod, chown, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { type Account, canReach, databaseAccount } from './database-account.ts';
import { findBinaries, type PostgresBinaries, sharedFolder } from './embedded-binaries.ts';
import { findPostmaster, removeLockFile } from './postmaster.ts';

const run = promisify(execFile);

/** How long to wait for PostgreSQL, in milliseconds; after a crash it replays its log first. */
const startPatience = 60_000;
/** How long half a lock file may stand before it counts as left behind, in milliseconds. */
const unfinishedPatience = 3_000;
const superuser = 'lupa';

/** A running PostgreSQL that belongs to one hub's data folder. */
export interface EmbeddedPostgres {
  /** Connection URL of a database of the cluster. */
  url(database: string): string;
  /** Ends connections, writes everything out and waits until the server is gone. */
  stop(): Promise<void>;
}

interface Cluster {
  readonly folder: string;
  readonly log: string;
  readonly password: string;
  readonly account: Account | null;
  readonly binaries: PostgresBinaries;
}

/** Which folder holds the database is written down, so that a new data folder at an old path never finds old rows. */
async function clusterParent(dataFolder: string, account: Account | null): Promise<string> {
  const own = join(dataFolder, 'postgres');
  if (account === null) return own;
  const pointer = join(dataFolder, 'postgres-folder');
  if (existsSync(pointer)) return readFileSync(pointer, 'utf8').trim();
  const folder = canReach(dataFolder, account) ? own : join(await sharedFolder('hubs'), randomBytes(8).toString('hex'));
  await writeFile(pointer, `${folder}\n`, { mode: 0o600 });
  return folder;
}

async function passwordOf(dataFolder: string): Promise<string> {
  const file = join(dataFolder, 'postgres-password');
  try {
    await writeFile(file, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}

const asAccount = (account: Account | null) => (account === null ? {} : { uid: account.uid, gid: account.gid });

/** Makes the cluster beside its place and moves it there, so that a kill leaves none or a whole one. */
async function initialise(cluster: Cluster): Promise<void> {
  const partial = `${cluster.folder}.${randomBytes(4).toString('hex')}.part`;
  const secret = `${partial}.password`;
  await writeFile(secret, cluster.password, { mode: 0o600 });
  if (cluster.account !== null) chownSync(secret, cluster.account.uid, cluster.account.gid);
  try {
    await run(
      cluster.binaries.initdb,
      [
        `--pgdata=${partial}`,
        `--username=${superuser}`,
        `--pwfile=${secret}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--locale=C.UTF-8',
        '--lc-collate=C',
        '--lc-ctype=C',
        '--lc-messages=C',
        '--no-instructions',
      ],
      { ...asAccount(cluster.account), cwd: '/', env: { PATH: process.env['PATH'], LC_ALL: 'C' } },
    );
    await rename(partial, cluster.folder);
  } catch (cause) {
    await rm(partial, { recursive: true, force: true });
    // Another hub that started at the same moment was first; whoever gets the lock goes on.
    if (!existsSync(join(cluster.folder, 'PG_VERSION'))) throw cause;
  } finally {
    await rm(secret, { force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done, failed) => server.once('error', failed).listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('no free port on 127.0.0.1');
  return address.port;
}

function launch(cluster: Cluster, port: number): { readonly ended: () => boolean } {
  const log = openSync(cluster.log, 'a', 0o600);
  if (cluster.account !== null) fchownSync(log, cluster.account.uid, cluster.account.gid);
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: '128MB',
    max_wal_size: '2GB',
    jit: 'off',
    // A first batch turns an empty database into a busy one; plans must not rest on the empty one for a minute.
    autovacuum_naptime: '5s',
    // Durability is the point of the hub, so it is said here and read back (durability.ts), never left to defaults.
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  let ended = false;
  const server = spawn(cluster.binaries.postgres, ['-D', cluster.folder, '-p', String(port), ...flags], {
    ...asAccount(cluster.account),
    cwd: '/',
    // Its own process group: Ctrl-C in a terminal is for the hub, which stops the database when it has drained.
    detached: true,
    stdio: ['ignore', log, log],
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
  });
  closeSync(log);
  server.once('exit', () => {
    ended = true;
  });
  server.once('error', () => {
    ended = true;
  });
  server.unref();
  return { ended: () => ended };
}

const urlOf = (cluster: Cluster, port: number, database: string): string =>
  `postgres://${superuser}:${cluster.password}@127.0.0.1:${port}/${database}`;

/** Whether the server on `port` lets us in now; throws when it is there but is not ours. */
async function answers(cluster: Cluster, port: number): Promise<boolean> {
  const client = new pg.Client({
    connectionString: urlOf(cluster, port, 'postgres'),
    connectionTimeoutMillis: 5_000,
  });
  // A server that goes away while it is asked must not end the hub.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch (error) {
    const code = (error as { code?: string }).code;
    // 57P03: still starting. 28P01: a stranger took the port.
    if (code === '28P01') throw new Error(`another PostgreSQL answers on port ${port}`, { cause: error });
    return false;
  }
}

async function stopCluster(cluster: Cluster): Promise<void> {
  const found = findPostmaster(cluster.folder);
  if (found === null || found === 'stale') return;
  await run(cluster.binaries.pgCtl, ['stop', '-D', cluster.folder, '-m', 'fast', '-w', '-t', '60'], {
    ...asAccount(cluster.account),
    cwd: '/',
  });
}

/** Uses the server that a killed hub left behind, or starts one; returns its port. */
async function bringUp(cluster: Cluster): Promise<number> {
  const deadline = Date.now() + startPatience;
  let unfinishedUntil = Date.now() + unfinishedPatience;
  let started: ReturnType<typeof launch> | null = null;
  for (; Date.now() < deadline; await sleep(20)) {
    const found = findPostmaster(cluster.folder);
    if (typeof found === 'object' && found !== null) {
      if (await answers(cluster, found.port)) return found.port;
      continue;
    }
    if (started !== null && !started.ended()) continue;
    // Half a lock file is of a server that starts just now, or of one that lost its power while it did.
    if (found === 'starting' && Date.now() < unfinishedUntil) continue;
    if (found !== null) removeLockFile(cluster.folder);
    // Also after a failed try: the port was taken meanwhile, or processes of a killed server still held its memory.
    if (started !== null) await sleep(200);
    started = launch(cluster, await freePort());
    unfinishedUntil = Date.now() + unfinishedPatience;
  }
  throw new Error(`PostgreSQL did not start within ${startPatience / 1000} s; see ${cluster.log}`);
}

/**
 * Starts (or takes over) the embedded PostgreSQL below `dataFolder`.
 * @throws when it cannot be installed, made or started; the message says where its log is
 */
export async function startEmbeddedPostgres(dataFolder: string): Promise<EmbeddedPostgres> {
  const root = resolve(dataFolder);
  await mkdir(root, { recursive: true });
  const account = await databaseAccount();
  // The hub's own folder may be passed through; folders above it are not the hub's to open.
  if (account !== null) await chmod(root, (await stat(root)).mode | 0o011);
  const parent = await clusterParent(root, account);
  await mkdir(parent, { recursive: true, mode: 0o700 });
  await chmod(parent, 0o700);
  if (account !== null) await chown(parent, account.uid, account.gid);
  const cluster: Cluster = {
    folder: join(parent, 'data'),
    log: join(parent, 'postgres.log'),
    password: await passwordOf(root),
    account,
    binaries: await findBinaries(account),
  };
  if (!existsSync(join(cluster.folder, 'PG_VERSION'))) await initialise(cluster);
  const port = await bringUp(cluster);
  return { url: (database) => urlOf(cluster, port, database), stop: () => stopCluster(cluster) };
}
