import { once } from 'node:events';
import { createServer, connect, type Server, type Socket } from 'node:net';

/** A stretch of network that can be cut: a TCP proxy on 127.0.0.1 in front of one port. */
export interface NetworkGate {
  /** Where it listens; stays the same while it is cut. */
  readonly port: number;
  readonly url: string;
  /** Breaks every connection and refuses new ones, as an unplugged cable does. */
  cut(): Promise<void>;
  /** Lets connections through again. */
  restore(): Promise<void>;
  /** The next connection that gets more than so many response bytes is broken after them, once; null calls it off. */
  cutAfterBytes(bytes: number | null): void;
  /** How many connections were accepted so far. */
  connections(): number;
  /** Ends it. */
  close(): Promise<void>;
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the gate has no port');
  return address.port;
}

/** Starts a gate in front of a server. @param target its URL, such as `http://127.0.0.1:8080` */
export async function openNetworkGate(target: string): Promise<NetworkGate> {
  const { hostname, port: targetPort } = new URL(target);
  const sockets = new Set<Socket>();
  let accepted = 0;
  let allowance: number | null = null;

  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };

  const forward = (client: Socket) => {
    accepted += 1;
    const hub = connect(Number(targetPort), hostname);
    keep(client);
    keep(hub);
    let answered = 0;
    client.on('data', (piece) => void hub.write(piece));
    hub.on('data', (piece: Buffer) => {
      const left = allowance === null ? null : allowance - answered;
      if (left !== null && piece.length > left) {
        allowance = null;
        client.write(piece.subarray(0, left), () => client.destroy());
        hub.destroy();
        return;
      }
      answered += piece.length;
      if (!client.write(piece)) {
        hub.pause();
        client.once('drain', () => hub.resume());
      }
    });
    client.on('close', () => hub.destroy());
    hub.on('close', () => client.end());
  };

  let server = createServer(forward);
  const port = await listen(server, 0);

  const shut = async (): Promise<void> => {
    const closed = server.listening ? once(server, 'close') : Promise.resolve();
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };

  return {
    port,
    url: `http://127.0.0.1:${port}`,
    cut: shut,
    restore: async () => {
      if (server.listening) return;
      server = createServer(forward);
      await listen(server, port);
    },
    cutAfterBytes: (bytes) => {
      allowance = bytes;
    },
    connections: () => accepted,
    close: shut,
  };
}
