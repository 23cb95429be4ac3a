import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { SetupProblem } from './problem.ts';

/** An X display and the way to give it back. */
export type Display = { readonly name: string; readonly isVirtual: boolean; readonly stop: () => Promise<void> };

async function readDisplayNumber(pipe: Readable): Promise<string> {
  let text = '';
  for await (const chunk of pipe) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return text.trim();
}

/**
 * The display to open windows on: the one of the environment, else a virtual one (Xvfb) that lives until `stop`.
 * @param size width and height of a virtual display in pixels
 * @throws SetupProblem when there is neither a display nor a working Xvfb
 */
export async function openDisplay(
  size: { width: number; height: number } = { width: 1280, height: 800 },
): Promise<Display> {
  const existing = process.env['DISPLAY'];
  if (existing || process.platform !== 'linux') {
    return { name: existing ?? '', isVirtual: false, stop: () => Promise.resolve() };
  }
  const args = ['-displayfd', '3', '-screen', '0', `${size.width}x${size.height}x24`, '-nolisten', 'tcp'];
  const child = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const failure = once(child, 'error').then(([error]) => {
    throw new SetupProblem(`no display, and Xvfb does not start: ${(error as Error).message}. Run: npm run setup`);
  });
  const number = await Promise.race([readDisplayNumber(child.stdio[3] as Readable), failure]);
  if (number === '') throw new SetupProblem('no display, and Xvfb stopped at once. Run by hand to see why: Xvfb :99');
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill();
    await gone;
  };
  return { name: `:${number}`, isVirtual: true, stop };
}
