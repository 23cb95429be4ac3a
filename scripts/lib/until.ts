import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks again and again until the answer is not null, undefined or false.
 * @param what names the condition in the error when it does not come true in time
 * @throws Error after `patience_ms`
 */
export async function until<Value>(
  what: string,
  ask: () => Promise<Value | null | undefined | false> | Value | null | undefined | false,
  patience_ms = 60_000,
): Promise<Value> {
  const deadline = performance.now() + patience_ms;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (performance.now() > deadline) throw new Error(`waited ${patience_ms / 1000} s in vain until ${what}`);
    await pause(25);
  }
}
