import { existsSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A PostgreSQL server that says it runs on a cluster. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A process id can have gone to another program since; PostgreSQL works in its cluster's folder, which Linux shows. */
function worksIn(pid: number, cluster: string): boolean {
  if (process.platform !== 'linux') return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster);
  } catch (error) {
    // Not ours to look at: then it is not a server that this hub started either, unless it is.
    return (error as NodeJS.ErrnoException).code === 'EACCES';
  }
}

/**
 * The server running on `cluster`, left there by a hub that was killed, or null. A lock file whose process is gone, or is
 * some other program by now, is removed, for PostgreSQL would refuse to start over a reused process id.
 */
export function findPostmaster(cluster: string): Postmaster | null {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (Number.isInteger(pid) && pid > 0 && isAlive(pid) && worksIn(pid, cluster)) return { pid, port };
  rmSync(file, { force: true });
  return null;
}
