import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { frameIndexOfFile } from '#scripts/lib/demo-frames.ts';
import { unpackFrames } from '#domain/review/frame-times.ts';
import { type ClipStock, endingOf, readStock, writeClip } from '#scripts/lib/clip-cutter.ts';
import { REPOSITORY } from '#scripts/setup/paths.ts';

const demo = join(REPOSITORY, 'resources', 'demo');
const SHORTEST_S = 2;
const LONGEST_S = 12;
const TYPES: Readonly<Record<string, string>> = { '.mp4': 'video/mp4', '.webm': 'video/webm' };

/** A clip of the pack, and when its frames begin. */
export interface PackClip {
  readonly file: string;
  readonly path: string;
  readonly sha256: string;
  readonly duration_s: number;
  readonly starts: Float64Array;
}

interface Source {
  readonly name: string;
  readonly file: string;
  readonly stock: ClipStock;
}

/** Clips of a folder that can be played whole. What is broken belongs to other checks: here every item has a picture to wait for. */
async function sourcesIn(folder: string): Promise<Source[]> {
  const names = (await readdir(folder)).filter((name) => TYPES[extname(name)] !== undefined).sort();
  const found = await Promise.all(
    names.map(async (name) => ({ name, file: join(folder, name), stock: await readStock(join(folder, name)) })),
  );
  return found.filter((each): each is Source => each.stock !== null);
}

/** A stretch of a source from one frame that stands alone to another. */
interface Cut {
  readonly source: Source;
  readonly from: number;
  readonly to: number;
}

const lengthOf = ({ stock: { groups } }: Source, from: number, to: number): number => {
  const [first, last] = [groups[from]?.[0], groups[to - 1]?.at(-1)];
  return first === undefined || last === undefined ? 0 : last.timestamp + last.duration - first.timestamp;
};

function cutsOf(source: Source): Cut[] {
  const { groups } = source.stock;
  return groups.flatMap((_, from) =>
    groups.flatMap((_group, before) => {
      const cut = { source, from, to: before + 1 };
      const length = before < from ? 0 : lengthOf(source, from, cut.to);
      return length >= SHORTEST_S && length <= LONGEST_S ? [cut] : [];
    }),
  );
}

/** One of each list after the other, so that neighbours in the queue are of different makes and shapes. */
function dealt<Value>(lists: readonly (readonly Value[])[], count: number): Value[] {
  const dealtOut: Value[] = [];
  const longest = Math.max(0, ...lists.map((list) => list.length));
  for (let place = 0; place < longest; place += 1) {
    for (const list of lists) {
      const value = list[place];
      if (value !== undefined && dealtOut.length < count) dealtOut.push(value);
    }
  }
  return dealtOut;
}

async function describe(folder: string, path: string): Promise<PackClip> {
  const file = join(folder, path);
  const sha256 = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  const { frames, duration_s } = await frameIndexOfFile(file);
  if (frames === null) throw new Error(`${path} tells no frame times`);
  const { starts, end } = unpackFrames(frames, duration_s ?? 0);
  return { file, path, sha256, duration_s: end, starts };
}

/** Writes `count` clips: each source whole, then stretches of all sources in turn. */
async function writeClips(folder: string, sources: readonly Source[], count: number): Promise<PackClip[]> {
  await mkdir(join(folder, 'clips'), { recursive: true });
  const clips: PackClip[] = [];
  for (const { name, file } of sources.slice(0, count)) {
    const path = `clips/${clips.length}-${name}`;
    await cp(file, join(folder, path));
    clips.push(await describe(folder, path));
  }
  for (const { source, from, to } of dealt(sources.map(cutsOf), count - clips.length)) {
    const stem = basename(source.name, extname(source.name));
    const path = `clips/${clips.length}-${stem}.${endingOf(source.stock)}`;
    await writeClip(source.stock, source.stock.groups.slice(from, to), join(folder, path));
    clips.push(await describe(folder, path));
  }
  if (clips.length < count)
    throw new Error(`the sources give ${clips.length} different clips; ${count} were asked for`);
  return clips;
}

/**
 * Writes a review pack whose records are those of the demo pack again and again, each with one of `count` different clips: real ones, the demo
 * pack's, and stretches of both cut out without decoding. The same sources always give the same pack.
 * @param realFolder real clips; null: none
 * @param records how many; more than `count` show clips again
 * @returns the clips in the order of the records
 */
export async function writeClipPack(
  folder: string,
  realFolder: string | null,
  count: number,
  records: number,
): Promise<PackClip[]> {
  await mkdir(folder, { recursive: true });
  const real = realFolder === null ? [] : await sourcesIn(realFolder);
  const clips = await writeClips(folder, [...real, ...(await sourcesIn(join(demo, 'clips')))], count);
  const models = (await readFile(join(demo, 'records.jsonl'), 'utf8')).trimEnd().split('\n');
  const lines = Array.from({ length: records }, (_, index) => {
    const { path, sha256, duration_s } = clips[index % clips.length] as PackClip;
    const model = JSON.parse(models[index % models.length] ?? '{}') as object;
    const id = `clip-${String(index + 1).padStart(5, '0')}`;
    return JSON.stringify({ ...model, id, clips: [{ path, sha256, mime: TYPES[extname(path)], duration_s }] });
  });
  await writeFile(join(folder, 'records.jsonl'), `${lines.join('\n')}\n`);
  await writeFile(join(folder, 'pack.json'), JSON.stringify({ format: 'lupa-pack/1', name: `${count} clips` }));
  await cp(join(demo, 'policies'), join(folder, 'policies'), { recursive: true });
  await cp(join(demo, 'policies.json'), join(folder, 'policies.json'));
  return clips;
}
