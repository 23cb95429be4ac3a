import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { REPOSITORY } from '#scripts/setup/paths.ts';
import { readRuntime, runtimeSwitches } from '#scripts/setup/runtime.ts';

/** Folder of an app that only opens one window with one page. */
export const bareApp = join(import.meta.dirname, 'bare-electron');

/** Builds the same app with a page of React: one line of text. Answers its folder. */
export async function buildBareReactApp(): Promise<string> {
  const source = join(import.meta.dirname, 'bare-react');
  const folder = join(REPOSITORY, 'out', 'floors', 'bare-react');
  await mkdir(folder, { recursive: true });
  await build({
    configFile: false,
    logLevel: 'warn',
    root: source,
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: folder,
      emptyOutDir: true,
      lib: { entry: join(source, 'page.tsx'), formats: ['iife'], name: 'floor', fileName: () => 'page.js' },
    },
  });
  for (const name of ['main.cjs', 'preload.cjs', 'package.json'])
    await copyFile(join(bareApp, name), join(folder, name));
  await copyFile(join(source, 'index.html'), join(folder, 'index.html'));
  return folder;
}

/**
 * Starts a bare Electron window with an empty profile and gives the milliseconds from spawn to its page painted twice.
 * @param app folder of the app
 * @throws Error when it ends without painting
 */
export async function bareStart(app: string): Promise<number> {
  const profile = await mkdtemp(join(tmpdir(), 'lupa-floor-'));
  const start = Date.now();
  const child = spawn(readRuntime().executable, [app, `--user-data-dir=${profile}`, ...runtimeSwitches()], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const closed = once(child, 'close');
  try {
    let text = '';
    for await (const chunk of child.stdout) {
      text += String(chunk);
      const painted = /painted (\d+)\n/.exec(text);
      if (painted?.[1] !== undefined) return Number(painted[1]) - start;
    }
    throw new Error('the bare window ended without painting');
  } finally {
    child.kill('SIGKILL');
    await closed;
    await rm(profile, { recursive: true, force: true });
  }
}
