import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clipUrl } from '#contract/core-link.ts';
import { clipHandler } from '#main/clip-protocol.ts';

const clip = Buffer.concat([Buffer.from('\0\0\0\x20ftypisom', 'latin1'), randomBytes(1_000_000)]);
const name = (digit: string): string => digit.repeat(64);

let folder: string;
let answer: (request: Request) => Promise<Response>;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lupa-clips-'));
  writeFileSync(join(folder, name('a')), clip);
  writeFileSync(join(folder, name('b')), '<html><script>alert(1)</script>');
  writeFileSync(join(folder, name('c')), '');
  mkdirSync(join(folder, name('d')));
  writeFileSync(join(folder, 'outside'), 'secret');
  symlinkSync(join(folder, 'outside'), join(folder, name('e')));
  answer = clipHandler(folder);
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
    ['a clip that is not here', clipUrl(name('f'))],
    ['a folder', clipUrl(name('d'))],
    ['a link', clipUrl(name('e'))],
    ['another host', `clip://other/${name('a')}`],
    ['a path', 'clip://media/x/../../outside'],
    ['an escaped path', `clip://media/%2e%2e%2foutside`],
    ['an escaped NUL', `clip://media/${name('a')}%00`],
    ['upper case', `clip://media/${name('A')}`],
    ['a query', `clip://media/${name('a')}?x`],
    ['a short name', 'clip://media/aaaa'],
  ])('has nothing at %s', async (_what, url) => {
    expect((await get(url)).status).toBe(404);
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
