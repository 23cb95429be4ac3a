import { randomBytes } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clipUrl } from '#contract/core-link.ts';
import { clipFile } from '#core/media/clip-store.ts';
import { keepClip, madeClipStore } from '#scripts/lib/made-clips.ts';
import { CHUNK_BYTES, HEADER_BYTES, RECORD_BYTES } from '../../../electron/sealing/clip-file.ts';
import { clipHandler } from '#main/clip-protocol.ts';

const clip = Buffer.concat([Buffer.from('\0\0\0\x20ftypisom', 'latin1'), randomBytes(1_000_000)]);
const name = (digit: string): string => digit.repeat(64);

let folder: string;
const broken: string[] = [];
let isLocked = false;
let answer: (request: Request) => Promise<Response>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lupa-clips-'));
  const store = madeClipStore(folder);
  await keepClip(store, clip, name('a'));
  await keepClip(store, Buffer.from('<html><script>alert(1)</script>'), name('b'));
  await keepClip(store, Buffer.alloc(0), name('c'));
  mkdirSync(clipFile(store, name('d')));
  symlinkSync(clipFile(store, name('a')), clipFile(store, name('e')));
  writeFileSync(join(folder, name('f')), clip);
  await keepClip(store, clip, name('9'));
  truncateSync(clipFile(store, name('9')), HEADER_BYTES + RECORD_BYTES);
  await keepClip(store, clip, name('7'));
  const sealed = readFileSync(clipFile(store, name('7')));
  const inThird = HEADER_BYTES + 2 * RECORD_BYTES + 100;
  sealed[inThird] = (sealed[inThird] ?? 0) ^ 1;
  writeFileSync(clipFile(store, name('7')), sealed);
  answer = clipHandler({ folder, keys: () => (isLocked ? null : store.keys), onBroken: (clip) => broken.push(clip) });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const get = (url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> =>
  answer(new Request(url, { method, headers }));

/** Files of the clip folder that this process holds open. */
const openFiles = (): number =>
  readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(folder);
    } catch {
      return false;
    }
  }).length;

describe('clip://media', () => {
  it('gives the whole clip when no range is asked for', async () => {
    const response = await get(clipUrl(name('a')));
    expect(response.status).toBe(200);
    expect(response.headers.get('accept-ranges')).toBe('bytes');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-type')).toBe('video/mp4');
    expect(Buffer.from(await response.arrayBuffer()).equals(clip)).toBe(true);
  });

  it('gives it under an address with a number too', async () => {
    expect((await get(`${clipUrl(name('a'))}?12`, {}, 'HEAD')).headers.get('content-length')).toBe(String(clip.length));
  });

  it('gives exactly the bytes of a range', async () => {
    const response = await get(clipUrl(name('a')), { range: 'bytes=300000-900000' });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(`bytes 300000-900000/${clip.length}`);
    expect(response.headers.get('content-length')).toBe('600001');
    expect(Buffer.from(await response.arrayBuffer()).equals(clip.subarray(300_000, 900_001))).toBe(true);
  });

  it('answers HEAD without a body and a range outside with 416', async () => {
    const head = await get(clipUrl(name('a')), {}, 'HEAD');
    expect([head.status, head.headers.get('content-length'), head.body]).toEqual([200, String(clip.length), null]);
    const outside = await get(clipUrl(name('a')), { range: 'bytes=99999999-' });
    expect([outside.status, outside.headers.get('content-range')]).toEqual([416, `bytes */${clip.length}`]);
  });

  it('never calls a clip a page, whatever is in it', async () => {
    const response = await get(clipUrl(name('b')), {}, 'HEAD');
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
  });

  it('answers an empty clip', async () => {
    const response = await get(clipUrl(name('c')));
    expect([response.status, (await response.arrayBuffer()).byteLength]).toEqual([200, 0]);
  });

  it.each([
    ['a clip that is not here', clipUrl(name('8'))],
    ['a file that was not sealed here', clipUrl(name('f'))],
    ['a folder', clipUrl(name('d'))],
    ['a link', clipUrl(name('e'))],
    ['another host', `clip://other/${name('a')}`],
    ['a path', 'clip://media/x/../../outside'],
    ['an escaped path', `clip://media/%2e%2e%2foutside`],
    ['an escaped NUL', `clip://media/${name('a')}%00`],
    ['upper case', `clip://media/${name('A')}`],
    ['a query', `clip://media/${name('a')}?x`],
    ['two numbers', `clip://media/${name('a')}?1?2`],
    ['a short name', 'clip://media/aaaa'],
  ])('has nothing at %s', async (_what, url) => {
    expect((await get(url)).status).toBe(404);
  });

  it('gives no byte of a clip that was cut, none behind a changed one, and says which are broken', async () => {
    broken.length = 0;
    const cut = await get(clipUrl(name('9')));
    expect([cut.status, (await cut.arrayBuffer()).byteLength]).toEqual([410, 0]);
    const changed = await get(clipUrl(name('7')));
    const reader = changed.body?.getReader();
    const pieces: Uint8Array[] = [];
    await expect(
      (async () => {
        for (let next = await reader?.read(); next?.value !== undefined; next = await reader?.read())
          pieces.push(next.value);
      })(),
    ).rejects.toThrow('does not open');
    expect(Buffer.concat(pieces).equals(clip.subarray(0, 2 * CHUNK_BYTES))).toBe(true);
    await get(clipUrl(name('8')));
    expect(broken).toEqual([name('9'), name('7'), name('8')]);
    expect(openFiles()).toBe(0);
  });

  it('gives nothing while the device is locked', async () => {
    isLocked = true;
    expect((await get(clipUrl(name('a')))).status).toBe(404);
    isLocked = false;
  });

  it('refuses to be written to', async () => {
    expect((await get(clipUrl(name('a')), {}, 'POST')).status).toBe(405);
  });

  it('closes the file when the reader goes away, finishes, or only looks', async () => {
    const gone = await get(clipUrl(name('a')));
    const reader = gone.body?.getReader();
    await reader?.read();
    expect(openFiles()).toBe(1);
    await reader?.cancel();
    await (await get(clipUrl(name('a')))).arrayBuffer();
    await get(clipUrl(name('a')), {}, 'HEAD');
    await get(clipUrl(name('a')), { range: 'bytes=9-1' });
    expect(openFiles()).toBe(0);
  });
});
