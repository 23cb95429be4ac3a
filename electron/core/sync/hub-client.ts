import { z } from 'zod';
import { hubApi } from '#contract/hub-api.ts';
import type { SessionEventId } from '#contract/ids.ts';
import type { Enrolment, Person } from '#contract/people.ts';
import type { SessionEvent, SessionLogFormat, SessionLogQuery } from '#contract/sessions.ts';
import { changesMediaType, type Receipt } from '#contract/sync.ts';
import type { ResultEnvelope } from '#contract/verdicts.ts';
import {
  type HttpPorts,
  type HubResult,
  invalidAnswer,
  isOfType,
  type OpenAnswer,
  open,
  type Patience,
  parseJson,
  readAll,
  readRefusal,
} from './hub-http.ts';

const PATIENCE: Patience = { answer_ms: 15_000, silence_ms: 15_000 };
/** The hub begins an export or a page only when it has the first rows. */
const LONG_PATIENCE: Patience = { answer_ms: 60_000, silence_ms: 30_000 };
const JSON_LIMIT = 16 * 1024 * 1024;
const PAGE_LIMIT = 256 * 1024 * 1024;

/** The hub as the core sees it. Every answer is checked for status, media type and shape before anybody acts on it. */
export interface HubClient {
  enrol(body: { code: string; device_name: string; app_version: string }): Promise<HubResult<Enrolment>>;
  signOut(): Promise<HubResult<unknown>>;
  /** A page of the change log as text; its lines are checked by whoever applies them. */
  changes(cursor: string | null, limit: number): Promise<HubResult<string>>;
  pushResults(results: readonly ResultEnvelope[]): Promise<HubResult<{ receipts: Receipt[] }>>;
  pushEvents(events: readonly SessionEvent[]): Promise<HubResult<{ stored: SessionEventId[] }>>;
  people(): Promise<HubResult<Person[]>>;
  /** A clip from a byte on; status 200, 206 or 416, the body still to be read. */
  object(sha256: string, from: number): Promise<HubResult<OpenAnswer>>;
  /** The session log as a stream. */
  sessionLog(query: SessionLogQuery & { format: SessionLogFormat }): Promise<HubResult<OpenAnswer>>;
  /** Ends everything in flight; later requests fail at once. */
  stop(): void;
}

interface JsonRoute {
  readonly method: string;
  readonly path: string;
  readonly response: z.ZodType;
}

/** A client for one hub. @param token the device's bearer token; null before enrolment */
export function createHubClient(ports: HttpPorts, hubUrl: string, token: string | null): HubClient {
  const stopping = new AbortController();
  const base = hubUrl.replace(/\/+$/, '');
  const authorization: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };

  const request = (
    path: string,
    init: { method: string; headers?: Record<string, string>; body?: string },
    patience: Patience,
  ) => open(ports, base + path, { ...init, headers: { ...authorization, ...init.headers } }, patience, stopping.signal);

  async function json<Route extends JsonRoute>(
    route: Route,
    body?: unknown,
  ): Promise<HubResult<z.output<Route['response']>>> {
    const init =
      body === undefined
        ? { method: route.method }
        : { method: route.method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await request(route.path, init, PATIENCE);
    if (!answer.ok) return answer;
    if (answer.value.status !== 200) return readRefusal(ports, answer.value);
    if (!isOfType(answer.value, 'application/json')) return refuseType(answer.value);
    const read = await readAll(answer.value, JSON_LIMIT);
    if (!read.ok) return read;
    const parsed = route.response.safeParse(parseJson(read.value.toString('utf8')));
    return parsed.success
      ? { ok: true, value: parsed.data as z.output<Route['response']> }
      : invalidAnswer(`${route.path}: ${z.prettifyError(parsed.error).slice(0, 500)}`);
  }

  async function stream(path: string, patience: Patience, headers: Record<string, string>, good: readonly number[]) {
    const answer = await request(path, { method: 'GET', headers }, patience);
    if (!answer.ok || good.includes(answer.value.status)) return answer;
    return readRefusal(ports, answer.value);
  }

  return {
    enrol: (body) => json(hubApi.enrol, body),
    signOut: () => json(hubApi.signOut, {}),
    pushResults: (results) => json(hubApi.pushResults, { results }),
    pushEvents: (events) => json(hubApi.pushSessionEvents, { events }),
    people: () => json(hubApi.listPeople),
    async changes(cursor, limit) {
      const query = new URLSearchParams({ ...(cursor === null ? {} : { cursor }), limit: String(limit) });
      const answer = await stream(`${hubApi.changes.path}?${query.toString()}`, LONG_PATIENCE, {}, [200]);
      if (!answer.ok) return answer;
      if (!isOfType(answer.value, changesMediaType)) return refuseType(answer.value);
      const read = await readAll(answer.value, PAGE_LIMIT);
      return read.ok ? { ok: true, value: read.value.toString('utf8') } : read;
    },
    object: (sha256, from) =>
      stream(
        hubApi.object.path.replace(':sha256', sha256),
        PATIENCE,
        from > 0 ? { range: `bytes=${from}-`, 'if-range': `"${sha256}"` } : {},
        [200, 206, 416],
      ),
    sessionLog(query) {
      const { from, to, reviewers, format } = query;
      const parameters = new URLSearchParams({
        from,
        to,
        format,
        ...(reviewers.length === 0 ? {} : { reviewers: reviewers.join(',') }),
      });
      return stream(`${hubApi.exportSessionLog.path}?${parameters.toString()}`, LONG_PATIENCE, {}, [200]);
    },
    stop: () => stopping.abort(),
  };
}

function refuseType(answer: OpenAnswer): HubResult<never> {
  answer.close();
  return invalidAnswer(`status ${answer.status} came as ${answer.headers.get('content-type') ?? 'nothing named'}`);
}
