import { z } from 'zod';
import { type ErrorCode, errorCode } from './errors.ts';

/** An expected failure as a value: a code of the one catalogue, and what a person needs to mend it. */
export interface Failure<Code extends ErrorCode = ErrorCode> {
  readonly code: Code;
  /** What happened, where, in English, for logs and support. The interface words the code itself, in the reader's language. */
  readonly detail: string;
  /** Values for the worded message, such as `{count: 3}`. */
  readonly params: Readonly<Record<string, string | number>>;
}

/** The outcome of something that can fail in a way its caller must handle. */
export type Result<Value, Code extends ErrorCode = ErrorCode> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Failure<Code> };

/** Wraps a value as a success. */
export function ok<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

/** Makes a failure of the given code. `detail` is English for logs; `params` feed the worded message. */
export function fail<Code extends ErrorCode>(
  code: Code,
  detail: string,
  params: Readonly<Record<string, string | number>> = {},
): { readonly ok: false; readonly error: Failure<Code> } {
  return { ok: false, error: { code, detail, params } };
}

/** A failure as it travels between programs. */
export const failureSchema = z.strictObject({
  code: errorCode,
  detail: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
