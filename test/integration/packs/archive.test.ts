import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { importPack } from '#server/usecases/import/import-pack.ts';
import { startTestHub, type TestHub } from '#test/support/hub.ts';

let hub: TestHub;
let folder: string;

beforeAll(async () => {
  hub = await startTestHub();
  folder = await mkdtemp(join(tmpdir(), 'lupa-test-archives-'));
});
afterAll(async () => {
  await hub.stop();
  await rm(folder, { recursive: true, force: true });
});

const symbolicLink = 0o120_777;

interface Entry {
  readonly content: string | Buffer;
  readonly mode?: number;
}

async function zip(name: string, entries: Readonly<Record<string, Entry | string>>): Promise<string> {
  const archive = new ZipFile();
  for (const [path, entry] of Object.entries(entries)) {
    const { content, mode }: Entry = typeof entry === 'string' ? { content: entry } : entry;
    archive.addBuffer(Buffer.from(content), path, mode === undefined ? {} : { mode });
  }
  archive.end();
  const file = join(folder, name);
  await pipeline(archive.outputStream, createWriteStream(file));
  return file;
}

/** Replaces names inside a finished archive by ones of equal length that a careful writer would not make. */
async function rename(file: string, from: string, to: string): Promise<void> {
  const bytes = await readFile(file);
  for (let at = bytes.indexOf(from); at !== -1; at = bytes.indexOf(from, at + 1)) bytes.write(to, at, 'latin1');
  await writeFile(file, bytes);
}

const manifest = JSON.stringify({ format: 'lupa-pack/1', name: 'Zipped' });
const record = (id: string, path?: string): string =>
  `${JSON.stringify({ id, stage: 'live', surface: 'live', ...(path === undefined ? {} : { clips: [{ path }] }) })}\n`;

describe('a pack as .zip', () => {
  it('comes in like a folder, also when the folder itself was packed', async () => {
    const plain = await zip('plain.zip', {
      'pack.json': manifest,
      'records.jsonl': record('zip-1', 'clips/a.mp4'),
      'clips/a.mp4': 'pictures',
    });
    expect(await importPack(hub.hub.context, plain)).toMatchObject({
      state: 'done',
      records: { imported: 1 },
      objects: { imported: 1 },
      issue_count: 0,
    });
    const nested = await zip('nested.zip', { 'my pack/pack.json': manifest, 'my pack/records.jsonl': record('zip-2') });
    expect(await importPack(hub.hub.context, nested)).toMatchObject({ state: 'done', records: { imported: 1 } });
  });

  it('has links, bombs and entries that lead out refused one by one, and the rest imported', async () => {
    const lines = ['clips/link.mp4', 'clips/bomb.mp4', 'clips/good.mp4', undefined].map((path, index) =>
      record(`bad-zip-${index}`, path),
    );
    const file = await zip('bad.zip', {
      'pack.json': manifest,
      'records.jsonl': lines.join(''),
      'clips/link.mp4': { content: '/etc/passwd', mode: symbolicLink },
      'clips/bomb.mp4': Buffer.alloc(30_000_000).toString('latin1'),
      'clips/good.mp4': 'pictures',
      'aa/slip.mp4': 'slip',
      'bb/absolute.mp4': 'absolute',
      'cc/back.mp4': 'back',
    });
    await rename(file, 'aa/slip.mp4', '../slip.mp4');
    await rename(file, 'bb/absolute.mp4', '/b/absolute.mp4');
    await rename(file, 'cc/back.mp4', 'cc\\back.mp4');
    const report = await importPack(hub.hub.context, file);
    expect(report).toMatchObject({ state: 'done', records: { imported: 2, refused: 2 } });
    const reasons = report.issues.map((issue) => [issue.file, issue.line, issue.reason]);
    expect(new Set(reasons.map(String))).toEqual(
      new Set(
        [
          ['clips/link.mp4', null, 'link_refused'],
          ['clips/bomb.mp4', null, 'archive_unsafe'],
          ['../slip.mp4', null, 'path_outside_pack'],
          ['/b/absolute.mp4', null, 'path_outside_pack'],
          ['cc\\back.mp4', null, 'path_outside_pack'],
          ['records.jsonl', 1, 'link_refused'],
          ['records.jsonl', 2, 'archive_unsafe'],
        ].map(String),
      ),
    );
  });

  it('has a clip refused whose bytes are damaged, and the next one imported', async () => {
    const pictures = Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 251));
    const file = await zip('damaged.zip', {
      'pack.json': manifest,
      'records.jsonl': record('damaged-1', 'clips/damaged.mp4') + record('damaged-2'),
      'clips/damaged.mp4': { content: pictures },
    });
    const bytes = await readFile(file);
    const start = bytes.indexOf('clips/damaged.mp4') + 'clips/damaged.mp4'.length;
    bytes.fill(0xff, start + 10, start + 60);
    await writeFile(file, bytes);
    const report = await importPack(hub.hub.context, file);
    expect(report).toMatchObject({ state: 'done', records: { imported: 1, refused: 1 } });
    expect(report.issues).toMatchObject([{ line: 1, reason: 'archive_damaged' }]);
  });

  it('has a clip refused that unpacks to more than it declares', async () => {
    const file = await zip('liar.zip', {
      'pack.json': manifest,
      'records.jsonl': record('liar-1', 'clips/liar.mp4') + record('liar-2'),
      'clips/liar.mp4': 'x'.repeat(5000),
    });
    const bytes = await readFile(file);
    const central = bytes.lastIndexOf('clips/liar.mp4');
    const uncompressedSizeBeforeName = 22;
    bytes.writeUInt32LE(100, central - uncompressedSizeBeforeName);
    await writeFile(file, bytes);
    const report = await importPack(hub.hub.context, file);
    expect(report).toMatchObject({ state: 'done', records: { imported: 1, refused: 1 } });
    expect(report.issues).toMatchObject([{ line: 1, reason: 'archive_damaged' }]);
  });
});
