import { constants } from 'node:fs';
import { lstat, open, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { packPathProblem } from '#domain/packs/pack-path.ts';
import { largestFile, type PackFile, type PackSource } from './pack-source.ts';

const isGone = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');

async function openSame(path: string, known: { dev: number; ino: number }): Promise<Readable> {
  // Not through a link that was put there since we looked (Windows has no such flag), and really the file we looked at.
  const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  const now = await handle.stat();
  if (now.dev !== known.dev || now.ino !== known.ino) {
    await handle.close();
    throw new Error(`${path} was exchanged while it was imported`);
  }
  return handle.createReadStream();
}

async function find(root: string, path: string): Promise<PackFile> {
  const problem = packPathProblem(path);
  if (problem !== null) return { kind: 'refused', ...problem };
  let place = root;
  try {
    const steps = path.split('/');
    for (const [index, step] of steps.entries()) {
      place = join(place, step);
      const found = await lstat(place);
      if (found.isSymbolicLink())
        return { kind: 'refused', reason: 'link_refused', detail: `${path} goes through a link` };
      if (index < steps.length - 1) continue;
      if (!found.isFile()) return { kind: 'refused', reason: 'wrong_shape', detail: `${path} is not a file` };
      if (found.nlink > 1) return { kind: 'refused', reason: 'link_refused', detail: `${path} is a hard link` };
      if (found.size > largestFile)
        return { kind: 'refused', reason: 'too_large', detail: `${path}: ${found.size} bytes` };
      const file = place;
      return { kind: 'file', bytes: found.size, open: () => openSame(file, found) };
    }
  } catch (error) {
    if (!isGone(error) && (error as NodeJS.ErrnoException).code !== 'ENAMETOOLONG') throw error;
  }
  return { kind: 'missing' };
}

/** A pack in a folder. */
export async function openFolder(folder: string): Promise<PackSource> {
  const root = await realpath(folder);
  return { issues: [], find: (path) => find(root, path), close: () => Promise.resolve() };
}
