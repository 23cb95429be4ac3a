import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { SetupProblem } from './problem.ts';

/** What to fetch and how to know that it is the right thing. */
export type Wanted = {
  readonly url: string;
  readonly file: string;
  /** base64 SHA-512 of the whole file. */
  readonly sha512: string;
  /** Called with bytes held so far and, when the server says so, bytes in all. */
  readonly onProgress?: (have: number, total: number | null) => void;
  /** Milliseconds without a byte after which a try is given up. */
  readonly stallMs?: number;
  readonly attempts?: number;
};

type Fetch = typeof fetch;

/** Digest of a file, read as a stream. */
export async function digestOf(
  file: string,
  algorithm: 'sha256' | 'sha512',
  encoding: 'hex' | 'base64',
): Promise<string> {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(file), hash);
  return hash.digest(encoding);
}

/** The most telling line of a failed request: undici hides it in `cause`. */
export function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause;
  if (cause instanceof AggregateError && cause.errors[0] instanceof Error) return cause.errors[0].message;
  return cause instanceof Error ? cause.message : error.message;
}

function sizeOf(file: string): number {
  return existsSync(file) ? statSync(file).size : 0;
}

/** One try: asks for what is missing of `part` and appends it. */
async function fetchRest(wanted: Wanted, part: string, get: Fetch): Promise<void> {
  const abort = new AbortController();
  const stallMs = wanted.stallMs ?? 30_000;
  const stall = setTimeout(() => abort.abort(new Error(`no data for ${stallMs / 1000} s`)), stallMs);
  try {
    const have = sizeOf(part);
    const headers: Record<string, string> = have > 0 ? { range: `bytes=${have}-` } : {};
    const response = await get(wanted.url, { headers, signal: abort.signal });
    // 416: what we hold is already everything (or too much); the digest decides.
    if (response.status === 416) return;
    if (!response.ok || response.body === null) throw new Error(`the server answered ${response.status}`);
    const resumed = response.status === 206;
    const length = Number(response.headers.get('content-length') ?? Number.NaN);
    let bytes = resumed ? have : 0;
    const total = Number.isNaN(length) ? null : bytes + length;
    const count = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        stall.refresh();
        bytes += chunk.length;
        wanted.onProgress?.(bytes, total);
        done(null, chunk);
      },
    });
    const body = Readable.fromWeb(response.body as ReadableStream<Uint8Array>);
    await pipeline(body, count, createWriteStream(part, { flags: resumed ? 'a' : 'w' }));
  } finally {
    clearTimeout(stall);
  }
}

/**
 * Fetches a file, resuming what an earlier try left in `<file>.part`, and puts it in place only when its digest is right.
 * @throws SetupProblem when the network does not deliver, or delivers something else.
 */
export async function download(wanted: Wanted, get: Fetch = fetch): Promise<void> {
  if (existsSync(wanted.file) && (await digestOf(wanted.file, 'sha512', 'base64')) === wanted.sha512) return;
  mkdirSync(dirname(wanted.file), { recursive: true });
  const part = `${wanted.file}.part`;
  const attempts = wanted.attempts ?? 4;
  for (let attempt = 1; ; attempt += 1) {
    const before = sizeOf(part);
    try {
      await fetchRest(wanted, part, get);
      break;
    } catch (error) {
      const advanced = sizeOf(part) > before;
      if (attempt < attempts && advanced) continue;
      throw new SetupProblem(
        `${wanted.url} could not be downloaded: ${networkReason(error)}. ` +
          `${sizeOf(part)} bytes are kept; the next run goes on from there.`,
      );
    }
  }
  const got = existsSync(part) ? await digestOf(part, 'sha512', 'base64') : 'nothing';
  if (got !== wanted.sha512) {
    rmSync(part, { force: true });
    throw new SetupProblem(
      `${wanted.url} is not the file this version of Lupa expects ` +
        `(sha512 ${got}, expected ${wanted.sha512}). It was deleted and nothing was unpacked. Run the command again; ` +
        'if it happens again, ask who runs the registry or the proxy.',
    );
  }
  renameSync(part, wanted.file);
}
