import type { z } from 'zod';
import type { Role } from './people.ts';

/**
 * Who may call a route: anybody; whoever proves that they hold a key (contract/proof), any enrolled device, or only devices of people
 * with these roles.
 */
export type Access = 'public' | 'key' | 'enrolled' | readonly Role[];

/** What a route is, on both sides. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'HEAD';
  /** Path with `:name` parameters. */
  readonly path: string;
  readonly access: Access;
  readonly summary: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** JSON body of a 200; absent where bytes or text lines are streamed. */
  readonly response?: z.ZodType;
}

/** Words a route with its exact type. */
export const route = <const Shape extends Route>(shape: Shape): Shape => shape;
