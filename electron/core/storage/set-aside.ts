import { closeSync, existsSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { syncFolder, writeDurably } from '../../files/durable-file.ts';

/** The file goes first: what is left when this is cut off is a log without a file, which cannot be taken for anything else. */
const PARTS = ['', '-wal', '-shm'] as const;

const suspectMark = (file: string): string => `${file}.suspect`;

/** Damage was met while the file was in use: the next start sets it aside, whatever a quick check says. */
export function markSuspect(file: string): void {
  writeDurably(suspectMark(file), '');
}

/** Whether damage was met while the file was in use. */
export const isSuspect = (file: string): boolean => existsSync(suspectMark(file));

function moveTo(file: string, aside: string): void {
  for (const part of PARTS) {
    if (existsSync(file + part)) renameSync(file + part, aside + part);
  }
  rmSync(suspectMark(file), { force: true });
  syncFolder(dirname(file));
}

/** Moves a damaged database and its side files out of the way; the bytes stay. Answers where they are. */
export function putAside(file: string, stamp: string): string {
  const aside = `${file}.damaged-${stamp}`;
  moveTo(file, aside);
  return aside;
}

/**
 * Goes on with what was cut off: a log whose file is gone follows it. Left in its place it would be deleted, or taken for that of the next
 * database.
 * @param stamp names a log that belongs to no file that was set aside
 */
export function finishSettingAside(file: string, stamp: string): void {
  if (existsSync(file)) return;
  rmSync(suspectMark(file), { force: true });
  if (!existsSync(`${file}-wal`)) return;
  const begun = unsalvaged(file).findLast((aside) => !existsSync(`${aside}-wal`));
  if (begun === undefined) closeSync(openSync(`${file}.damaged-${stamp}`, 'a', 0o600));
  moveTo(file, begun ?? `${file}.damaged-${stamp}`);
}

/** Where the report of what was saved is kept; when it is there, all was saved that could be. */
export const reportOf = (aside: string): string => `${aside}.report.json`;

/** Damaged files of a database whose saving was not finished, the oldest first. */
export function unsalvaged(file: string): string[] {
  const prefix = `${basename(file)}.damaged-`;
  return readdirSync(dirname(file))
    .filter((name) => name.startsWith(prefix) && !name.slice(prefix.length).includes('.') && !/-(wal|shm)$/.test(name))
    .sort()
    .map((name) => join(dirname(file), name))
    .filter((aside) => !existsSync(reportOf(aside)));
}

/** When a database was last set aside, in milliseconds since 1970; null when none was. */
export function lastSetAside(file: string): number | null {
  const times = readdirSync(dirname(file))
    .filter((name) => name.startsWith(`${basename(file)}.damaged-`) && name.endsWith('.report.json'))
    .map((name) => statSync(join(dirname(file), name)).mtimeMs);
  return times.length === 0 ? null : Math.max(...times);
}
