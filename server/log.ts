import type { FastifyServerOptions } from 'fastify';

/** Headers and fields that must never reach a log, wherever they stand in an entry. */
const secret = [
  'authorization',
  'dpop',
  'token',
  'access_token',
  'refresh_token',
  'code_verifier',
  'callback',
  'id_token',
  'code',
  'note',
  'transcript',
  'body',
  'raw',
  'password',
  'cookie',
];

/**
 * Structured logs on standard error. Requests are logged by their route, never by headers or bodies; what slips into an
 * entry under a secret name is cut out all the same.
 */
export function loggerOptions(level: string): FastifyServerOptions['logger'] {
  if (level === 'silent') return false;
  return {
    level,
    stream: process.stderr,
    redact: {
      paths: secret.flatMap((name) => (name === 'code' ? ['enrolment.code'] : [name, `*.${name}`, `*.*.${name}`])),
      censor: '[redacted]',
    },
  };
}
