import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frameIndexOfFile } from '#scripts/lib/demo-frames.ts';
import { unpackFrames } from '#domain/review/frame-times.ts';
import { type ClipStock, endingOf, readStock, writeClip } from '#scripts/lib/clip-cutter.ts';
import { REPOSITORY } from '#scripts/setup/paths.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lupa-cut-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const demoClip = (name: string): string => join(REPOSITORY, 'resources', 'demo', 'clips', name);

async function stockOf(name: string): Promise<ClipStock> {
  const stock = await readStock(demoClip(name));
  if (stock === null) throw new Error(`${name} cannot be cut`);
  return stock;
}

async function timesOf(file: string): Promise<number[]> {
  const { frames, duration_s } = await frameIndexOfFile(file);
  if (frames === null) throw new Error(`${file} tells no frame times`);
  return [...unpackFrames(frames, duration_s ?? 0).starts];
}

describe('a stretch cut out of a clip', () => {
  it.each(['street-night.mp4', 'podcast-quote.webm', 'phone-giveaway.mp4'])(
    'of %s begins at zero and keeps the distances of its frames',
    async (name) => {
      const stock = await stockOf(name);
      const groups = stock.groups.slice(1, 3);
      const file = join(folder, `stretch-${name}.${endingOf(stock)}`);
      const length = await writeClip(stock, groups, file);
      const source = groups
        .flat()
        .map(({ timestamp }) => timestamp)
        .sort((a, b) => a - b);
      const cut = await timesOf(file);
      expect(cut).toHaveLength(source.length);
      for (const [place, time] of cut.entries()) expect(time).toBeCloseTo((source[place] ?? -1) - (source[0] ?? 0), 2);
      expect(length).toBeGreaterThan(cut.at(-1) ?? Number.POSITIVE_INFINITY);
    },
  );

  it('always has the same bytes', async () => {
    const stock = await stockOf('street-night.mp4');
    const files = ['one.mp4', 'two.mp4'].map((name) => join(folder, name));
    for (const file of files) await writeClip(stock, stock.groups.slice(2, 4), file);
    const [one, two] = files.map((file) => readFileSync(file));
    expect(one?.equals(two ?? Buffer.alloc(0))).toBe(true);
  });

  it('is refused of a clip that was cut off', async () => {
    expect(await readStock(demoClip('cut-off.mp4'))).toBeNull();
  });
});
