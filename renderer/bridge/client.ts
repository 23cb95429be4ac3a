import type { z } from 'zod';
import type { PageBridge } from '#contract/core-link.ts';
import { wireResult } from '#contract/core-link.ts';
import { type IpcEventName, type IpcEventPayload, ipcContract, ipcEvents, type LupaClient } from '#contract/ipc.ts';
import { fail, type Result } from '#contract/result.ts';

type AnyCalls = Readonly<Record<string, Readonly<Record<string, { readonly output: z.ZodType }>>>>;

/** Reads an answer as the contract promises it. What breaks the promise becomes `internal`, with the path, never a value. */
function readAnswer(name: string, output: z.ZodType, answer: unknown): Result<unknown> {
  const wire = wireResult.safeParse(answer);
  if (!wire.success) return fail('internal', `${name}: the answer is no result: ${wire.error.message}`);
  if (!wire.data.ok) return { ok: false, error: wire.data.error };
  const parsed = output.safeParse(wire.data.value);
  if (!parsed.success) return fail('internal', `${name}: the answer is not as agreed: ${parsed.error.message}`);
  return { ok: true, value: parsed.data };
}

async function send(bridge: PageBridge, group: string, name: string, output: z.ZodType, input: unknown) {
  try {
    return readAnswer(`${group}.${name}`, output, await bridge.call(group, name, input));
  } catch (error) {
    return fail('internal', `${group}.${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The typed client over a transport: every call answers with a result, never with an exception. */
export function createClient(bridge: PageBridge): LupaClient {
  const groups = Object.entries(ipcContract as AnyCalls).map(([group, calls]) => {
    const methods = Object.entries(calls).map(([name, call]) => [
      name,
      (input: unknown) => send(bridge, group, name, call.output, input),
    ]);
    return [group, Object.fromEntries(methods)];
  });
  // Built from the contract's own keys, so the shape is LupaClient; mapped types cannot follow a loop.
  return Object.fromEntries(groups) as LupaClient;
}

/** Hears one event with its payload checked; a payload that is not as agreed is dropped, for nothing may be made of it. */
export function listen<Name extends IpcEventName>(
  bridge: PageBridge,
  name: Name,
  listener: (payload: IpcEventPayload<Name>) => void,
): () => void {
  return bridge.on(name, (payload) => {
    const parsed = ipcEvents[name].safeParse(payload);
    if (parsed.success) listener(parsed.data as IpcEventPayload<Name>);
  });
}
