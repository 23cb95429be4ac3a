import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { REPOSITORY } from '#scripts/setup/paths.ts';

/** How many kinds are tried at the same time: some wait most of the time, others keep a core busy. */
const AT_ONCE = 2;
const PROGRAM = join(REPOSITORY, 'scripts', 'fault', 'main.ts');

interface Tried {
  readonly lines: readonly string[];
  readonly failed: boolean;
}

/** Tries one kind in a process of its own; its figures are printed as they come. */
async function tryOne(name: string, args: readonly string[]): Promise<Tried> {
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    process.stdout.write(`${line}\n`);
  }
  await ended;
  if (child.exitCode !== 0) process.stderr.write(`${name}: ended with ${child.exitCode ?? child.signalCode}\n`);
  return { lines, failed: child.exitCode !== 0 };
}

/**
 * Tries kinds of faults beside each other, each in a process of its own: one that ends badly does not end the others.
 * @param argsOf the arguments by which this program tries one kind alone
 */
export async function tryApart(kinds: readonly string[], argsOf: (kind: string) => readonly string[]): Promise<Tried> {
  const waiting = [...kinds];
  const tried: Tried[] = [];
  const lane = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      tried.push(await tryOne(name, argsOf(name)));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return { lines: tried.flatMap(({ lines }) => lines), failed: tried.some(({ failed }) => failed) };
}
