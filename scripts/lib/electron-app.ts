import type { ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import type { PageBridge } from '#contract/core-link.ts';
import { REPOSITORY } from '../setup/paths.ts';
import { readRuntime, runtimeSwitches } from '../setup/runtime.ts';

/** A running app, and what is needed to drive it and to treat it badly. */
export interface DrivenApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** The main process; stays readable after the app has ended. */
  readonly process: ChildProcess;
  /** Process id of the storage process; null while there is none. */
  corePid(): Promise<number | null>;
  /** Makes the next save dialogs answer with this path. */
  answerSaveDialogs(path: string): Promise<void>;
  /** Makes the next open dialogs answer with this path. */
  answerOpenDialogs(path: string): Promise<void>;
  /** One call through the page's own bridge, unchecked. */
  call(group: string, name: string, input: unknown): Promise<unknown>;
  /** Lines that the app wrote to its standard error stream. */
  readonly stderr: readonly string[];
  /** Closes the app in the orderly way. */
  close(): Promise<void>;
}

export interface LaunchOptions {
  /** Folder for all that the app keeps. */
  readonly userData: string;
  /** X display; empty to take that of the environment. */
  readonly display: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Holds the app back until Playwright listens. */
const WAIT_FOR_DRIVER = join(REPOSITORY, 'scripts', 'setup', 'host', 'wait-for-driver.cjs');

// Waiting is for slow machines; nothing takes this long on a good day.
const PATIENCE_MS = 60_000;

function environment(options: LaunchOptions): Record<string, string> {
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const display = options.display === '' ? {} : { DISPLAY: options.display };
  return {
    ...Object.fromEntries(inherited),
    ...display,
    LUPA_DATA_DIR: options.userData,
    LUPA_DEVELOPMENT_KEY: '1',
    ...options.env,
  };
}

/**
 * Starts the built app (`out/app`) as a reviewer would, with Playwright listening.
 * @throws Error when the app or its window does not come up
 */
export async function launchApp(options: LaunchOptions): Promise<DrivenApp> {
  mkdirSync(options.userData, { recursive: true });
  const app = await _electron.launch({
    executablePath: readRuntime().executable,
    args: [...runtimeSwitches(), '-r', WAIT_FOR_DRIVER, join(REPOSITORY, 'out', 'app'), ...(options.args ?? [])],
    env: environment(options),
    timeout: PATIENCE_MS,
  });
  const stderr: string[] = [];
  const child = app.process();
  child.stderr?.on('data', (data: Buffer) => stderr.push(...data.toString('utf8').split('\n')));
  const page = await app.firstWindow({ timeout: PATIENCE_MS });
  page.setDefaultTimeout(PATIENCE_MS);
  await page.waitForLoadState();
  return {
    app,
    page,
    process: child,
    stderr,
    corePid: () =>
      app.evaluate(({ app }) => app.getAppMetrics().find((each) => each.name === 'Lupa core')?.pid ?? null),
    answerSaveDialogs: (path) =>
      app.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
      }, path),
    answerOpenDialogs: (path) =>
      app.evaluate(({ dialog }, filePath) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] });
      }, path),
    call: (group, name, input) =>
      page.evaluate(
        ([group, name, input]) => {
          const { lupa } = globalThis as unknown as { lupa: PageBridge };
          return lupa.call(group, name, input);
        },
        [group, name, input] as const,
      ),
    close: () => app.close(),
  };
}
