import { z } from 'zod';
import type { WireResult } from '#contract/core-link.ts';
import { ipcContract, type ShellHandlers } from '#contract/ipc.ts';
import { fail } from '#contract/result.ts';
import type { Call, Owner, RequestMessage } from '#contract/rpc.ts';
import type { ErrorCode } from '#contract/errors.ts';
import { APP_ORIGIN } from './app-protocol.ts';
import type { Log } from './log.ts';

/** Most characters of JSON that one call may carry; a note has 4,000. */
export const MOST_REQUEST_CHARACTERS = 256 * 1024;

/** Who sent a call, as Electron tells it. */
export interface Sender {
  /** Origin of the sending frame; null when the frame is gone. */
  readonly origin: string | null;
  /** True when it is the top frame of our window. */
  readonly isTopFrameOfOurWindow: boolean;
}

/** What the gateway needs from its surroundings. */
export interface GatewayPorts {
  readonly shell: ShellHandlers;
  readonly core: (request: RequestMessage) => Promise<WireResult>;
  /** Hears what the core answered, so that the shell can follow the person's language. */
  readonly onCoreAnswer: (request: RequestMessage, result: WireResult) => void;
  readonly log: Log;
}

type AnyCall = Call<z.ZodType, z.ZodType, ErrorCode, Owner>;
type AnyHandler = (input: unknown) => Promise<WireResult> | WireResult;

const requestMessage = z.strictObject({ group: z.string().max(50), name: z.string().max(50), input: z.unknown() });

/** Finds an entry of the contract by names from outside; names that objects have by birth are not found. */
function lookUp<Entry>(table: object, group: string, name: string): Entry | null {
  if (!Object.hasOwn(table, group)) return null;
  const calls = (table as Record<string, object>)[group];
  if (calls === undefined || !Object.hasOwn(calls, name)) return null;
  return (calls as Record<string, Entry>)[name] ?? null;
}

function sizeOf(value: unknown): number {
  try {
    return JSON.stringify(value)?.length ?? 0;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

async function answerHere(call: AnyCall, handler: AnyHandler, input: unknown): Promise<WireResult> {
  const parsed = call.input.safeParse(input);
  if (!parsed.success) return fail('invalid-request', z.prettifyError(parsed.error));
  const result = await handler(parsed.data);
  return result.ok ? { ok: true, value: call.output.parse(result.value) } : result;
}

/**
 * The one door between page and programs. Who is calling is checked here and nowhere else; shapes of the shell's own calls are
 * checked here, those of the core's calls by the core's router.
 */
export function createGateway(ports: GatewayPorts): (sender: Sender, raw: unknown) => Promise<WireResult> {
  return async (sender, raw) => {
    if (!sender.isTopFrameOfOurWindow || sender.origin !== APP_ORIGIN) {
      ports.log('sender_refused', { origin: sender.origin });
      return fail('sender-refused', 'the call did not come from the top frame of the app’s own page');
    }
    const request = requestMessage.safeParse(raw);
    if (!request.success || sizeOf(raw) > MOST_REQUEST_CHARACTERS) {
      return fail('invalid-request', 'the call has not the agreed envelope or is too large');
    }
    const { group, name, input } = request.data;
    const call = lookUp<AnyCall>(ipcContract, group, name);
    if (call === null) return fail('invalid-request', `there is no call ${group}.${name}`);
    try {
      if (call.owner === 'core') {
        const result = await ports.core({ group, name, input });
        ports.onCoreAnswer({ group, name, input }, result);
        return result;
      }
      const handler = lookUp<AnyHandler>(ports.shell, group, name);
      if (handler === null) throw new Error(`the shell does not answer ${group}.${name}`);
      return await answerHere(call, handler, input);
    } catch (error) {
      ports.log('call_failed', { group, name, error: error instanceof Error ? error.name : 'unknown' });
      return fail('internal', `${group}.${name} failed in the shell`);
    }
  };
}
