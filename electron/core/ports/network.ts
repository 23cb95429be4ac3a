import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { ReadableStream } from 'node:stream/web';

/** A request as the core makes it: its body, if it has one, is a text that is there as a whole. */
export interface FetchInit {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** The one way out of the device. Resolves with the status line; redirects are not followed, nothing is decompressed, no cookie is kept. */
export type Fetch = (url: string, init: FetchInit) => Promise<Response>;

const agents = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) };

const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

function toResponse(message: IncomingMessage): Response {
  const { statusCode: status = 0, rawHeaders } = message;
  const headers = new Headers();
  for (let at = 0; at < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
  if (!BODILESS.has(status)) {
    const body = ReadableStream.from<Uint8Array>(message);
    return new Response(body as ConstructorParameters<typeof Response>[0], { status, headers });
  }
  message.resume();
  return new Response(null, { status, headers });
}

/**
 * Node's HTTP client in the shape of `fetch`. Node's own `fetch` ends the whole process when the other side closes a connection whose body
 * is read more slowly than it comes (nodejs/undici#5360), and a proxy that says `connection: close` is enough for that.
 */
export const systemFetch: Fetch = (url, { method, headers, body, signal }) =>
  new Promise((resolve, reject) => {
    const target = new URL(url);
    const options = { method, headers, signal };
    const request =
      target.protocol === 'https:'
        ? https.request(target, { ...options, agent: agents.https })
        : http.request(target, { ...options, agent: agents.http });
    // A connection can break after the answer has come as well; whoever reads the body learns of that from the body.
    request.on('error', reject);
    request.once('response', (message) => {
      message.on('error', () => undefined);
      try {
        resolve(toResponse(message));
      } catch (error) {
        // A status or a header that no hub sends.
        request.destroy();
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    request.end(body);
  });
