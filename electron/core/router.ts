import { z } from 'zod';
import type { WireResult } from '#contract/core-link.ts';
import { type CoreHandlers, ipcContract } from '#contract/ipc.ts';
import { fail, type Failure } from '#contract/result.ts';
import type { Call, Owner } from '#contract/rpc.ts';
import type { ErrorCode } from '#contract/errors.ts';
import { CodedError, diskFailure } from './coded-error.ts';
import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import { describeError } from './described-error.ts';

type AnyCall = Call<z.ZodType, z.ZodType, ErrorCode, Owner>;
type AnyHandler = (input: unknown) => Promise<WireResult> | WireResult;

/** Answers one call of the contract; never throws. */
export type Router = (group: string, name: string, input: unknown) => Promise<WireResult>;

/** Calls that take longer are worth a line in the log. */
const SLOW_MS = 50;

/** Finds an entry by names from outside; names that objects have by birth are not found. */
function lookUp<Entry>(table: object, group: string, name: string): Entry | null {
  if (!Object.hasOwn(table, group)) return null;
  const calls = (table as Record<string, object>)[group];
  if (calls === undefined || !Object.hasOwn(calls, name)) return null;
  return (calls as Record<string, Entry>)[name] ?? null;
}

function failureOf(error: unknown, what: string): Failure {
  if (error instanceof CodedError) return error.failure;
  return diskFailure(error) ?? fail('internal', `${what} met a surprise; the log has it`).error;
}

/**
 * The one place where a call's shapes are checked, its time is taken and its surprises are caught. Handlers only see input of
 * the agreed shape, and only answers of the agreed shape leave.
 * @param onSurprise told of failures that nobody foresaw
 */
export function createRouter(handlers: CoreHandlers, clock: Clock, log: Log, onSurprise: () => void): Router {
  return async (group, name, input) => {
    const what = `${group}.${name}`;
    const call = lookUp<AnyCall>(ipcContract, group, name);
    const handler = call?.owner === 'core' ? lookUp<AnyHandler>(handlers, group, name) : null;
    if (call === null || handler === null) return fail('invalid-request', `the core answers no call ${what}`);
    const parsed = call.input.safeParse(input);
    if (!parsed.success) return fail('invalid-request', `${what}: ${z.prettifyError(parsed.error)}`);
    const began = clock.now();
    try {
      const result = await handler(parsed.data);
      if (!result.ok) {
        log('call_refused', { call: what, code: result.error.code });
        return result;
      }
      return { ok: true, value: call.output.parse(result.value) };
    } catch (error) {
      const failure = failureOf(error, what);
      log('call_failed', { call: what, code: failure.code, error: describeError(error) });
      if (failure.code === 'internal') onSurprise();
      return { ok: false, error: failure };
    } finally {
      const took_ms = clock.now() - began;
      if (took_ms >= SLOW_MS) log('call_slow', { call: what, took_ms });
    }
  };
}
