import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type FetchInit, systemFetch } from '#core/ports/network.ts';

const BODY = Buffer.alloc(64 * 1024, 'a');
let server: Server | null = null;

/** Somebody who answers every request with these bytes and, if so, hangs up; tells how many connections were made. */
async function answering(head: readonly string[], body: Buffer, after: (socket: Socket) => void) {
  let connections = 0;
  server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined);
    socket.on('data', () => {
      socket.write(`${head.join('\r\n')}\r\n\r\n`);
      socket.write(body);
      after(socket);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}/`, connections: () => connections };
}

const asking = (signal = new AbortController().signal): FetchInit => ({ method: 'GET', headers: {}, signal });

afterEach(() => {
  server?.close();
});

describe('the way out of the device', () => {
  it('gives the whole body to a slow reader although the other side has hung up long ago', async () => {
    const head = ['HTTP/1.1 200 OK', `content-length: ${BODY.length}`, 'connection: close'];
    const { url } = await answering(head, BODY, (socket) => socket.end());
    const response = await systemFetch(url, asking());
    // Node's own fetch ends the process here.
    await pause(300);
    expect(Buffer.from(await response.arrayBuffer()).equals(BODY)).toBe(true);
  });

  it('lets an answer that nobody reads be hung up on', async () => {
    const head = ['HTTP/1.1 200 OK', `content-length: ${BODY.length}`, 'connection: close'];
    const { url } = await answering(head, BODY, (socket) => socket.end());
    const abort = new AbortController();
    const response = await systemFetch(url, asking(abort.signal));
    await pause(300);
    abort.abort();
    await pause(50);
    expect(response.status).toBe(200);
  });

  it('says of a body that breaks off that it broke off', async () => {
    const head = ['HTTP/1.1 200 OK', `content-length: ${BODY.length}`];
    const { url } = await answering(head, BODY.subarray(0, 1_000), (socket) => socket.destroySoon());
    const response = await systemFetch(url, asking());
    await expect(response.arrayBuffer()).rejects.toThrow('aborted');
  });

  it('ends a body that is called off in the middle', async () => {
    const head = ['HTTP/1.1 200 OK', `content-length: ${BODY.length}`];
    const { url } = await answering(head, BODY.subarray(0, 1_000), () => undefined);
    const abort = new AbortController();
    const response = await systemFetch(url, asking(abort.signal));
    const body = response.arrayBuffer();
    abort.abort();
    await expect(body).rejects.toThrow('aborted');
  });

  it('follows no redirect', async () => {
    const head = ['HTTP/1.1 302 Found', 'location: http://127.0.0.1:1/', 'content-length: 0'];
    const { url, connections } = await answering(head, Buffer.alloc(0), () => undefined);
    const response = await systemFetch(url, asking());
    expect(response.status).toBe(302);
    expect(connections()).toBe(1);
  });

  it('uses a connection again when the answer was read to its end', async () => {
    const head = ['HTTP/1.1 200 OK', 'content-length: 2'];
    const { url, connections } = await answering(head, Buffer.from('ok'), () => undefined);
    for (let asked = 0; asked < 3; asked += 1) {
      const abort = new AbortController();
      expect(await (await systemFetch(url, asking(abort.signal))).text()).toBe('ok');
      abort.abort();
    }
    expect(connections()).toBe(1);
  });

  it('refuses what is no address for it, and a status that no server gives', async () => {
    await expect(systemFetch('file:///etc/passwd', asking())).rejects.toThrow('Protocol');
    const { url } = await answering(['HTTP/1.1 999 What', 'content-length: 0'], Buffer.alloc(0), () => undefined);
    await expect(systemFetch(url, asking())).rejects.toThrow('status');
  });
});
