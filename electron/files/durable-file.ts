import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Makes what was done to the names in a folder survive a power cut. Windows does so by itself and opens no folders. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Puts a file in place whole and on the disk, or not at all; only its owner may read it. Throws what the disk throws. */
export function writeDurably(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const part = `${file}.part`;
  rmSync(part, { force: true });
  const handle = openSync(part, 'wx', 0o600);
  try {
    // Goes on after a write that the disk took only a piece of.
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(part, file);
  syncFolder(dirname(file));
}

function overwrite(handle: number): void {
  const nothing = Buffer.alloc(fstatSync(handle).size);
  for (let at = 0; at < nothing.byteLength; ) at += writeSync(handle, nothing, at, nothing.byteLength - at, at);
  fsyncSync(handle);
}

/** Opens what is there for being overwritten; null when there is nothing. */
function openOld(file: string): number | null {
  try {
    return openSync(file, 'r+');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Runs `work`, which takes the file's name away from its content, and then writes zeros over that content. A disk that writes elsewhere than it
 * is told to (flash, a copying file system) may still have it. Throws what the disk throws; until `work` is done nothing is overwritten.
 */
function shredAfter(file: string, work: () => void): void {
  const old = openOld(file);
  try {
    work();
    if (old !== null) overwrite(old);
  } finally {
    if (old !== null) closeSync(old);
  }
}

/** As `writeDurably`, for a file whose old content nobody may read any more. */
export function replaceAndShred(file: string, text: string): void {
  shredAfter(file, () => writeDurably(file, text));
}

/** Removes a file for good, content and name; nothing happens where there is none. Throws what the disk throws. */
export function removeAndShred(file: string): void {
  if (!existsSync(file)) return;
  shredAfter(file, () => {
    rmSync(file, { force: true });
    syncFolder(dirname(file));
  });
}

/**
 * Writes zeros over a file, and only then takes its name away: a kill in between leaves a file that says nothing, under a name that can be found.
 * Nothing happens where there is none. Throws what the disk throws.
 */
export function shredAndRemove(file: string): void {
  const old = openOld(file);
  if (old === null) return;
  try {
    overwrite(old);
  } finally {
    closeSync(old);
  }
  rmSync(file, { force: true });
  syncFolder(dirname(file));
}
