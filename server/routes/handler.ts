import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { HubApi, HubRouteName } from '#contract/hub-api.ts';
import type { Result } from '#contract/result.ts';
import type { HubContext } from '../context.ts';
import type { Caller } from '../storage/devices.ts';
import type { KeyHolder } from './access.ts';

type Parsed<Shape, Key extends string> = Shape extends { readonly [K in Key]: infer Schema extends z.ZodType }
  ? z.output<Schema>
  : undefined;

/** Who calls: anybody on public routes, the holder of a key, an enrolled device on all others. */
type CallerOf<Shape> = Shape extends { readonly access: 'public' }
  ? { readonly kind: 'anybody' }
  : Shape extends { readonly access: 'key' }
    ? KeyHolder
    : Caller;

/** One call of a route, checked. */
export interface RouteCall<Name extends HubRouteName> {
  readonly hub: HubContext;
  readonly caller: CallerOf<HubApi[Name]>;
  readonly params: Parsed<HubApi[Name], 'params'>;
  readonly query: Parsed<HubApi[Name], 'query'>;
  readonly body: Parsed<HubApi[Name], 'body'>;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** What a handler gives back: the JSON of a 200, or (where the contract has none) the reply it has sent itself. */
type Answer<Name extends HubRouteName> = HubApi[Name] extends { readonly response: infer Schema extends z.ZodType }
  ? z.output<Schema>
  : FastifyReply;

/** Answers one route. Rights and shapes are checked before it runs. */
export type RouteHandler<Name extends HubRouteName> = (call: RouteCall<Name>) => Promise<Result<Answer<Name>>>;

/** A handler for every route of the contract; a missing one does not compile. */
export type RouteHandlers = { readonly [Name in HubRouteName]: RouteHandler<Name> };
