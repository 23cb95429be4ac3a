import { Readable } from 'node:stream';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import type { ImportIssue, ImportReason } from '#contract/packs.ts';
import { packPathProblem } from '#domain/packs/pack-path.ts';
import { largestFile, PackDamaged, type PackFile, type PackSource, PackUnreadable } from './pack-source.ts';

const mostEntries = 200_000;
/** All entries together, unpacked, in bytes. */
const largestTotal = 64 * 1024 ** 3;
/** Text packs to a tenth or so; what packs far better is there to fill a disk. Small files may. */
const highestRatio = 200;
const ratioFrom = 1024 ** 2;

const typeMask = 0o170_000;
const typesAllowed = new Set([0, 0o100_000, 0o040_000]);
const madeOnUnix = 3;
const encrypted = 0x1;

interface Refusal {
  readonly reason: ImportReason;
  readonly detail: string;
}

interface Listing {
  readonly entries: Map<string, Entry>;
  readonly refused: Map<string, Refusal>;
}

function nameOf(entry: Entry): string {
  // With decodeStrings off yauzl gives the bytes: it would refuse the whole archive for one bad name.
  const raw = entry.fileName as unknown as Buffer;
  return raw.toString('utf8');
}

function entryProblem(entry: Entry, name: string): Refusal | null {
  const path = packPathProblem(name.endsWith('/') ? name.slice(0, -1) : name);
  if (path !== null) return path;
  const type = (entry.externalFileAttributes >>> 16) & typeMask;
  if (entry.versionMadeBy >> 8 === madeOnUnix && !typesAllowed.has(type)) {
    return { reason: 'link_refused', detail: 'the entry is a link or a device' };
  }
  const unsafe = (detail: string): Refusal => ({ reason: 'archive_unsafe', detail });
  if ((entry.generalPurposeBitFlag & encrypted) !== 0) return unsafe('the entry is encrypted');
  if (entry.uncompressedSize > largestFile)
    return { reason: 'too_large', detail: `unpacks to ${entry.uncompressedSize} bytes` };
  const ratio = entry.uncompressedSize / Math.max(entry.compressedSize, 1);
  if (entry.uncompressedSize > ratioFrom && ratio > highestRatio) {
    return unsafe(`unpacks to ${entry.uncompressedSize} bytes, ${Math.round(ratio)} times its size: a bomb`);
  }
  return null;
}

/** Entries that share bytes of the archive are how a small archive unpacks to everything. */
function refuseOverlaps(listing: Listing): void {
  const inOrder = [...listing.entries].sort(
    ([, a], [, b]) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader,
  );
  let end = 0;
  for (const [name, entry] of inOrder) {
    if (entry.relativeOffsetOfLocalHeader < end) {
      listing.entries.delete(name);
      listing.refused.set(name, { reason: 'archive_unsafe', detail: 'the entry overlaps another' });
    }
    end = Math.max(end, entry.relativeOffsetOfLocalHeader + entry.compressedSize);
  }
}

function list(zip: ZipFile): Promise<Listing> {
  const listing: Listing = { entries: new Map(), refused: new Map() };
  let total = 0;
  if (zip.entryCount > mostEntries) {
    return Promise.reject(new PackUnreadable('archive_unsafe', `${zip.entryCount} entries; at most ${mostEntries}`));
  }
  return new Promise((resolve, reject) => {
    zip.on('error', (error: Error) => reject(new PackUnreadable('archive_damaged', error.message)));
    zip.on('end', () => resolve(listing));
    zip.on('entry', (entry: Entry) => {
      const name = nameOf(entry);
      const twice = listing.entries.has(name) || listing.refused.has(name);
      const problem = twice
        ? ({ reason: 'archive_unsafe', detail: 'the archive has two entries of this name' } as const)
        : entryProblem(entry, name);
      if (problem !== null) listing.refused.set(name, problem);
      else if (!name.endsWith('/')) listing.entries.set(name, entry);
      if (problem === null) total += entry.uncompressedSize;
      if (total > largestTotal)
        reject(new PackUnreadable('archive_unsafe', `unpacks to more than ${largestTotal} bytes`));
      else zip.readEntry();
    });
    zip.readEntry();
  });
}

/** The folder that holds the pack, when the archive was made of a folder rather than of its content; '' otherwise. */
function prefixOf(listing: Listing): string {
  if (listing.entries.has('pack.json')) return '';
  const inFolder = [...listing.entries.keys()].filter((name) => /^[^/]+\/pack\.json$/.test(name));
  const [only] = inFolder;
  return only !== undefined && inFolder.length === 1 ? only.slice(0, -'pack.json'.length) : '';
}

function openZip(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    const options = { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: true } as const;
    yauzl.open(path, options, (error, zip) => {
      if (error) reject(new PackUnreadable('archive_damaged', error.message, { cause: error }));
      else resolve(zip);
    });
  });
}

async function* unpack(packed: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of packed) yield chunk as Buffer;
  } catch (cause) {
    throw new PackDamaged(cause instanceof Error ? cause.message : 'cannot be unpacked', { cause });
  }
}

const stream = (zip: ZipFile, entry: Entry): Promise<Readable> =>
  new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, packed) => {
      if (error) {
        reject(new PackDamaged(error.message, { cause: error }));
        return;
      }
      // yauzl unpacks ahead and only emits its failures, so one that comes before anybody reads would be lost and the reader wait for
      // ever. Destroying the stream with it makes it stay.
      packed.on('error', (failure) => packed.destroy(failure));
      const unpacked = Readable.from(unpack(packed), { objectMode: false });
      unpacked.once('close', () => packed.destroy());
      resolve(unpacked);
    });
  });

/** A pack in a .zip. Entries that are unsafe are refused one by one; nothing is unpacked to disk by its name. */
export async function openArchive(path: string): Promise<PackSource> {
  const zip = await openZip(path);
  try {
    const listing = await list(zip);
    refuseOverlaps(listing);
    const prefix = prefixOf(listing);
    const find = (asked: string): PackFile => {
      const problem = packPathProblem(asked) ?? listing.refused.get(prefix + asked);
      if (problem !== undefined)
        return { kind: 'refused', reason: problem.reason, detail: `${asked}: ${problem.detail}` };
      const entry = listing.entries.get(prefix + asked);
      if (entry === undefined) return { kind: 'missing' };
      return { kind: 'file', bytes: entry.uncompressedSize, open: () => stream(zip, entry) };
    };
    const issues = [...listing.refused].map(
      ([name, { reason, detail }]): Omit<ImportIssue, 'kind'> => ({
        file: name.slice(0, 300),
        line: null,
        reason,
        detail,
      }),
    );
    return {
      issues,
      find: (asked) => Promise.resolve(find(asked)),
      close: async () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}
