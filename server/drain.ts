import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/** Requests in flight get this long at a shutdown, in milliseconds. */
const drainPatience = 10_000;
const lookEvery = 20;

/**
 * Lets an app close: requests in flight are answered, then every connection ends. Node by itself would wait a minute for
 * connections that were opened and never used, which clients make in advance.
 * @returns how to close it
 */
export function drainable(app: FastifyInstance): () => Promise<void> {
  const requests = { inFlight: 0 };
  app.addHook('onRequest', async (_request, reply) => {
    requests.inFlight += 1;
    // Not onResponse: it stays away when the client leaves in the middle of an answer.
    reply.raw.once('close', () => {
      requests.inFlight -= 1;
    });
  });
  return async () => {
    const closed = app.close();
    const deadline = Date.now() + drainPatience;
    for (;;) {
      await sleep(lookEvery);
      if (requests.inFlight === 0 || Date.now() > deadline) break;
    }
    app.server.closeAllConnections();
    await closed;
  };
}
