import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type DrivenApp, launchApp } from '#scripts/lib/electron-app.ts';
import { killTree } from '#scripts/lib/process-tree.ts';
import { type Display, openDisplay } from '#scripts/setup/display.ts';

/** Opens apps for one test file and cleans up after it: display, folders, processes. */
export interface AppYard {
  /** A new, empty folder that goes away after the file. */
  folder(): string;
  /** Name of the X display that windows open on. */
  display(): string;
  /** Starts the built app on a folder for its data. */
  open(userData: string, args?: readonly string[], env?: Readonly<Record<string, string>>): Promise<DrivenApp>;
}

/** To be called at the top of a test file. */
export function appYard(): AppYard {
  const folders: string[] = [];
  const opened: DrivenApp[] = [];
  let display: Display;
  beforeAll(async () => {
    display = await openDisplay();
  });
  afterAll(async () => {
    for (const { process: child } of opened) {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) killTree(child.pid);
    }
    await display.stop();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return {
    folder() {
      const folder = mkdtempSync(join(tmpdir(), 'lupa-e2e-'));
      folders.push(folder);
      return folder;
    },
    display: () => display.name,
    async open(userData, args = [], env = {}) {
      const app = await launchApp({ userData, display: display.name, args, env });
      opened.push(app);
      return app;
    },
  };
}
