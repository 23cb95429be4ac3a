import { createWriteStream, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import yauzl, { type Entry, type ZipFile } from 'yauzl';

const FILE_TYPE = 0o170000;
const SYMLINK = 0o120000;

function openZip(file: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(file, { lazyEntries: true }, (error, zip) => (error ? reject(error) : resolve(zip)));
  });
}

function readEntry(zip: ZipFile, entry: Entry): Promise<NodeJS.ReadableStream> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
  });
}

async function writeEntry(zip: ZipFile, entry: Entry, target: string): Promise<void> {
  const mode = entry.externalFileAttributes >>> 16;
  mkdirSync(dirname(target), { recursive: true });
  const stream = await readEntry(zip, entry);
  if ((mode & FILE_TYPE) === SYMLINK) symlinkSync(await text(stream), target);
  else await pipeline(stream, createWriteStream(target, { mode: mode & 0o777 || 0o644 }));
}

/**
 * Unpacks the files of a zip for which `place` names a path below `folder`; the others are left out.
 * yauzl refuses absolute names and names with `..`.
 * @returns how many files were written
 */
export async function unpack(zipFile: string, folder: string, place: (name: string) => string | null): Promise<number> {
  const zip = await openZip(zipFile);
  let written = 0;
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      zip.close();
      reject(error);
    };
    zip.on('error', fail);
    zip.on('end', () => resolve(written));
    zip.on('entry', (entry: Entry) => {
      const path = entry.fileName.endsWith('/') ? null : place(entry.fileName);
      if (path === null) return zip.readEntry();
      written += 1;
      writeEntry(zip, entry, join(folder, path)).then(() => zip.readEntry(), fail);
    });
    zip.readEntry();
  });
}
