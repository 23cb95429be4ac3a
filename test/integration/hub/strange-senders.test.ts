import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hubError } from '#contract/hub-api.ts';
import { startTestHub, type TestHub } from '#test/support/hub.ts';

const SOCKETS = 10;
let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub({}, { headers_ms: 300, request_ms: 600, sockets: SOCKETS });
});
afterAll(() => hub.stop());

async function opened(): Promise<Socket> {
  const { hostname, port } = new URL(hub.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** Everything that comes until the hub hangs up. */
async function heardFrom(socket: Socket): Promise<string> {
  let heard = '';
  socket.on('data', (part) => (heard += part.toString('latin1')));
  await once(socket, 'close');
  return heard;
}

async function answerTo(bytes: string): Promise<{ status: number; code: string }> {
  const socket = await opened();
  const heard = heardFrom(socket);
  socket.write(bytes);
  const [head = '', body = ''] = (await heard).split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), code: hubError.parse(JSON.parse(body)).error.code };
}

describe('a sender who is no client', () => {
  it.each([
    ['bytes that are no HTTP', '\x16\x03\x01\x02\x00\r\n\r\n', 400, 'invalid-request'],
    [
      'two lengths',
      'POST /v1/enrol HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n',
      400,
      'invalid-request',
    ],
    [
      'an address that cannot be read',
      'GET /v1/imports/%ff HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
      400,
      'invalid-request',
    ],
    ['headers without an end', `GET / HTTP/1.1\r\n${'x: y\r\n'.repeat(5_000)}`, 431, 'too-large'],
  ])('with %s is told so in the shape of every other error', async (_what, bytes, status, code) => {
    expect(await answerTo(bytes)).toEqual({ status, code });
  });

  it('with headers that never end is given up', async () => {
    expect(await answerTo('GET /healthz HTTP/1.1\r\nhost: x\r\nx: ')).toEqual({ status: 408, code: 'invalid-request' });
  });

  it('with a body that never ends is answered before it, when there is no right to be here', async () => {
    const begun =
      'POST /v1/enrol HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{';
    expect(await answerTo(begun)).toEqual({ status: 401, code: 'unauthenticated' });
  });

  it('with more sockets than there are places gets none, and others are served when they are free', async () => {
    const idle = await Promise.all(Array.from({ length: SOCKETS }, opened));
    expect(await heardFrom(await opened())).toBe('');
    const gone = idle.map((socket) => once(socket, 'close'));
    for (const socket of idle) socket.destroy();
    await Promise.all(gone);
    await expect
      .poll(() =>
        fetch(`${hub.url}/healthz`).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200);
  });
});
