import type { z } from 'zod';
import type { ErrorCode } from './errors.ts';
import type { Result } from './result.ts';

/** Which program answers a call: the storage core, or the shell (Electron main). */
export type Owner = 'core' | 'shell';

/** One call of the contract: what goes in, what comes out, and which failures its caller must expect. */
export interface Call<Input extends z.ZodType, Output extends z.ZodType, Code extends ErrorCode, By extends Owner> {
  readonly owner: By;
  readonly input: Input;
  readonly output: Output;
  readonly errors: readonly Code[];
}

/** Failures that any call can meet on its way. */
export type TransportError =
  | 'invalid-request'
  | 'core-restarted'
  | 'sender-refused'
  | 'internal'
  | 'signed-out'
  | 'locked'
  | 'grant-over'
  | 'disk-full'
  | 'disk-error';

/** Declares a call that the core answers. */
export const coreCall = <I extends z.ZodType, O extends z.ZodType, const C extends ErrorCode = never>(
  input: I,
  output: O,
  errors: readonly C[] = [],
): Call<I, O, C, 'core'> => ({ owner: 'core', input, output, errors });

/** Declares a call that the shell answers. */
export const shellCall = <I extends z.ZodType, O extends z.ZodType, const C extends ErrorCode = never>(
  input: I,
  output: O,
  errors: readonly C[] = [],
): Call<I, O, C, 'shell'> => ({ owner: 'shell', input, output, errors });

type AnyCall = Call<z.ZodType, z.ZodType, ErrorCode, Owner>;

/** A contract: groups of calls. */
export type Contract = Record<string, Record<string, AnyCall>>;

type CodeOf<C> = C extends Call<z.ZodType, z.ZodType, infer Code, Owner> ? Code : never;

/** What a caller sees: every call as an async function that answers with a result, never with an exception. */
export type Client<C extends Contract> = {
  readonly [G in keyof C]: {
    readonly [N in keyof C[G]]: (
      input: z.input<C[G][N]['input']>,
    ) => Promise<Result<z.output<C[G][N]['output']>, CodeOf<C[G][N]> | TransportError>>;
  };
};

type OwnedNames<Group, By extends Owner> = {
  [N in keyof Group]: Group[N] extends { readonly owner: By } ? N : never;
}[keyof Group];

/** What one program must supply: a handler for each call it owns; a missing one does not compile. */
export type Handlers<C extends Contract, By extends Owner> = {
  readonly [G in keyof C as OwnedNames<C[G], By> extends never ? never : G]: {
    readonly [N in OwnedNames<C[G], By>]: (
      input: z.output<C[G][N]['input']>,
    ) =>
      | Promise<Result<z.input<C[G][N]['output']>, CodeOf<C[G][N]> | TransportError>>
      | Result<z.input<C[G][N]['output']>, CodeOf<C[G][N]> | TransportError>;
  };
};

/** A call on the wire between page, shell and core. */
export interface RequestMessage {
  readonly group: string;
  readonly name: string;
  readonly input: unknown;
}
