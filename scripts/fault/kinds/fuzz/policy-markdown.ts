import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import react from '@vitejs/plugin-react';
import { chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { CONTENT_SECURITY_POLICY } from '#main/app-protocol.ts';
import { REPOSITORY } from '#scripts/setup/paths.ts';
import { readChromium } from '#scripts/setup/runtime.ts';
import type { Findings, TryPart } from './part.ts';
import { hostilePolicy } from './policy-texts.ts';

/** Texts that go to the page at once. */
const BLOCK = 250;

async function buildPage(out: string): Promise<void> {
  const root = join(REPOSITORY, 'scripts', 'fault', 'kinds', 'fuzz', 'page');
  await build({
    configFile: false,
    envDir: false,
    logLevel: 'error',
    root,
    base: './',
    plugins: [react()],
    build: { outDir: out, target: 'chrome130', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  });
}

/** Serves the built page under the content policy that ships. */
async function serve(root: string): Promise<{ server: Server; origin: string }> {
  const types: Readonly<Record<string, string>> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript' };
  const server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '');
    const type = types[extname(path)];
    if (type === undefined || path.includes('..')) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': type, 'content-security-policy': CONTENT_SECURITY_POLICY });
    response.end(readFileSync(join(root, path)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Notes whatever the page tries beside showing texts: requests, violations of its policy, other pages, dialogs. */
async function watch(page: Page, origin: string, findings: Findings): Promise<void> {
  page.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`)) findings.escape('a request', request.url());
  });
  page.on('dialog', (dialog) => {
    findings.escape('a dialog', dialog.message());
    void dialog.dismiss();
  });
  page.on('popup', (other) => findings.escape('another page', other.url()));
  page.on('crash', () => findings.crash('the page crashed', origin));
  await page.exposeFunction('tellViolation', (what: string) => findings.escape('the content policy was hit', what));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
      const { tellViolation } = window as unknown as { tellViolation: (what: string) => void };
      tellViolation(`${violatedDirective} ${blockedURI} ${sample}`);
    });
  });
}

/** Policy texts through the reader's own components in a real Chromium, under the content policy that ships. */
export const tryPolicyMarkdown: TryPart = async ({ count, chance, findings }) => {
  const out = mkdtempSync(join(tmpdir(), 'lupa-fuzz-page-'));
  await buildPage(out);
  const { server, origin } = await serve(out);
  const browser = await chromium.launch({ executablePath: readChromium(), args: ['--no-sandbox'] });
  let tried = 0;
  try {
    const page = await browser.newPage();
    await watch(page, origin, findings);
    await page.goto(origin);
    await page.waitForFunction(() => typeof window.showTexts === 'function');
    while (tried < count) {
      const texts = Array.from({ length: Math.min(BLOCK, count - tried) }, () => hostilePolicy(chance));
      for (const { index, kind, what } of await page.evaluate((all) => window.showTexts(all), texts)) {
        findings[kind](what, texts[index]);
      }
      tried += texts.length;
    }
    if (page.url() !== `${origin}/`) findings.escape('the page went elsewhere', page.url());
    return tried;
  } finally {
    await browser.close();
    server.close();
    rmSync(out, { recursive: true, force: true });
  }
};
