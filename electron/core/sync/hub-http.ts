import { hubError } from '#contract/hub-api.ts';
import { type Failure, fail } from '#contract/result.ts';
import { readRetryAfter } from '#domain/sync/backoff.ts';
import type { Clock } from '../ports/clock.ts';
import type { Fetch, FetchInit } from '../ports/network.ts';

/** Why the hub gave nothing; with how long it asked to be left alone. */
export interface HubRefusal {
  readonly ok: false;
  readonly error: Failure;
  readonly retry_after_ms: number | null;
}

/** What came of asking the hub. */
export type HubResult<Value> = { readonly ok: true; readonly value: Value } | HubRefusal;

/** Longest silence in each phase of an exchange, in milliseconds. A slow hub is fine, a silent one is not. */
export interface Patience {
  /** From the first byte out to the status line. */
  readonly answer_ms: number;
  /** Between two pieces of the body. */
  readonly silence_ms: number;
}

/** An answer whose status line is in and whose body is still coming. */
export interface OpenAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The body in pieces; throws `HubSilence` when it stops coming. */
  pieces(): AsyncGenerator<Uint8Array, void, undefined>;
  /** Ends the exchange. */
  close(): void;
}

/** What hub-http needs. */
export interface HttpPorts {
  readonly fetch: Fetch;
  readonly clock: Clock;
}

export const unreachable = (detail: string): HubRefusal => ({
  ...fail('hub-unreachable', detail),
  retry_after_ms: null,
});
export const invalidAnswer = (detail: string): HubRefusal => ({
  ...fail('hub-answer-invalid', detail),
  retry_after_ms: null,
});

/**
 * Sends a request and waits for the status line. Redirects are not followed: a hub never sends one, a captive portal does.
 * @param onSent hears when the request has been given to the network
 */
export async function open(
  ports: HttpPorts,
  url: string,
  init: Omit<FetchInit, 'signal'>,
  patience: Patience,
  stop: AbortSignal,
  onSent: () => void = () => undefined,
): Promise<HubResult<OpenAnswer>> {
  const abort = new AbortController();
  const onStop = () => abort.abort();
  if (stop.aborted) return unreachable('stopping');
  stop.addEventListener('abort', onStop, { once: true });
  const close = () => {
    stop.removeEventListener('abort', onStop);
    abort.abort();
  };
  const callOff = ports.clock.after(patience.answer_ms, () => abort.abort());
  try {
    const answering = ports.fetch(url, { ...init, signal: abort.signal });
    onSent();
    const response = await answering;
    const { status, headers } = response;
    return {
      ok: true,
      value: { status, headers, close, pieces: () => pieces(ports, response, patience.silence_ms, close) },
    };
  } catch (error) {
    close();
    return unreachable(causeOf(error));
  } finally {
    callOff();
  }
}

async function* pieces(
  ports: HttpPorts,
  response: Response,
  silence_ms: number,
  close: () => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = response.body?.getReader();
  if (reader === undefined) return close();
  try {
    while (true) {
      const callOff = ports.clock.after(silence_ms, close);
      const { done, value } = await reader.read().finally(callOff);
      if (done) return;
      yield value;
    }
  } finally {
    close();
  }
}

/** The whole body as bytes; a refusal when it breaks off, falls silent or grows beyond the limit. */
export async function readAll(answer: OpenAnswer, limit: number): Promise<HubResult<Buffer>> {
  const collected: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const piece of answer.pieces()) {
      size += piece.byteLength;
      if (size > limit) return invalidAnswer(`the answer is larger than ${limit} bytes`);
      collected.push(piece);
    }
    return { ok: true, value: Buffer.concat(collected, size) };
  } catch (error) {
    return unreachable(`the answer broke off after ${size} bytes: ${causeOf(error)}`);
  }
}

/** True when the answer says it is of this media type. */
export function isOfType(answer: OpenAnswer, mediaType: string): boolean {
  return answer.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() === mediaType;
}

const ERROR_LIMIT = 256 * 1024;

/**
 * Reads an answer other than success. Only what has the hub's own error shape is believed; anything else (a portal's page, a proxy's
 * text) is `hub-answer-invalid`, or for something in between `hub-unavailable` (a bare 429, 502, 503 or 504) and `too-large` (413).
 */
export async function readRefusal(ports: HttpPorts, answer: OpenAnswer): Promise<HubRefusal> {
  const retry_after_ms = readRetryAfter(answer.headers.get('retry-after'), ports.clock.now());
  const body = await readAll(answer, ERROR_LIMIT);
  if (!body.ok) return body;
  const parsed = isOfType(answer, 'application/json')
    ? hubError.safeParse(parseJson(body.value.toString('utf8')))
    : null;
  if (parsed?.success) return { ok: false, error: parsed.data.error, retry_after_ms };
  if (answer.status === 413) return { ...fail('too-large', 'something before the hub answered 413'), retry_after_ms };
  if ([429, 502, 503, 504].includes(answer.status)) {
    return { ...fail('hub-unavailable', `something before the hub answered ${answer.status}`), retry_after_ms };
  }
  return invalidAnswer(`status ${answer.status} without the hub’s error shape`);
}

/** A JSON value; undefined when the text is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return 'unknown cause';
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
}
