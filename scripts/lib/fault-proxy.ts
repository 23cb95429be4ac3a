import { once } from 'node:events';
import { createServer, type IncomingMessage, request as ask, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

/** What a network, or something in it, does to one exchange from a moment on. */
export type NetworkFault =
  | 'cut'
  | 'half-open'
  | 'delay'
  | 'drip'
  | 'truncate'
  | 'duplicate'
  | 'reorder'
  | 'server error'
  | 'client error'
  | 'portal'
  | 'gzip bomb';

/** How far an exchange has come when something happens to it. */
export type ExchangePoint = 'arrived' | 'half sent' | 'sent' | 'answered' | 'half passed' | 'passed';

/** An HTTP proxy in front of one hub that mistreats chosen exchanges. */
export interface FaultProxy {
  readonly url: string;
  /** Calls this once, when the next request for the path has come to the point; what it answers befalls the exchange from there on. */
  next(path: string, point: ExchangePoint, act: () => Promise<NetworkFault | null>): void;
  /** Resolves when what was planned has been done. */
  done(): Promise<void>;
  close(): Promise<void>;
}

interface Plan {
  readonly path: string;
  readonly point: ExchangePoint;
  readonly act: () => Promise<NetworkFault | null>;
}

const DELAY_MS = 400;
const DRIP_MS = 2;
/** So much comes out of a few kilobytes. */
const BOMB_BYTES = 64 * 1024 * 1024;
/** Longest wait for another exchange to overtake. */
const OVERTAKE_MS = 5_000;

/** An answer that no hub gave. */
function forged(fault: NetworkFault): Buffer | null {
  const make = (status: string, headers: Record<string, string>, body: Buffer): Buffer => {
    const all = { ...headers, 'content-length': String(body.length), connection: 'close' };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    return Buffer.concat([Buffer.from(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n`), body]);
  };
  switch (fault) {
    case 'server error':
      return make('503 Service Unavailable', { 'retry-after': '0' }, Buffer.from('busy'));
    case 'client error':
      return make('400 Bad Request', { 'content-type': 'text/plain' }, Buffer.from('no'));
    case 'portal':
      return make('200 OK', { 'content-type': 'text/html' }, Buffer.from('<h1>Welcome. Please log in.</h1>'));
    case 'gzip bomb': {
      const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
      return make('200 OK', headers, gzipSync(Buffer.alloc(BOMB_BYTES, '[')));
    }
    default:
      return null;
  }
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** The exchange is over; nothing more is to be done to it. */
class Over extends Error {}

/** One exchange with the hub behind, and what befalls it. */
class Exchange {
  readonly #request: IncomingMessage;
  readonly #socket: Socket;
  readonly #target: URL;
  readonly #overtaken: () => Promise<void>;
  #plan: Plan | null;
  #fault: NetworkFault | null = null;

  constructor(request: IncomingMessage, target: URL, plan: Plan | null, overtaken: () => Promise<void>) {
    this.#request = request;
    this.#socket = request.socket;
    this.#target = target;
    this.#plan = plan;
    this.#overtaken = overtaken;
  }

  async run(): Promise<void> {
    const body = await bodyOf(this.#request);
    await this.#reach('arrived');
    const answer = await this.#forward(body, true);
    if (this.#fault === 'duplicate') await this.#forward(body, false);
    await this.#reach('answered');
    const half = Math.floor(answer.length / 2);
    await this.#pass(answer.subarray(0, half));
    await this.#reach('half passed');
    if (this.#fault === 'truncate') return this.#end();
    await this.#pass(answer.subarray(half));
    await this.#reach('passed');
    this.#end();
  }

  async #reach(point: ExchangePoint): Promise<void> {
    const plan = this.#plan;
    if (plan?.point !== point) return;
    this.#plan = null;
    this.#fault = await plan.act();
    await this.#suffer(point);
  }

  async #suffer(point: ExchangePoint): Promise<void> {
    const fault = this.#fault;
    if (fault === null || fault === 'drip' || fault === 'duplicate') return;
    if (fault === 'delay') {
      await pause(DELAY_MS);
      return;
    }
    if (fault === 'reorder') return this.#overtaken();
    if (fault === 'half-open') throw new Over('nothing more comes');
    if (fault === 'truncate') {
      if (point === 'arrived' || point === 'half sent' || point === 'sent') this.#end();
      else return;
      throw new Over('cut short');
    }
    const answer = forged(fault);
    // After the first bytes of the true answer a forged one cannot be told from noise.
    if (answer === null) this.#socket.destroy();
    else this.#socket.end(answer);
    throw new Over(fault);
  }

  /** Sends the request to the hub and gives its answer as it came, as bytes. */
  async #forward(body: Buffer, watched: boolean): Promise<Buffer> {
    const { method, url, headers } = this.#request;
    const onward = ask(new URL(url ?? '/', this.#target), {
      method,
      headers: { ...headers, connection: 'close' },
      agent: false,
    });
    const answered = once(onward, 'response') as Promise<[IncomingMessage]>;
    answered.catch(() => undefined);
    try {
      const half = Math.floor(body.length / 2);
      onward.write(body.subarray(0, half));
      if (watched) await this.#reach('half sent');
      onward.end(body.subarray(half));
      if (watched) await this.#reach('sent');
      const [answer] = await answered;
      const content = await bodyOf(answer);
      const kept = Object.entries(answer.headers).filter(
        ([name]) => !['connection', 'transfer-encoding', 'content-length', 'keep-alive'].includes(name),
      );
      const lines = kept.map(([name, value]) => `${name}: ${String(value)}\r\n`).join('');
      const head = `HTTP/1.1 ${answer.statusCode ?? 500} x\r\n${lines}content-length: ${content.length}\r\nconnection: close\r\n\r\n`;
      return Buffer.concat([Buffer.from(head), content]);
    } catch (error) {
      onward.destroy();
      // The hub went away: whoever asked sees its connection break.
      if (!(error instanceof Over)) this.#socket.destroy();
      throw error instanceof Over ? error : new Over('the hub is away');
    }
  }

  async #pass(bytes: Buffer): Promise<void> {
    if (this.#fault !== 'drip') return void this.#socket.write(bytes);
    for (const byte of bytes) {
      this.#socket.write(Buffer.of(byte));
      await pause(DRIP_MS);
    }
  }

  #end(): void {
    this.#socket.end();
  }
}

/** Starts a proxy in front of a hub. @param target its URL */
export async function openFaultProxy(target: string): Promise<FaultProxy> {
  let plan: Plan | null = null;
  let finished: Promise<void> = Promise.resolve();
  const sockets = new Set<Socket>();
  const through = new Set<() => void>();
  const overtaken = () => Promise.race([pause(OVERTAKE_MS), new Promise<void>((resolve) => through.add(resolve))]);

  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    response.on('error', () => undefined);
    const path = new URL(request.url ?? '/', 'http://proxy').pathname;
    const mine = plan?.path === path ? plan : null;
    if (mine !== null) plan = null;
    const running = new Exchange(request, new URL(target), mine, overtaken).run().catch((error: unknown) => {
      if (!(error instanceof Over)) request.socket.destroy();
    });
    if (mine !== null) finished = running;
    else void running.then(() => through.forEach((resolve) => resolve()));
  };
  const server = createServer({ keepAliveTimeout: 0 }, serve);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    next(path, point, act) {
      finished = new Promise((resolve) => {
        plan = {
          path,
          point,
          act: async () => {
            try {
              return await act();
            } finally {
              resolve();
            }
          },
        };
      });
    },
    done: () => finished,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
