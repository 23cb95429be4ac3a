import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hubApi, hubError, type HubRouteName } from '#contract/hub-api.ts';
import type { Route } from '#contract/route.ts';
import type { Result } from '#contract/result.ts';
import type { HubContext } from '../context.ts';
import { NONCE_HEADER, PROOF_HEADER } from '#contract/proof.ts';
import { authorise, type Visitor } from './access.ts';
import { RouteFailure } from './errors.ts';
import type { RouteHandlers } from './handler.ts';
import type { ProofDesk } from './proof.ts';

const KB = 1024;
const MB = 1024 * KB;

/** Bytes of a body; routes that are not named take the default. */
const defaultBodyLimit = 256 * KB;
const bodyLimits: Partial<Record<HubRouteName, number>> = {
  // A hundred bodies of 64 KB, each escaped as a JSON string.
  pushResults: 16 * MB,
  // Twenty bodies of 512 KB, each escaped as a JSON string.
  reportParked: 24 * MB,
  pushSessionEvents: 2 * MB,
  createBatch: 4 * MB,
  reassignItems: MB,
};

type AnyHandler = (call: {
  hub: HubContext;
  caller: Visitor;
  params: unknown;
  query: unknown;
  body: unknown;
  request: FastifyRequest;
  reply: FastifyReply;
}) => Promise<Result<unknown>>;

declare module 'fastify' {
  interface FastifyRequest {
    caller: Visitor | null;
  }
}

function schemaOf(name: string, route: Route): Record<string, unknown> {
  return {
    operationId: name,
    summary: route.summary,
    ...(route.access === 'public' ? {} : { security: [{ deviceToken: [] }] }),
    ...(route.params === undefined ? {} : { params: route.params }),
    ...(route.query === undefined ? {} : { querystring: route.query }),
    ...(route.body === undefined ? {} : { body: route.body }),
    response: { ...(route.response === undefined ? {} : { 200: route.response }), default: hubError },
  };
}

function shownBy(request: FastifyRequest): Parameters<typeof authorise>[4] {
  const { authorization, host, [PROOF_HEADER]: proof } = request.headers;
  return {
    method: request.method,
    path: request.url.split('?', 1)[0] ?? '',
    host: host ?? '',
    authorization,
    proof: typeof proof === 'string' ? proof : undefined,
  };
}

/** Registers every route of the contract: rights first, then shapes, then the handler, then the shape of its answer. */
export function registerRoutes(app: FastifyInstance, hub: HubContext, desk: ProofDesk, handlers: RouteHandlers): void {
  app.decorateRequest('caller', null);
  app.addHook('onSend', async (_request, reply) => {
    reply.header(NONCE_HEADER, desk.nonce());
  });
  for (const [name, route] of Object.entries(hubApi) as [HubRouteName, Route][]) {
    // The map ties each handler to its own route; here they are all alike.
    const handler = handlers[name] as unknown as AnyHandler;
    app.route({
      method: route.method === 'GET' ? ['GET', 'HEAD'] : route.method,
      url: route.path,
      bodyLimit: bodyLimits[name] ?? defaultBodyLimit,
      schema: schemaOf(name, route),
      onRequest: async (request) => {
        const allowed = await authorise(hub, desk, name, route.access, shownBy(request));
        if (!allowed.ok) throw new RouteFailure(allowed.error);
        request.caller = allowed.value;
      },
      handler: async (request, reply) => {
        const { caller, params, query, body } = request;
        if (caller === null) throw new Error('a handler before its rights');
        const result = await handler({ hub, caller, params, query, body, request, reply });
        if (!result.ok) throw new RouteFailure(result.error);
        return result.value;
      },
    });
  }
}
