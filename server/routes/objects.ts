import { fail, ok } from '#contract/result.ts';
import { findObject, parseRange } from '../usecases/objects.ts';
import type { RouteHandler } from './handler.ts';

/** A year; the bytes under a hash can never be others. */
const cacheControl = 'private, max-age=31536000, immutable';

const isKnown = (header: string | undefined, etag: string): boolean =>
  header !== undefined && header.split(',').some((tag) => [etag, `W/${etag}`, '*'].includes(tag.trim()));

/** Sends a clip, whole or in part. */
export const object: RouteHandler<'object'> = async ({ hub, caller, params, request, reply }) => {
  const found = await findObject(hub, caller, params.sha256);
  if (found === null) return fail('not-found', `no object ${params.sha256} for this person`);
  const etag = `"${params.sha256}"`;
  reply.header('etag', etag).header('accept-ranges', 'bytes').header('cache-control', cacheControl);
  if (isKnown(request.headers['if-none-match'], etag)) return ok(reply.code(304).send());

  const ifRange = request.headers['if-range'];
  const wanted = ifRange === undefined || ifRange === etag ? request.headers.range : undefined;
  const range = parseRange(wanted, found.bytes);
  if (range === 'unsatisfiable') {
    reply.header('content-range', `bytes */${found.bytes}`);
    return fail('range-not-satisfiable', `the object has ${found.bytes} bytes`);
  }
  if (range !== 'all') reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${found.bytes}`);
  const length = range === 'all' ? found.bytes : range.end - range.start + 1;
  reply.header('content-length', length).type(found.mime).header('x-content-type-options', 'nosniff');
  if (request.method === 'HEAD') return ok(reply.send());

  const bytes = await hub.objects.read(params.sha256, range === 'all' ? undefined : range);
  if (bytes === null) throw new Error(`object ${params.sha256} is in the database but not in the store`);
  return ok(reply.send(bytes));
};
