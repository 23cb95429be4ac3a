import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ClipSink } from '#core/media/clip-sink.ts';
import { clipFile, type ClipStore, partFile } from '#core/media/clip-store.ts';
import { MADE_KEYS } from '#scripts/lib/made-key.ts';
import { keepClip, madeClipStore, readClip } from '#scripts/lib/made-clips.ts';
import { CHUNK_BYTES, HEADER_BYTES } from '../../../electron/sealing/clip-file.ts';
import { until } from '#scripts/lib/until.ts';
import { madeBatch, madeCredential, madeItem, must, seed, startTestCore, type TestCore } from '#test/support/core.ts';

const storeOf = (dataDir: string) => madeClipStore(join(dataDir, 'media'), Buffer.from(MADE_KEYS.clips, 'base64'));
const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A server of clips that answers with Range and counts what it was asked for. */
async function clipServer(
  clips: ReadonlyMap<string, Buffer>,
  spoil: (request: number, response: ServerResponse) => boolean,
) {
  const asked: { sha256: string; range: string | null }[] = [];
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const sha256 = /^\/v1\/objects\/(.+)$/.exec(request.url ?? '')?.[1];
    if (sha256 === undefined) {
      request.resume();
      return response.writeHead(503).end();
    }
    asked.push({ sha256, range: request.headers.range ?? null });
    const bytes = clips.get(sha256);
    if (bytes === undefined) {
      const error = { error: { code: 'not-found', detail: '', params: {} }, request_id: 'r' };
      return response.writeHead(404, { 'content-type': 'application/json' }).end(JSON.stringify(error));
    }
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    if (from >= bytes.length) return response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
    const headers = { 'content-type': 'video/mp4', 'content-length': bytes.length - from, etag: `"${sha256}"` };
    const range = { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` };
    response.writeHead(from > 0 ? 206 : 200, from > 0 ? { ...headers, ...range } : headers);
    if (spoil(asked.length, response)) return response;
    return response.end(bytes.subarray(from));
  };
  const server: Server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}`, asked };
}

interface Desk {
  readonly core: TestCore;
  readonly itemIds: readonly string[];
  readonly asked: { sha256: string; range: string | null }[];
  /** Lends the items again, as the hub does when their person comes back. */
  readonly lend: () => void;
}

/** What a download leaves that a kill ended. */
async function leavePart(store: ClipStore, sha256: string, bytes: Buffer): Promise<void> {
  mkdirSync(store.folder, { recursive: true });
  const sink = await ClipSink.create(partFile(store, sha256), store.keys, sha256);
  await sink.write(bytes);
  await sink.close();
}

/** A core whose items name the given clips, one each. */
async function deskWith(
  named: readonly string[],
  clips: ReadonlyMap<string, Buffer>,
  spoil: (request: number, response: ServerResponse) => boolean = () => false,
  prepare: (dataDir: string) => Promise<void> = () => Promise.resolve(),
): Promise<Desk> {
  const server = await clipServer(clips, spoil);
  const who = madeCredential('reviewer', server.url);
  const batch = madeBatch();
  const items = named.map((sha256, position) =>
    madeItem(batch, position, who.person.id, {
      clips: [{ ordinal: 0, sha256, bytes: clips.get(sha256)?.length ?? null, mime: 'video/mp4', duration_s: 1 }],
    }),
  );
  const dataDir = mkdtempSync(join(tmpdir(), 'lupa-core-'));
  const lend = () => seed(dataDir, who, [batch], items);
  lend();
  await prepare(dataDir);
  const core = startTestCore(who, {}, () => undefined, dataDir);
  closing.push(() => core.close());
  return { core, itemIds: items.map((each) => each.id), asked: server.asked, lend };
}

const clipOf = async (desk: Desk, index: number) =>
  must(await desk.core.client.review.item({ item_id: desk.itemIds[index] as never })).clips[0];

const isReady = (desk: Desk, index: number) =>
  until('the clip is ready', async () => ((await clipOf(desk, index))?.state === 'ready' ? true : null));

describe('clips on their way to the device', () => {
  it('come in the order of the queue, checked, durable and sealed', async () => {
    const clips = new Map([1, 2, 3, 4].map((size) => randomBytes(size * 1000)).map((bytes) => [sha(bytes), bytes]));
    const named = [...clips.keys()];
    const desk = await deskWith(named, clips);
    for (const index of named.keys()) await isReady(desk, index);
    expect(
      desk.asked
        .slice(0, 2)
        .map((each) => each.sha256)
        .sort(),
    ).toEqual(named.slice(0, 2).sort());
    for (const [sha256, bytes] of clips) {
      const store = storeOf(desk.core.dataDir);
      expect((await readClip(store, sha256))?.equals(bytes)).toBe(true);
      expect(statSync(clipFile(store, sha256)).mode & 0o777).toBe(0o600);
      expect(readFileSync(clipFile(store, sha256)).includes(bytes.subarray(100, 132))).toBe(false);
    }
    expect(
      readdirSync(join(desk.core.dataDir, 'media')).filter((name) => named.some((each) => name.includes(each))),
    ).toEqual([]);
    const { clips: totals } = must(await desk.core.client.sync.status({}));
    expect(totals).toMatchObject({ ready: 4, wanted: 4, bytes_ready: 10_000, bytes_wanted: 10_000 });
    expect(await clipOf(desk, 0)).toMatchObject({ state: 'ready', url: `clip://media/${named[0]}` });
    expect(desk.core.events.filter((event) => event.name === 'media.ready')).toHaveLength(4);
  });

  it('go on where they broke off', async () => {
    const bytes = randomBytes(200_000);
    const desk = await deskWith([sha(bytes)], new Map([[sha(bytes), bytes]]), (request, response) => {
      if (request > 1) return false;
      response.write(bytes.subarray(0, 150_000), () => setTimeout(() => response.destroy(), 50));
      return true;
    });
    await isReady(desk, 0);
    expect(desk.asked.at(-1)?.range).toBe(`bytes=${2 * CHUNK_BYTES}-`);
    expect((await readClip(storeOf(desk.core.dataDir), sha(bytes)))?.equals(bytes)).toBe(true);
  });

  it('check 18: are let go of when the exchange is halted, counted by their whole chunks, and go on from them', async () => {
    const bytes = randomBytes(300_000);
    let more = (): void => undefined;
    const desk = await deskWith([sha(bytes)], new Map([[sha(bytes), bytes]]), (request, response) => {
      if (request > 1) return false;
      response.write(bytes.subarray(0, 70_000));
      more = () => void response.write(bytes.subarray(70_000, 140_000));
      return true;
    });
    const part = partFile(storeOf(desk.core.dataDir), sha(bytes));
    await until('the first chunk is here', () => existsSync(part) && statSync(part).size > CHUNK_BYTES);
    expect(must(await desk.core.client.sync.status({}))).toMatchObject({ paused: false, clips: { active: 1 } });
    expect(must(await desk.core.client.sync.pause({}))).toMatchObject({ paused: true });
    more();
    const halted = await until('nothing is on its way', async () => {
      const status = must(await desk.core.client.sync.status({}));
      return status.clips.active === 0 ? status : null;
    });
    const kept = halted.clips.bytes_ready;
    expect([CHUNK_BYTES, 2 * CHUNK_BYTES]).toContain(kept);
    expect(halted.clips).toMatchObject({ active: 0, ready: 0, wanted: 1, bytes_wanted: 300_000 });
    expect(desk.asked).toHaveLength(1);
    must(await desk.core.client.sync.resume({}));
    await isReady(desk, 0);
    expect(desk.asked.at(-1)?.range).toBe(`bytes=${kept}-`);
  });

  it('go on from what an earlier start left', async () => {
    const bytes = randomBytes(100_000);
    const leave = (dataDir: string) => leavePart(storeOf(dataDir), sha(bytes), bytes.subarray(0, 80_000));
    const desk = await deskWith([sha(bytes)], new Map([[sha(bytes), bytes]]), () => false, leave);
    await isReady(desk, 0);
    expect(desk.asked.map((each) => each.range)).toEqual([`bytes=${CHUNK_BYTES}-`]);
    expect((await readClip(storeOf(desk.core.dataDir), sha(bytes)))?.equals(bytes)).toBe(true);
  });

  it('begin anew when somebody changed what an earlier start left', async () => {
    const bytes = randomBytes(100_000);
    const leave = async (dataDir: string) => {
      const store = storeOf(dataDir);
      await leavePart(store, sha(bytes), bytes.subarray(0, 80_000));
      const part = readFileSync(partFile(store, sha(bytes)));
      part[1_000] = (part[1_000] ?? 0) ^ 1;
      writeFileSync(partFile(store, sha(bytes)), part);
    };
    const desk = await deskWith([sha(bytes)], new Map([[sha(bytes), bytes]]), () => false, leave);
    await isReady(desk, 0);
    expect(desk.asked.map((each) => each.range)).toEqual([null]);
  });

  it('are fetched again when a start finds only what an older Lupa kept in plain, and what belongs to no clip here is shredded', async () => {
    const bytes = randomBytes(70_000);
    const desk = await deskWith([sha(bytes)], new Map([[sha(bytes), bytes]]));
    await isReady(desk, 0);
    const store = storeOf(desk.core.dataDir);
    rmSync(clipFile(store, sha(bytes)));
    const plain = join(store.folder, sha(bytes));
    writeFileSync(plain, bytes);
    linkSync(plain, join(desk.core.dataDir, 'the same bytes'));
    const other = await keepClip(store, randomBytes(500));
    await desk.core.restart();
    await until('it came again', () => Promise.resolve(desk.asked.length === 2 ? true : null));
    await isReady(desk, 0);
    expect((await readClip(store, sha(bytes)))?.equals(bytes)).toBe(true);
    expect(readdirSync(store.folder)).toEqual([basename(clipFile(store, sha(bytes)))]);
    expect(existsSync(clipFile(store, other))).toBe(false);
    expect(readFileSync(join(desk.core.dataDir, 'the same bytes')).every((byte) => byte === 0)).toBe(true);
  });

  it('are fetched anew when somebody finds that they do not open, once, and the page is told', async () => {
    const bytes = randomBytes(70_000);
    const desk = await deskWith([sha(bytes)], new Map([[sha(bytes), bytes]]));
    await isReady(desk, 0);
    const store = storeOf(desk.core.dataDir);
    const sealed = readFileSync(clipFile(store, sha(bytes)));
    writeFileSync(clipFile(store, sha(bytes)), sealed.fill(1, 1_000, 1_001));
    desk.core.events.splice(0);
    desk.core.core().clipBroken(sha(bytes));
    desk.core.core().clipBroken(sha(bytes));
    await until('it came again', () => desk.core.events.some((event) => event.name === 'media.ready'));
    expect((await readClip(store, sha(bytes)))?.equals(bytes)).toBe(true);
    expect(desk.asked.map((each) => each.range)).toEqual([null, null]);
    expect(desk.core.events).toContainEqual({
      name: 'data.changed',
      payload: { batches: true, policies: false, item_ids: desk.itemIds },
    });
  });

  it('are shredded when their person signs out, the keys first, and come again with them', async () => {
    const bytes = randomBytes(70_000);
    const desk = await deskWith([sha(bytes)], new Map([[sha(bytes), bytes]]));
    await isReady(desk, 0);
    const store = storeOf(desk.core.dataDir);
    const who = desk.core.credential();
    linkSync(clipFile(store, sha(bytes)), join(desk.core.dataDir, 'the same file'));
    must(await desk.core.client.people.signOut({ leave_unsent: true }));
    expect(readdirSync(store.folder)).toEqual([]);
    const left = readFileSync(join(desk.core.dataDir, 'the same file'));
    expect(left.subarray(0, HEADER_BYTES).every((byte) => byte === 0)).toBe(true);
    desk.lend();
    await desk.core.restart(who ?? undefined);
    await until('it came again', () => Promise.resolve(desk.asked.length === 2 ? true : null));
    await isReady(desk, 0);
  });

  it('that a kill left while somebody signed out are shredded by the next start', async () => {
    const core = startTestCore(null);
    closing.push(() => core.close());
    const store = storeOf(core.dataDir);
    await keepClip(store, randomBytes(500));
    await leavePart(store, sha(randomBytes(3)), randomBytes(80_000));
    await core.restart();
    await until('nothing is left', () => readdirSync(store.folder).length === 0);
    expect(core.logged).toContainEqual({ event: 'clips_shredded', fields: { count: 2 } });
  });

  it('that are not what the record names are refused, and no file of theirs appears', async () => {
    const bytes = randomBytes(5_000);
    const other = sha(randomBytes(10));
    const desk = await deskWith([other], new Map([[other, bytes]]));
    const failed = await until('it has failed', async () => {
      const clip = await clipOf(desk, 0);
      return clip?.state === 'failed' ? clip : null;
    });
    expect(failed.code).toBe('clip-hash-mismatch');
    expect(readdirSync(join(desk.core.dataDir, 'media'))).toEqual([]);
  });

  it('that the hub does not have fail alone; the others come', async () => {
    const bytes = randomBytes(5_000);
    const missing = sha(randomBytes(10));
    const desk = await deskWith([missing, sha(bytes)], new Map([[sha(bytes), bytes]]));
    await isReady(desk, 1);
    expect(await clipOf(desk, 0)).toMatchObject({ state: 'failed', code: 'not-found' });
    expect(must(await desk.core.client.media.want({ sha256: missing }))).toEqual({});
    expect(await desk.core.client.media.want({ sha256: sha(randomBytes(3)) })).toMatchObject({
      error: { code: 'not-found' },
    });
  });
});
