import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ElectronApplication, type Page, _electron } from 'playwright-core';
import { REPOSITORY } from '#scripts/setup/paths.ts';
import { readRuntime, runtimeSwitches } from '#scripts/setup/runtime.ts';
import { bareApp } from './bare-start.ts';

/** A clip of the floor: where it lies, and the seconds at which its frames begin. */
export interface FloorClip {
  readonly url: string;
  readonly starts: readonly number[];
}

interface FloorGlobal {
  readonly floor: { readonly ready: boolean; begin(clips: readonly FloorClip[]): void };
}

/** The bare page in a window of the same Electron. */
interface BarePage {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly close: () => Promise<void>;
}

/** The bare page with clips. */
interface BareCockpit extends BarePage {
  /** Resolves when the next clip holds its first frame. */
  readonly ready: () => Promise<void>;
}

async function assemble(): Promise<string> {
  const folder = join(REPOSITORY, 'out', 'floors', 'bare-cockpit');
  await mkdir(folder, { recursive: true });
  for (const name of ['main.cjs', 'preload.cjs', 'package.json'])
    await copyFile(join(bareApp, name), join(folder, name));
  for (const name of ['index.html', 'page.js'])
    await copyFile(join(import.meta.dirname, 'bare-cockpit', name), join(folder, name));
  return folder;
}

/** Opens the bare page. */
export async function openBarePage(display: string): Promise<BarePage> {
  const profile = await mkdtemp(join(tmpdir(), 'lupa-floor-'));
  const app = await _electron.launch({
    executablePath: readRuntime().executable,
    args: [...runtimeSwitches(), await assemble(), `--user-data-dir=${profile}`],
    env: { ...(process.env as Record<string, string>), DISPLAY: display },
  });
  return {
    app,
    page: await app.firstWindow(),
    async close() {
      await app.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** Opens the bare page with these clips, the first of which is shown. */
export async function openBareCockpit(display: string, clips: readonly FloorClip[]): Promise<BareCockpit> {
  const bare = await openBarePage(display);
  const { page } = bare;
  await page.evaluate((given) => (globalThis as unknown as FloorGlobal).floor.begin(given), clips);
  return {
    ...bare,
    ready: async () => {
      await page.waitForFunction(() => (globalThis as unknown as FloorGlobal).floor.ready);
    },
  };
}
