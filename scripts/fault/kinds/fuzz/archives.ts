import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import type { Chance } from '#scripts/lib/chance.ts';
import { PackDamaged, type PackSource, PackUnreadable } from '#server/usecases/import/pack-source.ts';
import { openArchive } from '#server/usecases/import/zip-source.ts';
import type { Findings, TryPart } from './part.ts';
import { hearingPaths } from './touched-files.ts';
import { hostileText } from './words.ts';

/** Names of one length, so that one can be written over the other without a new archive. */
const names = ['clips/aaaa.mp4', 'clips/bbbb.mp4', 'records.jsonl_', 'pack.json_____'];
const evilNames = [
  '../../../x.mp4',
  '/etc/passwd___',
  'C:\\windows\\x__',
  'clips/../../x_',
  'clips\\bbbb.mp4',
  'NUL.mp4_______',
  'x\0y.mp4_______',
  'clips//bbb.mp4',
  './clips/b.mp4_',
  'a/b:stream.mp4',
  '\u202egnp.mp4____',
].map((name) => Buffer.from(name).subarray(0, 14).toString('latin1').padEnd(14, '_'));

const CONTENT = 2_000;
/** What entries of these archives unpack to at the very most, whatever their headers claim. */
const MOST_BYTES = 10 * CONTENT;

async function baseArchives(chance: Chance): Promise<readonly Buffer[]> {
  return Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const zip = new ZipFile();
      for (const name of names.slice(0, 1 + (index % names.length))) {
        const content = chance.often(0.5) ? name.repeat(CONTENT / name.length) : hostileText(chance).slice(0, CONTENT);
        const mode = chance.pick([0o100_644, 0o100_644, 0o120_777, 0o020_666]);
        zip.addBuffer(Buffer.from(content), name, { mode, compress: chance.often(0.7) });
      }
      zip.end();
      return buffer(zip.outputStream);
    }),
  );
}

/** An archive with bytes changed, cut, doubled, or with a name or a size that lies. */
function spoiltArchive(base: Buffer, chance: Chance): Buffer {
  const bytes = Buffer.from(base);
  switch (chance.int(6)) {
    case 0:
      return bytes.subarray(0, chance.int(bytes.length));
    case 1: {
      const from = chance.pick(names);
      const to = chance.pick([...evilNames, ...names]);
      for (let at = bytes.indexOf(from); at !== -1; at = bytes.indexOf(from, at + 1)) bytes.write(to, at, 'latin1');
      return bytes;
    }
    case 2: {
      // A field of the directory at the archive's end: sizes, offsets, counts.
      const at = Math.max(0, bytes.length - 1 - chance.int(200));
      bytes.writeUInt8(chance.pick([0, 1, 0x7f, 0xff]), at);
      return bytes;
    }
    case 3:
      return Buffer.concat([bytes, bytes]);
    default: {
      for (let flip = 1 + chance.int(8); flip > 0; flip -= 1)
        bytes.writeUInt8(chance.int(256), chance.int(bytes.length));
      return bytes;
    }
  }
}

async function readAll(source: PackSource, chance: Chance, findings: Findings): Promise<void> {
  for (const name of [...names, chance.pick(evilNames), hostileText(chance)]) {
    const found = await source.find(name);
    if (found.kind !== 'file') continue;
    if (name.includes('..') || name.startsWith('/')) findings.escape('a file outside the pack was given', name);
    // A header that claims more than this archive can hold is refused while unpacking; nobody may set the memory aside before.
    let length = 0;
    for await (const chunk of await found.open()) length += (chunk as Buffer).length;
    if (length > MOST_BYTES) findings.escape('more was unpacked than is there', { name, length });
  }
}

/** Broken archives through the hub's own reader, with every path heard that reaches the file system. */
export const tryArchives: TryPart = async ({ count, chance, findings }) => {
  const root = await mkdtemp(join(tmpdir(), 'lupa-fuzz-zips-'));
  const bases = await baseArchives(chance);
  const file = join(root, 'pack.zip');
  const one = async (): Promise<void> => {
    const bytes = spoiltArchive(chance.pick(bases), chance);
    await writeFile(file, bytes);
    let source: PackSource | null = null;
    try {
      source = await openArchive(file);
      await readAll(source, chance, findings);
    } catch (error) {
      if (error instanceof PackUnreadable || error instanceof PackDamaged) return;
      findings.crash(String(error), bytes.toString('base64'));
    } finally {
      await source?.close();
    }
  };
  const heard = (path: string): void => {
    if (path !== file) findings.escape('another file was touched', path);
  };
  let tried = 0;
  try {
    await hearingPaths(heard, async () => {
      for (; tried < count; tried += 1) await one();
    });
    return tried;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
};
