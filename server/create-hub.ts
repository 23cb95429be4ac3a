import fastify, { type FastifyInstance, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { HubContext } from './context.ts';
import { drainable } from './drain.ts';
import { SignInAttempts } from './identity/attempts.ts';
import type { OpenIdSettings } from './identity/settings.ts';
import { loggerOptions } from './log.ts';
import type { Signer } from './audit/signing-key.ts';
import type { ObjectStore } from './object-store/object-store.ts';
import { type HubPorts, systemPorts } from './ports.ts';
import { installErrors, refuseBytes, refuseEarly } from './routes/errors.ts';
import { handlers } from './routes/handlers.ts';
import { installOpenApi } from './routes/openapi.ts';
import { ProofDesk } from './routes/proof.ts';
import { registerRoutes } from './routes/register.ts';
import { beginNewLife, readLife } from './storage/change-log.ts';
import { assertDurable } from './storage/durability.ts';
import { markInterrupted } from './storage/import-runs.ts';
import { migrate } from './storage/migrate.ts';
import { openDatabase } from './storage/open.ts';
import { AuditLog } from './usecases/audit/audit-log.ts';
import { recordLife } from './usecases/audit/life.ts';
import { Refusals } from './usecases/audit/refusals.ts';

const SECOND = 1_000;

/** What a hub is made of. */
export interface HubOptions {
  /** URL of its PostgreSQL database. */
  readonly databaseUrl: string;
  readonly objects: ObjectStore;
  /** Signs the heads of the audit. */
  readonly signer: Signer;
  /** pino level, or `silent`. */
  readonly logLevel?: string;
  readonly ports?: Partial<HubPorts>;
  /** Where devices reach the hub, when a proxy before it changes host or path. */
  readonly publicUrl?: string | undefined;
  readonly limits?: Partial<HubLimits>;
  /** The site's identity provider; none where people enrol with codes only. */
  readonly identity?: OpenIdSettings | null;
  /** The database came out of a backup: begin another life of it, so that devices pull and offer everything again. */
  readonly restored?: boolean;
}

/** A hub that is ready to listen. */
export interface Hub {
  readonly app: FastifyInstance;
  readonly context: HubContext;
  /** Listens and returns the URL. Port 0 takes a free one. */
  listen(host: string, port: number): Promise<string>;
  /** Finishes the requests in flight, then closes the database's connections. */
  close(): Promise<void>;
}

/** How long the hub waits for a sender, and for how many at once. */
export interface HubLimits {
  /** Until all headers of a request are there, in milliseconds. */
  readonly headers_ms: number;
  /** Until the whole request is there, in milliseconds. */
  readonly request_ms: number;
  /** Sockets that are open at once; further ones are closed as they come. */
  readonly sockets: number;
}

const usualLimits: HubLimits = { headers_ms: 15 * SECOND, request_ms: 60 * SECOND, sockets: 2_000 };

/** The library for it is only read where there is a provider. */
async function signInWith(settings: OpenIdSettings | null): Promise<HubContext['signIn']> {
  if (settings === null) return null;
  const { createOpenIdProvider } = await import('./identity/openid.ts');
  return { provider: createOpenIdProvider(settings), mapping: settings, attempts: new SignInAttempts() };
}

function createApp(logLevel: string, newId: () => string, limits: HubLimits): FastifyInstance {
  const app = fastify({
    logger: loggerOptions(logLevel) ?? false,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => newId(),
    exposeHeadRoutes: false,
    requestTimeout: limits.request_ms,
    http: {
      headersTimeout: limits.headers_ms,
      // Node looks for late ones only so often.
      connectionsCheckingInterval: Math.min(limits.headers_ms, 5 * SECOND),
    },
    keepAliveTimeout: 75 * SECOND,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 500 },
    clientErrorHandler: refuseBytes(newId),
    frameworkErrors: refuseEarly,
  });
  app.server.maxConnections = limits.sockets;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    const facts = { method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) };
    request.log.info(
      { ...facts, device_id: request.caller?.kind === 'device' ? request.caller.deviceId : undefined },
      'request',
    );
  });
  return app;
}

/**
 * Puts a hub together and brings its database to shape; it does not listen yet.
 * @throws NotDurable when commits of the database would not survive a power loss
 */
export async function createHub(options: HubOptions): Promise<Hub> {
  const ports = { ...systemPorts, ...options.ports };
  const app = createApp(options.logLevel ?? 'info', ports.newId, { ...usualLimits, ...options.limits });
  const database = openDatabase(options.databaseUrl, (error) =>
    app.log.warn({ reason: error.message }, 'a connection to the database broke'),
  );
  try {
    await assertDurable(database.db);
    await migrate(database.db);
    await markInterrupted(database.db, ports.now());
    const life = { now: await readLife(database.db) };
    if (options.restored === true) life.now = await beginNewLife(database.db, life.now, ports.randomBytes);
    const audit = new AuditLog({
      database,
      signer: options.signer,
      ports,
      epoch: () => life.now.epoch,
      onTrouble: (error) => app.log.error({ err: error }, 'the audit could not go on'),
    });
    const refusals = new Refusals(ports);
    const context: HubContext = {
      ...ports,
      database,
      objects: options.objects,
      audit,
      refusals,
      log: app.log,
      signIn: await signInWith(options.identity ?? null),
      life,
      get epoch() {
        return life.now.epoch;
      },
    };
    await recordLife(context, options.restored === true);
    audit.start();
    const drain = drainable(app);
    installErrors(app);
    await installOpenApi(app);
    registerRoutes(app, context, new ProofDesk(ports, options.publicUrl ?? null), handlers);
    await app.ready();
    return {
      app,
      context,
      listen: (host, port) => app.listen({ host, port }),
      close: async () => {
        await drain();
        await audit.stop();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
