import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '#scripts/lib/until.ts';
import { download } from '#scripts/setup/download.ts';
import { SetupProblem } from '#scripts/setup/problem.ts';

const CONTENT = Buffer.from('a magnifying glass '.repeat(5_000));
const SHA512 = createHash('sha512').update(CONTENT).digest('base64');

let folder: string;
let file: string;
let server: Server;
let ranges: (string | undefined)[];

const sizeOfPart = (): number => statSync(`${file}.part`, { throwIfNoEntry: false })?.size ?? 0;

/** Serves CONTENT with Range; the first answers break off after `cuts[n]` bytes, once these are in the file: what is on its way then may be lost. */
async function serve(content: Buffer, cuts: number[] = []): Promise<string> {
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const rest = content.subarray(from);
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': rest.length });
    const cut = cuts.shift();
    if (cut === undefined) response.end(rest);
    else {
      response.write(rest.subarray(0, cut));
      void until('the first part is in the file', () => Promise.resolve(sizeOfPart() >= from + cut)).then(() =>
        response.destroy(),
      );
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/x.tgz`;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lupa-download-'));
  file = join(folder, 'x.tgz');
  ranges = [];
});

afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

describe('a download', () => {
  it('that breaks off goes on where it stopped', async () => {
    const url = await serve(CONTENT, [30_000, 20_000]);
    await download({ url, file, sha512: SHA512 });
    expect(readFileSync(file).equals(CONTENT)).toBe(true);
    expect(ranges).toEqual([undefined, 'bytes=30000-', 'bytes=50000-']);
  });

  it('that an earlier run began is finished, not begun anew', async () => {
    writeFileSync(`${file}.part`, CONTENT.subarray(0, 40_000));
    const url = await serve(CONTENT);
    await download({ url, file, sha512: SHA512 });
    expect(ranges).toEqual(['bytes=40000-']);
    expect(readFileSync(file).equals(CONTENT)).toBe(true);
  });

  it('with other contents than expected is refused and deleted', async () => {
    const url = await serve(Buffer.from('something else'));
    const attempt = download({ url, file, sha512: SHA512 });
    await expect(attempt).rejects.toThrow(SetupProblem);
    await expect(attempt).rejects.toThrow(/not the file this version of Lupa expects/);
    expect(existsSync(file)).toBe(false);
    expect(existsSync(`${file}.part`)).toBe(false);
  });

  it('from a server that is not there says so in one sentence', async () => {
    const url = await serve(CONTENT);
    await new Promise((resolve) => server.close(resolve));
    const attempt = download({ url, file, sha512: SHA512 });
    await expect(attempt).rejects.toThrow(SetupProblem);
    await expect(attempt).rejects.toThrow(/could not be downloaded: .*ECONNREFUSED/);
  });

  it('that is already there and right asks nobody', async () => {
    const url = await serve(CONTENT);
    writeFileSync(file, CONTENT);
    await download({ url, file, sha512: SHA512 });
    expect(ranges).toEqual([]);
  });
});
