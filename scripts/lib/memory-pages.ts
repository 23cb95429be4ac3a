import { createReadStream, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize, sep } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { targets } from '#scripts/build/targets.ts';
import { REPOSITORY } from '#scripts/setup/paths.ts';
import { readChromium } from '#scripts/setup/runtime.ts';
import { demoFrames } from './demo-frames.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
};

/** Sends a file, whole or the range that is asked for: video elements seek by ranges. */
function sendFile(path: string, range: string | undefined, response: ServerResponse): void {
  const { size } = statSync(path);
  const asked = /^bytes=(\d+)-(\d*)$/.exec(range ?? '');
  const start = asked === null ? 0 : Number(asked[1]);
  const end = asked?.[2] ? Math.min(Number(asked[2]), size - 1) : size - 1;
  response.writeHead(asked === null ? 200 : 206, {
    'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
    'content-length': end - start + 1,
    'accept-ranges': 'bytes',
    ...(asked !== null && { 'content-range': `bytes ${start}-${end}/${size}` }),
  });
  createReadStream(path, { start, end }).pipe(response);
}

/** Other files to serve in the place of clips of the demo pack, by the clips' paths (`/clips/…`). */
export type InPlaceOf = Readonly<Record<string, string>>;

/** Serves the built page, and the demo pack's clips beside it. */
function serve(root: string, inPlaceOf: InPlaceOf): Server {
  const clips = join(REPOSITORY, 'resources', 'demo');
  return createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://page').pathname));
    const base = path.startsWith(`${sep}clips${sep}`) ? clips : root;
    const file = inPlaceOf[path] ?? join(base, path);
    if ((inPlaceOf[path] === undefined && !file.startsWith(base)) || !existsSync(file) || !statSync(file).isFile())
      response.writeHead(404).end();
    else sendFile(file, request.headers.range, response);
  });
}

/** A page of the renderer over its in-memory transport, in a plain Chromium. */
export interface MemoryPages {
  /** Opens a page, to be closed by whoever asked for it; `options` are those of the in-memory transport (`signed-out`, `role`, `language`, `keep`). */
  open(options?: Readonly<Record<string, string>>, size?: { width: number; height: number }): Promise<Page>;
  /** What pages wrote as errors to their consoles, to be asserted empty. */
  readonly problems: string[];
  close(): Promise<void>;
}

/** The memory page, built; whoever asked for it removes its folder. */
export interface BuiltPage {
  readonly folder: string;
  remove(): void;
}

/** Builds the memory page into a folder of its own. */
export async function buildMemoryPage(): Promise<BuiltPage> {
  const out = mkdtempSync(join(tmpdir(), 'lupa-page-'));
  const target = targets(REPOSITORY, out).find(({ name }) => name === 'memory');
  if (target === undefined) throw new Error('the build has no memory page');
  await build(target.config);
  return { folder: join(out, 'memory'), remove: () => rmSync(out, { recursive: true, force: true }) };
}

/** Serves the built memory page and starts the browser. @param folder where the page was built */
export async function startMemoryPages(folder: string, inPlaceOf: InPlaceOf = {}): Promise<MemoryPages> {
  const server = serve(folder, inPlaceOf);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  // All pages share one process, which the first keeps alive: a program that has been read and run before opens twice as fast.
  const args = ['--no-sandbox', '--renderer-process-limit=1'];
  const browser: Browser = await chromium.launch({ executablePath: readChromium(), args });
  const context = await browser.newContext({ locale: 'en-US', timezoneId: 'Europe/Madrid' });
  await context.newPage();
  const problems: string[] = [];
  const frames = await demoFrames(join(REPOSITORY, 'resources', 'demo'));
  return {
    problems,
    async open(options = {}, size = { width: 1280, height: 720 }) {
      const page = await context.newPage();
      await page.setViewportSize(size);
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error' && !message.text().includes('CODE:')) problems.push(message.text());
      });
      await page.addInitScript((indexes) => {
        window.lupaFrames = indexes;
      }, frames);
      await page.goto(`http://127.0.0.1:${port}/memory.html?${new URLSearchParams(options)}`);
      await page.locator('[data-screen]').waitFor();
      await page.locator('[data-complete]').waitFor({ state: 'attached' });
      return page;
    },
    async close() {
      await browser.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
