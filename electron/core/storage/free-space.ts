import { type StatsFs, statfsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';

const MB = 1024 * 1024;

/** Clips and the reserve leave this much of the disk alone. Bytes. */
export const FLOOR_BYTES = 32 * MB;

const writable = ({ bavail, bsize }: StatsFs): number => bavail * bsize;

/** What this user may still write on the disk of a folder. Bytes. */
export async function freeBytes(folder: string): Promise<number> {
  return writable(await statfs(folder));
}

/** As `freeBytes`, for where nothing may wait. */
export function freeBytesNow(folder: string): number {
  return writable(statfsSync(folder));
}
