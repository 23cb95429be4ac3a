import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { STATE_FOLDER } from './paths.ts';

const FILE = join(STATE_FOLDER, 'runtime.json');

export const runtimeSchema = z.object({
  /** `pinned`: the Electron of package.json; `closed-network`: the older one of docs/decisions/0002. */
  kind: z.enum(['pinned', 'closed-network']),
  /** Absolute path of the Electron executable. */
  executable: z.string().min(1),
  electronVersion: z.string().regex(/^\d+\.\d+\.\d+/),
  /** A node_modules folder with native modules built for this Electron, or null when the repository's own fit. */
  nativeModules: z.string().nullable(),
  /** A Chromium for component tests, or null when the machine has none. */
  chromium: z.string().nullable(),
});

/** What the set-up found to run the application and the tests with. */
export type Runtime = z.infer<typeof runtimeSchema>;

/** The runtime that the last set-up wrote down, or null when there is none or its executable is gone. */
export function findRuntime(file: string = FILE): Runtime | null {
  if (!existsSync(file)) return null;
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
  const parsed = runtimeSchema.safeParse(content);
  return parsed.success && existsSync(parsed.data.executable) ? parsed.data : null;
}

/**
 * The runtime to launch.
 * @throws Error that names the command to run when the set-up has not been done
 */
export function readRuntime(file: string = FILE): Runtime {
  const runtime = findRuntime(file);
  if (runtime === null) throw new Error(`No usable Electron is noted in ${file}. Run: npm run setup`);
  return runtime;
}

/**
 * Path of a Chromium for component tests.
 * @throws Error that names the command to run when the machine has none
 */
export function readChromium(file: string = FILE): string {
  const { chromium } = readRuntime(file);
  if (chromium === null || !existsSync(chromium)) {
    throw new Error('No Chromium is installed for component tests. Run: npm run setup');
  }
  return chromium;
}

/** Command-line switches every launch of the runtime needs: Chromium's sandbox refuses to work for root. */
export function runtimeSwitches(uid: number | undefined = process.getuid?.()): string[] {
  return uid === 0 ? ['--no-sandbox'] : [];
}

/** Writes down what the set-up found. */
export function writeRuntime(runtime: Runtime, file: string = FILE): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(runtimeSchema.parse(runtime), null, 2)}\n`);
}
