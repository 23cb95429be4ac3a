import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** What the browser shows when it has come back. */
export interface LoopbackWords {
  readonly title: string;
  readonly text: string;
}

/** An address on this machine that a browser comes back to once (RFC 8252). */
export interface Loopback {
  readonly redirectUri: string;
  /** Takes the first visit that brings this state; resolves with its query. Every other visit is turned away. */
  expect(state: string): Promise<string>;
  close(): void;
}

const PATH = '/callback';

const escaped = (text: string): string =>
  text.replaceAll(/[&<>"]/g, (character) => `&#${character.codePointAt(0) ?? 0};`);

/** Nothing in it can run, be framed or be kept. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  connection: 'close',
};

const pageOf = ({ title, text }: LoopbackWords): string =>
  `<!doctype html><meta charset="utf-8"><title>${escaped(title)}</title><h1>${escaped(title)}</h1><p>${escaped(text)}</p>`;

/** The visit's address; null when it named another host: a page elsewhere could have a name of its own point here. */
function addressOf(request: IncomingMessage, host: string): URL | null {
  const path = request.url ?? '';
  const isOurs = request.headers.host === host && request.method === 'GET' && path.startsWith('/');
  return isOurs && URL.canParse(path, `http://${host}`) ? new URL(path, `http://${host}`) : null;
}

/** Opens a free port on 127.0.0.1; nobody outside this machine reaches it. */
export async function openLoopback(words: LoopbackWords): Promise<Loopback> {
  let host = '';
  let waiting: { readonly state: string; readonly take: (query: string) => void } | null = null;
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const url = addressOf(request, host);
    const known = waiting;
    if (known === null || url?.pathname !== PATH || url.searchParams.get('state') !== known.state) {
      response.writeHead(404, HEADERS).end();
      return;
    }
    waiting = null;
    response.writeHead(200, HEADERS).end(pageOf(words), () => known.take(url.searchParams.toString()));
  };
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000 }, answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the loopback has no port');
  host = `127.0.0.1:${address.port}`;
  return {
    redirectUri: `http://${host}${PATH}`,
    expect: (state) =>
      new Promise((take) => {
        waiting = { state, take };
      }),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
