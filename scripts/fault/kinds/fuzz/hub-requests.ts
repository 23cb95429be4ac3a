import { Agent, request as send } from 'node:http';
import { connect } from 'node:net';
import type { z } from 'zod';
import { v7 } from 'uuid';
import { hubApi, hubError } from '#contract/hub-api.ts';
import type { Access } from '#contract/route.ts';
import type { Role } from '#contract/people.ts';
import { NONCE_HEADER, PROOF_HEADER } from '#contract/proof.ts';
import { makeProof } from '#core/sync/proof.ts';
import { type Device, renew } from '#scripts/lib/device.ts';
import type { Chance } from '#scripts/lib/chance.ts';
import type { FuzzHub } from './fuzz-hub.ts';
import type { Findings, TryPart } from './part.ts';
import { inputsOf, type MakeInput } from './shapes.ts';
import { spoilt } from './spoil.ts';
import { hostileText, spoiltText } from './words.ts';

const AT_ONCE = 16;
/** One in so many inputs is bytes on a socket that no client would send. */
const RAW_EVERY = 20;
const PATIENCE_MS = 90_000;
/** Tokens live for minutes; a multiple of how many are sent at once. */
const RENEW_EVERY = 100 * AT_ONCE;

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly nonce: string | null;
}

interface RouteMaker {
  readonly method: string;
  readonly path: string;
  readonly access: Access;
  readonly params: MakeInput | null;
  readonly query: MakeInput | null;
  readonly body: MakeInput | null;
}

interface Asking {
  readonly url: string;
  readonly route: RouteMaker;
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Who really asks; null: nobody that the hub knows. */
  readonly role: Role | null;
}

interface Route {
  readonly method: string;
  readonly path: string;
  readonly access: Access;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
}

const makerOf = (schema: z.ZodType | undefined, known: Record<string, readonly unknown[]>): MakeInput | null =>
  schema === undefined ? null : inputsOf(schema, known);

function routesOf(known: Record<string, readonly unknown[]>): readonly RouteMaker[] {
  return Object.values(hubApi as Readonly<Record<string, Route>>)
    .filter(({ path }) => path !== hubApi.signOut.path)
    .map(({ method, path, access, params, query, body }) => ({
      method,
      path,
      access,
      params: makerOf(params, known),
      query: makerOf(query, known),
      body: makerOf(body, known),
    }));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** The path with its parameters, and the query, as a client or an attacker would write them. */
function targetOf(route: RouteMaker, chance: Chance): string {
  const maybe = (make: MakeInput | null): Record<string, unknown> => {
    const made = make?.(chance) ?? {};
    const value = chance.often(0.4) ? spoilt(made, chance) : made;
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  };
  const params = maybe(route.params);
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) =>
    chance.often(0.8)
      ? encodeURIComponent(
          textOf(params[name])
            .slice(0, 2_000)
            .replaceAll(/\p{Surrogate}/gu, ''),
        )
      : '..%2f..',
  );
  const query = Object.entries(maybe(route.query)).map(([name, value]) => [name, textOf(value).slice(0, 4_000)]);
  const target = query.length === 0 ? path : `${path}?${new URLSearchParams(query).toString()}`;
  return chance.often(0.1) ? encodeURI(spoiltText(target, chance).replaceAll(/\p{Surrogate}|\s|\0/gu, '')) : target;
}

function bodyOf(route: RouteMaker, chance: Chance): string | null {
  if (route.body === null) return chance.often(0.1) ? hostileText(chance) : null;
  const value = route.body(chance);
  if (chance.often(0.05)) return '['.repeat(20_000) + ']'.repeat(20_000);
  const text = JSON.stringify(chance.often(0.6) ? spoilt(value, chance) : value) ?? '';
  return chance.often(0.15) ? spoiltText(text, chance) : text;
}

/** The devices that ask, and the newest nonce of the hub. */
interface Askers {
  readonly devices: Readonly<Record<Role, Device>>;
  nonce: string | null;
}

const wrongTokens = [
  '',
  'DPoP',
  'DPoP x',
  'Bearer x',
  `DPoP ${'y'.repeat(43)}`,
  'Basic eDp4',
  `DPoP ${'z'.repeat(5_000)}`,
];
const types = [
  ...Array.from({ length: 4 }, () => 'application/json'),
  'text/plain',
  'application/xml',
  'application/json; charset=utf-16',
];
const ranges = ['bytes=0-', 'bytes=9-1', 'items=0-1', `bytes=${'9'.repeat(50)}-`];

/** What says who asks: mostly a good token and proof, now and then spoilt ones. */
async function rightsOf(
  url: string,
  method: string,
  target: string,
  asker: Device | null,
  nonce: string | null,
  chance: Chance,
) {
  if (asker === null) return { authorization: chance.pick(wrongTokens), [PROOF_HEADER]: hostileHeader(chance) };
  const token = asker.tokens.access_token;
  const proven = { method, url: url + target, token, nonce, id: v7(), now: Date.now() };
  return { authorization: `DPoP ${token}`, [PROOF_HEADER]: await makeProof(asker.key, proven) };
}

/** Header values that Node lets pass. */
const hostileHeader = (chance: Chance): string =>
  hostileText(chance)
    .slice(0, 5_000)
    .replaceAll(/[^\x20-\x7e]/g, '');

async function askingOf(url: string, route: RouteMaker, askers: Askers, chance: Chance): Promise<Asking> {
  const role = chance.pick<Role | null>(['reviewer', 'reviewer', 'supervisor', 'supervisor', null]);
  const method = chance.often(0.9)
    ? route.method
    : chance.pick(['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']);
  const target = targetOf(route, chance);
  const body = bodyOf(route, chance);
  const asker = role === null ? null : askers.devices[role];
  const headers = {
    ...(await rightsOf(url, method, target, asker, askers.nonce, chance)),
    ...(body === null ? {} : { 'content-type': chance.pick(types), 'content-length': String(Buffer.byteLength(body)) }),
    ...(chance.often(0.1) ? { range: chance.pick(ranges) } : {}),
    ...(chance.often(0.05) ? { 'content-encoding': 'gzip' } : {}),
  };
  return { url, route, method, target, headers, body, role };
}

function ask({ url, method, target, headers, body }: Asking, agent: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const going = send({ hostname, port, method, path: target, headers, agent, timeout: PATIENCE_MS }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          type: answer.headers['content-type'] ?? '',
          body: Buffer.concat(parts).toString('utf8'),
          nonce: String(answer.headers[NONCE_HEADER] ?? '') || null,
        }),
      );
    });
    going.on('timeout', () => going.destroy(new Error('no answer in time')));
    going.on('error', reject);
    going.end(body ?? undefined);
  });
}

const mayAsk = (access: Access, role: Role | null): boolean =>
  access === 'public' || (role !== null && (access === 'enrolled' || access.includes(role)));

/** Words of a program that speaks about its own inside. */
const inside = /\bat \S+ \(|node_modules|\/server\/|\.ts:\d|select .* from |syntax error at|violates .* constraint/i;

function judge(asking: Asking, answer: Answer, findings: Findings): void {
  const about = { ...asking, route: asking.route.path, answer: { ...answer, body: answer.body.slice(0, 200) } };
  if (answer.status >= 500) findings.crash(`${asking.method} ${asking.route.path}: status ${answer.status}`, about);
  if (inside.test(answer.body)) findings.escape('the hub speaks about its inside', about);
  const isOwnRoute = asking.target.split('?')[0] === asking.route.path && asking.method === asking.route.method;
  if (isOwnRoute && answer.status < 300 && !mayAsk(asking.route.access, asking.role))
    findings.escape('somebody without the right was answered', about);
  if (answer.status < 400 || asking.method === 'HEAD') return;
  const isOurs = answer.type.startsWith('application/json') && hubError.safeParse(JSON.parse(answer.body)).success;
  if (!isOurs)
    findings.crash(`status ${answer.status} without the agreed shape`, {
      ...about.answer,
      asked: `${asking.method} ${asking.target}`,
    });
}

const rawRequests = [
  'GET / HTTP/9.9\r\n\r\n',
  'GET /healthz HTTP/1.1\r\n\r\n',
  'POST /v1/enrol HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nabcdef',
  'POST /v1/enrol HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /v1/people HTTP/1.1\r\nhost: x\r\n\r\n',
  'POST /v1/enrol HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
  `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nhost: x\r\n\r\n`,
  `GET / HTTP/1.1\r\nhost: x\r\n${'x: y\r\n'.repeat(10_000)}\r\n`,
  'GET /%ff%fe HTTP/1.1\r\nhost: x\r\n\r\n',
  'GET http://169.254.169.254/ HTTP/1.1\r\nhost: x\r\n\r\n',
  'CONNECT example.com:443 HTTP/1.1\r\nhost: x\r\n\r\n',
  'GET / HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n',
  '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
];

/** Bytes on a socket: whatever the hub thinks of them, it must not tell of its inside, nor answer two requests for one. */
function askRaw(url: string, chance: Chance, findings: Findings): Promise<void> {
  const bytes = chance.often(0.5) ? chance.pick(rawRequests) : spoiltText(chance.pick(rawRequests), chance);
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect(Number(port), hostname, () => socket.end(Buffer.from(bytes, 'latin1')));
    socket.setTimeout(PATIENCE_MS, () => {
      findings.crash('a socket without an end', bytes.slice(0, 200));
      socket.destroy();
    });
    socket.on('data', (part) => (heard += part.toString('latin1')));
    // The hub may well hang up on this.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (/^HTTP\/1\.1 5/m.test(heard)) findings.crash('a raw request answered with 5xx', bytes.slice(0, 200));
      if (inside.test(heard)) findings.escape('the hub speaks about its inside', heard.slice(0, 500));
      resolve();
    });
  });
}

async function knownOf(hub: FuzzHub): Promise<Record<string, readonly unknown[]>> {
  const { person } = await hub.addDevice('bilingual_reviewer');
  return { person_id: [person.id], assignees: [[person.id]], assignee: [person.id], sha256: ['a'.repeat(64)] };
}

const devicesOf = async (hub: FuzzHub): Promise<Readonly<Record<Role, Device>>> => ({
  reviewer: await hub.addDevice('reviewer'),
  bilingual_reviewer: await hub.addDevice('bilingual_reviewer'),
  supervisor: await hub.addDevice('supervisor'),
});

/** Requests to every route of a real hub over real HTTP, by nobody, a reviewer and a supervisor. */
export const tryHubRequests: TryPart = async ({ count, chance, findings, hub: openHub }) => {
  const hub = await openHub();
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  try {
    const routes = routesOf(await knownOf(hub));
    const askers: Askers = { devices: await devicesOf(hub), nonce: null };
    const one = async (): Promise<void> => {
      if (chance.int(RAW_EVERY) === 0) return askRaw(hub.url, chance, findings);
      const asking = await askingOf(hub.url, chance.pick(routes), askers, chance);
      try {
        const answer = await ask(asking, agent);
        askers.nonce = answer.nonce ?? askers.nonce;
        judge(asking, answer, findings);
      } catch (error) {
        // Node refuses some requests before they leave, and the hub hangs up on bodies it will not read.
        const code = (error as NodeJS.ErrnoException).code ?? '';
        if (!/^(ERR_|ECONNRESET|EPIPE|HPE_)/.test(code)) findings.crash(`no answer: ${String(error)}`, asking.target);
      }
    };
    for (let tried = 0; tried < count; tried += AT_ONCE) {
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - tried) }, one));
      if (tried % RENEW_EVERY === 0) for (const device of Object.values(askers.devices)) await renew(hub.url, device);
    }
    const alive = await fetch(hub.url + hubApi.readiness.path);
    if (alive.status !== 200) findings.crash('the hub is not ready afterwards', alive.status);
    return count;
  } finally {
    agent.destroy();
  }
};
