import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A PostgreSQL server that says it runs on a cluster. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

const lockFile = (cluster: string): string => join(cluster, 'postmaster.pid');

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
 * What the lock file of `cluster` says: a server that runs there (left by a hub that was killed, or just starting); `starting`
 * while the file is being written; `stale` when its process is gone or is some other program by now; null when there is none.
 * A file that is being written must not be taken for a stale one: a server whose lock file is removed ends itself.
 */
export function findPostmaster(cluster: string): Postmaster | 'starting' | 'stale' | null {
  let text: string;
  try {
    text = readFileSync(lockFile(cluster), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (lines.length < 2 || !Number.isInteger(pid) || pid <= 0) return 'starting';
  if (!isAlive(pid) || !worksIn(pid, cluster)) return 'stale';
  const port = Number(lines[3]);
  return Number.isInteger(port) && port > 0 ? { pid, port } : 'starting';
}

/** Removes a stale lock file: PostgreSQL would refuse to start over a reused process id. */
export function removeLockFile(cluster: string): void {
  rmSync(lockFile(cluster), { force: true });
}
