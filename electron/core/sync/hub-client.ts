import { z } from 'zod';
import type { OptOutNotice, optOutAnswer } from '#contract/care.ts';
import type { consistencyProof, HubLogState } from '#contract/audit.ts';
import type { Device } from '#contract/devices.ts';
import { hubApi } from '#contract/hub-api.ts';
import type { ResultId, SessionEventId } from '#contract/ids.ts';
import type { Enrolment } from '#contract/people.ts';
import type { SessionLogFormat, SessionLogQuery } from '#contract/sessions.ts';
import {
  changesMediaType,
  type Oversight,
  type ParkedReport,
  type Receipt,
  type Reconciled,
  type ReconcileEntry,
} from '#contract/sync.ts';
import type { ResultEnvelope } from '#contract/verdicts.ts';
import { DeviceSession, type Pass, type SessionPorts, type SessionRequest } from './device-session.ts';
import {
  type HubResult,
  invalidAnswer,
  isOfType,
  type OpenAnswer,
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
  signInOptions(): Promise<HubResult<z.output<typeof hubApi.signInOptions.response>>>;
  beginSignIn(
    body: z.output<typeof hubApi.beginSignIn.body>,
  ): Promise<HubResult<z.output<typeof hubApi.beginSignIn.response>>>;
  finishSignIn(attempt: string, body: z.output<typeof hubApi.finishSignIn.body>): Promise<HubResult<Enrolment>>;
  signOut(): Promise<HubResult<unknown>>;
  /** A page of the change log as it came; its lines are checked by whoever applies them. `onSent` hears when the request has left. */
  changes(cursor: string | null, limit: number, onSent?: () => void): Promise<HubResult<Buffer>>;
  pushResults(results: readonly ResultEnvelope[]): Promise<HubResult<{ receipts: Receipt[] }>>;
  /** Which of these the hub has, after it began another life. */
  reconcile(results: readonly ReconcileEntry[]): Promise<HubResult<Reconciled>>;
  /** Another device id with tokens for another key, because a copy of this device is at work elsewhere. */
  registerAnew(key_thumbprint: string): Promise<HubResult<Enrolment>>;
  /** Tells of results that cannot be delivered. */
  reportParked(results: readonly ParkedReport[]): Promise<HubResult<{ kept: ResultId[] }>>;
  /** What a supervisor is to look at. */
  oversight(): Promise<HubResult<Oversight>>;
  /** Every device, for supervisors. */
  listDevices(): Promise<HubResult<Device[]>>;
  /** Takes a device out of use, for supervisors. */
  revokeDevice(device_id: string, reason: string): Promise<HubResult<Device>>;
  pushEvents(lines: readonly string[]): Promise<HubResult<{ stored: SessionEventId[] }>>;
  /** Tells what the person does not want to see; the hub deals their items to others. */
  optOut(notice: OptOutNotice): Promise<HubResult<z.output<typeof optOutAnswer>>>;
  /** The newest signed head of the hub's audit. */
  auditHead(): Promise<HubResult<HubLogState>>;
  /** Proves that the audit of `to` entries begins with that of `from`. */
  auditConsistency(from: number, to: number): Promise<HubResult<z.output<typeof consistencyProof>>>;
  /** A clip from a byte on; status 200, 206 or 416, the body still to be read. */
  object(sha256: string, from: number): Promise<HubResult<OpenAnswer>>;
  /** The session log as a stream. */
  sessionLog(query: SessionLogQuery & { format: SessionLogFormat }): Promise<HubResult<OpenAnswer>>;
  /** The device is about to forget its credential: new tokens are used but not kept any more. */
  leave(): void;
  /** Ends everything in flight; later requests fail at once. */
  stop(): void;
}

interface JsonRoute {
  readonly method: string;
  readonly path: string;
  readonly response: z.ZodType;
}

type Init = Omit<SessionRequest, 'path' | 'headers'> & Partial<Pick<SessionRequest, 'headers'>>;

/** The hub over HTTP. */
class HttpHubClient implements HubClient {
  readonly #ports: SessionPorts;
  readonly #session: DeviceSession;
  readonly #stopping = new AbortController();

  constructor(ports: SessionPorts, hubUrl: string, pass: Pass) {
    this.#ports = ports;
    this.#session = new DeviceSession(ports, hubUrl, pass);
  }

  enrol(body: { code: string; device_name: string; app_version: string }) {
    return this.#json(hubApi.enrol, body);
  }

  signInOptions() {
    return this.#json(hubApi.signInOptions, null);
  }

  beginSignIn(body: z.output<typeof hubApi.beginSignIn.body>) {
    return this.#json(hubApi.beginSignIn, body);
  }

  finishSignIn(attempt: string, body: z.output<typeof hubApi.finishSignIn.body>) {
    const path = hubApi.finishSignIn.path.replace(':attempt_id', encodeURIComponent(attempt));
    return this.#json({ ...hubApi.finishSignIn, path }, body);
  }

  signOut() {
    return this.#json(hubApi.signOut, {});
  }

  pushResults(results: readonly ResultEnvelope[]) {
    return this.#json(hubApi.pushResults, { results });
  }

  reconcile(results: readonly ReconcileEntry[]) {
    return this.#json(hubApi.reconcile, { results });
  }

  registerAnew(key_thumbprint: string) {
    return this.#json(hubApi.registerAnew, { key_thumbprint });
  }

  reportParked(results: readonly ParkedReport[]) {
    return this.#json(hubApi.reportParked, { results });
  }

  async oversight(): Promise<HubResult<Oversight>> {
    const conflicts = await this.#json(hubApi.listConflicts, null);
    if (!conflicts.ok) return conflicts;
    const parked = await this.#json(hubApi.listParked, null);
    return parked.ok ? { ok: true, value: { conflicts: conflicts.value, parked: parked.value } } : parked;
  }

  listDevices() {
    return this.#json(hubApi.listDevices, null);
  }

  revokeDevice(device_id: string, reason: string) {
    const path = hubApi.revokeDevice.path.replace(':device_id', device_id);
    return this.#json({ ...hubApi.revokeDevice, path }, { reason });
  }

  pushEvents(lines: readonly string[]) {
    return this.#json(hubApi.pushSessionEvents, { lines });
  }

  optOut(notice: OptOutNotice) {
    return this.#json(hubApi.optOut, notice);
  }

  auditHead() {
    return this.#json(hubApi.auditHead, null);
  }

  auditConsistency(from: number, to: number) {
    const path = `${hubApi.auditConsistency.path}?from=${from}&to=${to}`;
    return this.#json({ ...hubApi.auditConsistency, path }, null);
  }

  async changes(cursor: string | null, limit: number, onSent?: () => void): Promise<HubResult<Buffer>> {
    const query = new URLSearchParams({ ...(cursor === null ? {} : { cursor }), limit: String(limit) });
    const sent = onSent === undefined ? {} : { onSent };
    const answer = await this.#stream(`${hubApi.changes.path}?${query.toString()}`, LONG_PATIENCE, sent, [200]);
    if (!answer.ok) return answer;
    if (!isOfType(answer.value, changesMediaType)) return refuseType(answer.value);
    return readAll(answer.value, PAGE_LIMIT);
  }

  object(sha256: string, from: number): Promise<HubResult<OpenAnswer>> {
    const headers: Record<string, string> = from > 0 ? { range: `bytes=${from}-`, 'if-range': `"${sha256}"` } : {};
    return this.#stream(hubApi.object.path.replace(':sha256', sha256), PATIENCE, { headers }, [200, 206, 416]);
  }

  sessionLog(query: SessionLogQuery & { format: SessionLogFormat }): Promise<HubResult<OpenAnswer>> {
    const { from, to, reviewers, format } = query;
    const some = reviewers.length === 0 ? {} : { reviewers: reviewers.join(',') };
    const parameters = new URLSearchParams({ from, to, format, ...some });
    return this.#stream(`${hubApi.exportSessionLog.path}?${parameters.toString()}`, LONG_PATIENCE, {}, [200]);
  }

  leave(): void {
    this.#session.leave();
  }

  stop(): void {
    this.#stopping.abort();
  }

  #request(path: string, init: Init, patience: Patience): Promise<HubResult<OpenAnswer>> {
    return this.#session.send({ headers: {}, ...init, path }, patience, this.#stopping.signal);
  }

  /** @param body null for none */
  async #json<Route extends JsonRoute>(route: Route, body: unknown): Promise<HubResult<z.output<Route['response']>>> {
    const sent = body === null ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await this.#request(route.path, { method: route.method, ...sent }, PATIENCE);
    if (!answer.ok) return answer;
    if (answer.value.status !== 200) return readRefusal(this.#ports, answer.value);
    if (!isOfType(answer.value, 'application/json')) return refuseType(answer.value);
    const read = await readAll(answer.value, JSON_LIMIT);
    if (!read.ok) return read;
    const parsed = route.response.safeParse(parseJson(read.value.toString('utf8')));
    return parsed.success
      ? { ok: true, value: parsed.data as z.output<Route['response']> }
      : invalidAnswer(`${route.path}: ${z.prettifyError(parsed.error).slice(0, 500)}`);
  }

  async #stream(
    path: string,
    patience: Patience,
    more: Omit<Init, 'method'>,
    good: readonly number[],
  ): Promise<HubResult<OpenAnswer>> {
    const answer = await this.#request(path, { method: 'GET', ...more }, patience);
    if (!answer.ok || good.includes(answer.value.status)) return answer;
    return readRefusal(this.#ports, answer.value);
  }
}

/** A client for one hub. @param pass what the device shows: its credential, or before enrolment its key */
export function createHubClient(ports: SessionPorts, hubUrl: string, pass: Pass): HubClient {
  return new HttpHubClient(ports, hubUrl, pass);
}

function refuseType(answer: OpenAnswer): HubResult<never> {
  answer.close();
  return invalidAnswer(`status ${answer.status} came as ${answer.headers.get('content-type') ?? 'nothing named'}`);
}
