import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** Takes numbered screenshots into one folder, each moment once. */
export interface Camera {
  /** Photographs the page as `<number>-<name>.png`, unless that name was taken already. */
  take(page: Page, name: string): Promise<void>;
  /** Whether there is a picture of that name. */
  has(name: string): boolean;
  readonly taken: readonly string[];
}

export function createCamera(folder: string): Camera {
  mkdirSync(folder, { recursive: true });
  const taken: string[] = [];
  const names = new Set<string>();
  return {
    taken,
    has: (name) => names.has(name),
    async take(page, name) {
      if (names.has(name)) return;
      names.add(name);
      const file = `${String(names.size).padStart(2, '0')}-${name}.png`;
      // Fonts and the first frame of a clip may still be on their way; two frames later the page is what a person sees.
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      await page.screenshot({ path: join(folder, file), caret: 'initial' });
      taken.push(file);
    },
  };
}
