import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { clipUrl } from '#contract/core-link.ts';
import { fileOf } from '#main/app-protocol.ts';
import { clipFile, type ClipStore } from '#core/media/clip-store.ts';
import { clipHandler } from '#main/clip-protocol.ts';
import type { Chance } from '#scripts/lib/chance.ts';
import { keepClip, madeClipStore } from '#scripts/lib/made-clips.ts';
import type { Findings, TryPart } from './part.ts';
import { hearingPaths } from './touched-files.ts';
import { hostileText, spoiltText } from './words.ts';

const AT_ONCE = 50;
const CANARY = 'nobody may read this';
const statuses = new Set([200, 206, 404, 405, 416]);

const steps = ['..', '.', '', '%2e%2e', '%2E.', '..%2f', '%00', '%5c..', '....//', 'media', 'credential.json', '%252e'];
const schemes = [
  'clip://media/',
  'clip://media',
  'clip:media/',
  'CLIP://MEDIA/',
  'clip://media:80/',
  'clip://u:p@media/',
];

/** A folder of clips with secrets all around it. */
interface Cache {
  readonly root: string;
  readonly store: ClipStore;
  readonly clip: Buffer;
  readonly hash: string;
  /** Names in the folder that are no plain files. */
  readonly traps: readonly string[];
}

async function makeCache(): Promise<Cache> {
  const root = mkdtempSync(join(tmpdir(), 'lupa-fuzz-clips-'));
  const store = madeClipStore(join(root, 'data', 'media'));
  const [link, folder] = ['b'.repeat(64), 'c'.repeat(64)];
  mkdirSync(clipFile(store, folder), { recursive: true });
  const clip = Buffer.concat([Buffer.from('\0\0\0\x20ftypisom', 'latin1'), randomBytes(5_000)]);
  const hash = 'a'.repeat(64);
  await keepClip(store, clip, hash);
  for (const place of ['credential.json', 'data/lupa.db', 'data/media/notes.txt', `data/media/${hash}`]) {
    writeFileSync(join(root, place), CANARY);
  }
  symlinkSync(clipFile(store, hash), clipFile(store, link));
  return { root, store, clip, hash, traps: [link, folder] };
}

function strangeUrl(cache: Cache, chance: Chance): string {
  const known = chance.pick([cache.hash, ...cache.traps, 'd'.repeat(64)]);
  switch (chance.int(6)) {
    case 0:
      return clipUrl(known);
    case 1:
      return spoiltText(clipUrl(known), chance);
    case 2:
      return chance.pick(schemes) + known + chance.pick(['', '/', '?x', '#x', '%00', '.part', '\u202e', ' ']);
    case 3: {
      const path = Array.from({ length: 1 + chance.int(6) }, () => chance.pick([...steps, known])).join('/');
      return chance.pick(schemes) + path;
    }
    case 4:
      return chance.pick(schemes) + encodeURI(hostileText(chance).replaceAll(/\p{Surrogate}/gu, ''));
    default:
      return clipUrl(known.toUpperCase().slice(0, 60 + chance.int(10)));
  }
}

function strangeRange(chance: Chance): string | null {
  const number = (): string =>
    chance.pick(['', '0', '1', '5010', '5011', '-1', '1e3', '0x1', '9'.repeat(15), '9'.repeat(40), ' 7', '٣']);
  switch (chance.int(6)) {
    case 0:
      return null;
    case 1:
      return `bytes=${number()}-${number()},${number()}-${number()}`;
    case 2:
      return spoiltText('bytes=0-99', chance);
    case 3:
      return `${chance.pick(['bytes', 'items', 'BYTES', 'bytes '])}=${number()}-${number()}`;
    default:
      return `bytes=${number()}-${number()}`;
  }
}

/** A request as Chromium would let it through; null when the URL or a header is none. */
function requestOf(cache: Cache, chance: Chance): Request | null {
  const range = strangeRange(chance);
  const method = chance.pick(['GET', 'GET', 'GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS']);
  try {
    return new Request(strangeUrl(cache, chance), { method, headers: range === null ? {} : { range } });
  } catch {
    return null;
  }
}

async function judge(cache: Cache, request: Request, answer: Response, findings: Findings): Promise<void> {
  const asked = { url: request.url, range: request.headers.get('range'), method: request.method };
  if (!statuses.has(answer.status)) findings.crash(`status ${answer.status}`, asked);
  const body = Buffer.from(await answer.arrayBuffer());
  if (body.includes(CANARY)) findings.escape('a secret was read', asked);
  if (body.length === 0 || answer.status === 405) return;
  if (request.url.replace(/\?\d{1,6}$/, '') !== clipUrl(cache.hash))
    findings.escape('bytes under an address that names no clip', asked);
  const [, from = '0', to = String(cache.clip.length - 1)] =
    /^bytes (\d+)-(\d+)\//.exec(answer.headers.get('content-range') ?? '') ?? [];
  if (!body.equals(cache.clip.subarray(Number(from), Number(to) + 1))) findings.crash('other bytes than asked', asked);
}

/** An address of the page's own scheme must name a file below the page's folder, or nothing. */
function tryPageUrl(root: string, chance: Chance, findings: Findings): void {
  const path = Array.from({ length: 1 + chance.int(6) }, () => chance.pick([...steps, 'index.html', 'x.js'])).join('/');
  const url = chance.often(0.5) ? `app://ui/${path}` : spoiltText(`app://ui/${path}`, chance);
  try {
    const file = fileOf(root, url);
    if (file !== null && (!file.startsWith(root + sep) || file.split(sep).includes('..')))
      findings.escape('a file outside', url);
  } catch (error) {
    findings.crash(String(error), url);
  }
}

/** Addresses and ranges of clips, and addresses of the page's files, with every path heard that reaches the file system. */
export const tryClipUrls: TryPart = async ({ count, chance, findings }) => {
  const cache = await makeCache();
  const { folder, keys } = cache.store;
  const answer = clipHandler({ folder, keys: () => keys, onBroken: () => undefined });
  const one = async (): Promise<void> => {
    if (chance.often(0.2)) return tryPageUrl(join(cache.root, 'page'), chance, findings);
    const request = requestOf(cache, chance);
    if (request === null) return;
    try {
      await judge(cache, request, await answer(request), findings);
    } catch (error) {
      findings.crash(String(error), request.url);
    }
  };
  const heard = (path: string): void => {
    const name = path.startsWith(folder + sep) ? path.slice(folder.length + 1) : null;
    if (name === null || !/^[0-9a-f]{32}$/.test(name)) findings.escape('a file outside the cache was touched', path);
  };
  let tried = 0;
  try {
    await hearingPaths(heard, async () => {
      for (; tried < count; ) {
        const block = Math.min(AT_ONCE, count - tried);
        await Promise.all(Array.from({ length: block }, one));
        tried += block;
      }
    });
    return tried;
  } finally {
    rmSync(cache.root, { recursive: true, force: true });
  }
};
