import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { changesMediaType, type Receipt } from '#contract/sync.ts';
import type { ResultEnvelope } from '#contract/verdicts.ts';

/** One request that a scripted hub got. */
export interface Asked {
  readonly path: string;
  readonly cursor: string | null;
  readonly results: readonly ResultEnvelope[];
}

/** A hub that says whatever the test wants, also what no real hub says. */
export interface ScriptedHub {
  readonly url: string;
  readonly asked: Asked[];
  close(): void;
}

/** Answers as a hub does; overridden where a test wants something else. Return true when the response was given. */
export type Script = (asked: Asked, response: ServerResponse) => boolean;

/** A page of the change log. */
export function pageOf(
  changes: readonly { kind: string; op: string; id: string; body: unknown }[],
  head: object = {},
): string {
  const first = { epoch: 'first', cursor: 'c', more: false, count: changes.length, ...head };
  const lines = changes.map(({ body, ...change }, index) => {
    const head = { seq: index + 1, ...change };
    if (change.kind !== 'item' || change.op !== 'put') return `${JSON.stringify(head)}\t${JSON.stringify(body)}`;
    const { record, ...facts } = body as { record: { subject?: { language?: string } } };
    const about = { language: record.subject?.language ?? null, violation_type: null, subject_id: null };
    return [{ ...head, about }, facts, record].map((part) => JSON.stringify(part)).join('\t');
  });
  return [JSON.stringify(first), ...lines, ''].join('\n');
}

/** A receipt for an envelope. */
export function receiptFor(envelope: ResultEnvelope, over: Partial<Receipt> = {}): Receipt {
  const { id, sha256 } = envelope;
  const received_at = '2026-05-02T18:00:00.000Z';
  return {
    id,
    sha256,
    status: 'stored',
    server_seq: 1,
    effective: true,
    epoch: 'first',
    received_at,
    reason: null,
    device_cloned: false,
    ...over,
  };
}

/** Answers with JSON. */
export function answer(response: ServerResponse, status: number, body: unknown): true {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  return true;
}

/** Answers with the hub's error shape. */
export const refuse = (response: ServerResponse, status: number, code: string): true =>
  answer(response, status, { error: { code, detail: '', params: {} }, request_id: 'r' });

/** Answers with a page of changes. */
export function givePage(response: ServerResponse, text: string): true {
  response.writeHead(200, { 'content-type': changesMediaType }).end(text);
  return true;
}

function answerAsAHub(
  asked: Asked,
  body: { lines?: string[]; results?: { id: string }[] },
  response: ServerResponse,
): unknown {
  if (asked.path === '/v1/results')
    return answer(response, 200, { receipts: asked.results.map((each) => receiptFor(each)) });
  if (asked.path === '/v1/reconcile')
    return answer(response, 200, { receipts: [], missing: (body.results ?? []).map((each) => each.id) });
  if (asked.path === '/v1/parked-results')
    return answer(response, 200, { kept: (body.results ?? []).map((each) => each.id) });
  if (asked.path === '/v1/session-events')
    return answer(response, 200, { stored: (body.lines ?? []).map((line) => (JSON.parse(line) as { id: string }).id) });
  return givePage(response, pageOf([]));
}

/** Starts a scripted hub. */
export async function startScriptedHub(script: Script): Promise<ScriptedHub> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const url = new URL(request.url ?? '', 'http://hub');
      const text = Buffer.concat(pieces).toString('utf8');
      const body = (text === '' ? {} : JSON.parse(text)) as { results?: ResultEnvelope[]; lines?: string[] };
      const one = { path: url.pathname, cursor: url.searchParams.get('cursor'), results: body.results ?? [] };
      asked.push(one);
      if (!script(one, response)) answerAsAHub(one, body, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
