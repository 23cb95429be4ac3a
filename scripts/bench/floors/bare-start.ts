import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRuntime, runtimeSwitches } from '#scripts/setup/runtime.ts';

/** Folder of an app that only opens one window with one page. */
export const bareApp = join(import.meta.dirname, 'bare-electron');

/**
 * Starts a bare Electron window with an empty profile and gives the milliseconds from spawn to its page painted twice.
 * @throws Error when it ends without painting
 */
export async function bareStart(): Promise<number> {
  const profile = await mkdtemp(join(tmpdir(), 'lupa-floor-'));
  const start = Date.now();
  const child = spawn(readRuntime().executable, [bareApp, `--user-data-dir=${profile}`, ...runtimeSwitches()], {
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
