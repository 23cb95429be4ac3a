import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { errorCatalogue } from '#contract/errors.ts';
import type { Failure } from '#contract/result.ts';
import { HalfCharacter } from '#domain/audit/canonical-json.ts';

/** A failure on its way to the one place that answers it. */
export class RouteFailure extends Error {
  override readonly name = 'RouteFailure';
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.detail);
    this.failure = failure;
  }
}

const failureOf = (code: Failure['code'], detail: string): Failure => ({ code, detail, params: {} });

const diskFull = '53100';
/** A text with a NUL character or a value that does not fit its column: what was sent is at fault. */
const badValue = new Set(['22021', '22P05', '22P02', '22003', '22008', '22007']);
/** Connection lost, shutting down, too many connections, cannot connect now. */
const unavailable = /^(08|57P|53300|ECONN|EPIPE|ETIMEDOUT)/;

function failureOfCode(code: string): Failure | null {
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return failureOf('too-large', 'the body is larger than this route takes');
  if (code === diskFull || code === 'ENOSPC') return failureOf('hub-storage-full', 'no space left; nothing was stored');
  if (badValue.has(code))
    return failureOf('invalid-request', 'a value cannot be stored, such as text with a NUL character');
  return unavailable.test(code) ? failureOf('hub-unavailable', 'the database does not answer') : null;
}

/** Words any error as a failure of the catalogue; a surprise becomes `internal`, without its details. */
function toFailure(error: FastifyError | RouteFailure): Failure {
  if (error instanceof RouteFailure) return error.failure;
  if (error instanceof HalfCharacter)
    return failureOf('invalid-request', 'a text ends in the middle of a character, or begins there');
  if (hasZodFastifySchemaValidationErrors(error)) {
    const [first] = error.validation;
    const where = `${error.validationContext ?? ''}${first?.instancePath ?? ''}`;
    return failureOf('invalid-request', `${where}: ${first?.message ?? 'wrong shape'}`);
  }
  const known = failureOfCode(error.code ?? '');
  if (known !== null) return known;
  const status = error.statusCode ?? 500;
  return status >= 400 && status < 500
    ? failureOf('invalid-request', error.message)
    : failureOf('internal', 'see the log');
}

function answer(request: FastifyRequest, reply: FastifyReply, failure: Failure): FastifyReply {
  const { status } = errorCatalogue[failure.code];
  if (status === 503 || status === 507) reply.header('retry-after', '5');
  for (const header of ['content-length', 'cache-control', 'etag']) reply.removeHeader(header);
  return reply
    .code(status === 0 ? 500 : status)
    .type('application/json; charset=utf-8')
    .serializer((payload: unknown) => JSON.stringify(payload))
    .send({ error: failure, request_id: request.id });
}

/** Says no to bytes that are no request, in the shape of every other error, and hangs up. */
export function refuseBytes(newId: () => string): (error: NodeJS.ErrnoException, socket: Socket) => void {
  return (error, socket) => {
    // The line is gone, or an answer is already under way on it.
    if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0) return void socket.destroy();
    const [status, failure] = byteFailure(error.code ?? '');
    const body = JSON.stringify({ error: failure, request_id: newId() });
    const head = [
      `HTTP/1.1 ${status}`,
      'content-type: application/json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  };
}

function byteFailure(code: string): readonly [string, Failure] {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return ['408 Request Timeout', failureOf('invalid-request', 'the request did not come in time')];
    case 'HPE_HEADER_OVERFLOW':
      return ['431 Request Header Fields Too Large', failureOf('too-large', 'the headers are too large')];
    default:
      return ['400 Bad Request', failureOf('invalid-request', 'these bytes are no HTTP request')];
  }
}

/** Answers what the framework refuses before any route is found, such as an address that cannot be read. */
export function refuseEarly(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  void answer(request, reply, toFailure(error));
}

/** Gives every error of every route one shape. */
export function installErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const failure = toFailure(error);
    if (failure.code === 'internal' || failure.code === 'hub-unavailable' || failure.code === 'hub-storage-full') {
      request.log.error({ err: { type: error.name, message: error.message, stack: error.stack } }, 'request failed');
    }
    return answer(request, reply, failure);
  });
  app.setNotFoundHandler((request, reply) => answer(request, reply, failureOf('not-found', 'no such route')));
}
