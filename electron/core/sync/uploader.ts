import { ok } from '#contract/result.ts';
import { maxParkedPerReport, maxReconciled, type Receipt } from '#contract/sync.ts';
import { maxResultsPerPush, type ResultEnvelope, resultEnvelope } from '#contract/verdicts.ts';
import { maxEventsPerPush } from '#contract/sessions.ts';
import type { Account } from '../account.ts';
import { instantOf } from '../ports/clock.ts';
import { write } from '../storage/database.ts';
import {
  acknowledge,
  countWaiting,
  forgetReceipt,
  giveBack,
  type OutboxEntry,
  markReported,
  offerConfirmedAgain,
  park,
  reportParkedAgain,
  takeBatch,
  unreconciled,
  unreportedParked,
} from '../storage/outbox.ts';
import { markTold, waitingNotice } from '../storage/opt-outs.ts';
import { markEventsSent, offerEventsAgain, unsentLines } from '../storage/session-events.ts';
import { readSyncState, setClonedDevice } from '../storage/sync-state.ts';
import type { HubClient } from './hub-client.ts';
import { type HubRefusal, type HubResult, invalidAnswer } from './hub-http.ts';

/** What uploading works on. */
type UploadPlace = Pick<Account, 'db' | 'ports' | 'credential'>;

/** What came of one push. */
export interface PushEffect {
  readonly acknowledged: number;
  readonly parked: number;
  readonly waiting: number;
}

/** Refusals of a whole request that name its content: the entry that causes it is found by sending one at a time. */
const CONTENT_TROUBLE = new Set(['invalid-request', 'too-large', 'verdict-invalid', 'verdict-hash-mismatch']);

/** Sends the outbox in order, one request at a time. Nothing is ever deleted; a refused entry is parked and later ones go on. */
export class Uploader {
  readonly #account: UploadPlace;
  readonly #hub: HubClient;
  /** How many entries still go one by one, because a request with several of them was refused as a whole. */
  #oneByOne = 0;

  constructor(account: UploadPlace, hub: HubClient) {
    this.#account = account;
    this.#hub = hub;
  }

  /** Asks which results of an earlier life the hub still has; answers whether some are left to ask for. */
  async reconcile(): Promise<HubResult<boolean>> {
    const { db } = this.#account;
    const entries = unreconciled(db, maxReconciled);
    if (entries.length === 0) return ok(false);
    const answer = await this.#hub.reconcile(entries.map(({ id, sha256 }) => ({ id, sha256 })));
    if (!answer.ok) return answer;
    const receipts = new Map(answer.value.receipts.map((receipt) => [receipt.id as string, receipt]));
    const missing = new Set<string>(answer.value.missing);
    let unanswered = 0;
    write(db, (tx) => {
      for (const { seq, id, sha256 } of entries) {
        const receipt = receipts.get(id);
        if (receipt?.sha256 === sha256 && receipt.status !== 'refused') acknowledge(tx, seq, receipt);
        else if (missing.has(id)) forgetReceipt(tx, seq);
        else unanswered += 1;
      }
    });
    if (unanswered > 0) return invalidAnswer(`${unanswered} of ${entries.length} results were not reconciled`);
    return ok(true);
  }

  /** Pushes the oldest waiting results; does nothing when none wait. */
  async pushResults(): Promise<HubResult<PushEffect>> {
    const { db } = this.#account;
    if (countWaiting(db) === 0) return ok({ acknowledged: 0, parked: 0, waiting: 0 });
    const { sendable, parked } = this.#take();
    if (sendable.length === 0) return ok({ acknowledged: 0, parked, waiting: countWaiting(db) });
    const answer = await this.#hub.pushResults(sendable.map(({ envelope }) => envelope));
    const batch = sendable.map(({ entry }) => entry);
    if (!answer.ok) return this.#refused(batch, answer);
    this.#oneByOne = Math.max(0, this.#oneByOne - 1);
    return this.#settle(batch, answer.value.receipts);
  }

  /** Marks the oldest entries as on their way. One that no request can carry is parked at once, or it would hold up all others. */
  #take(): { sendable: { entry: OutboxEntry; envelope: ResultEnvelope }[]; parked: number } {
    const { db, ports } = this.#account;
    return write(db, (tx) => {
      const sendable: { entry: OutboxEntry; envelope: ResultEnvelope }[] = [];
      const batch = takeBatch(tx, this.#oneByOne > 0 ? 1 : maxResultsPerPush);
      for (const entry of batch) {
        const { result_id: id, sha256, payload } = entry;
        const envelope = resultEnvelope.safeParse({ id, sha256, body: payload.toString('utf8') });
        if (envelope.success) sendable.push({ entry, envelope: envelope.data });
        else park(tx, entry.seq, 'too-large', `${payload.byteLength} bytes`, instantOf(ports.clock));
      }
      return { sendable, parked: batch.length - sendable.length };
    });
  }

  #refused(batch: readonly OutboxEntry[], refusal: HubRefusal): HubResult<PushEffect> {
    const { db, ports } = this.#account;
    const { code, detail } = refusal.error;
    const at = instantOf(ports.clock);
    const seqs = batch.map((entry) => entry.seq);
    const isContent = CONTENT_TROUBLE.has(code);
    write(db, (tx) => {
      if (isContent && batch[0] !== undefined && batch.length === 1) park(tx, batch[0].seq, code, detail, at);
      else giveBack(tx, seqs, ports.clock.now(), code, at);
    });
    if (!isContent) return refusal;
    ports.log('push_refused', { code, entries: batch.length });
    this.#oneByOne = batch.length === 1 ? Math.max(0, this.#oneByOne - 1) : batch.length;
    return ok({ acknowledged: 0, parked: batch.length === 1 ? 1 : 0, waiting: countWaiting(db) });
  }

  /** Takes receipts for what they name: an entry is acknowledged only when id and hash are its own. */
  #settle(batch: readonly OutboxEntry[], receipts: readonly Receipt[]): HubResult<PushEffect> {
    const { db, ports, credential } = this.#account;
    const at = instantOf(ports.clock);
    const byId = new Map(receipts.map((receipt) => [receipt.id as string, receipt]));
    let acknowledged = 0;
    let parked = 0;
    const unanswered: number[] = [];
    write(db, (tx) => {
      for (const entry of batch) {
        const receipt = byId.get(entry.result_id);
        if (receipt === undefined || receipt.sha256 !== entry.sha256) {
          unanswered.push(entry.seq);
        } else if (receipt.status === 'refused') {
          park(tx, entry.seq, receipt.reason ?? 'internal', '', at);
          parked += 1;
        } else {
          acknowledge(tx, entry.seq, receipt);
          acknowledged += 1;
        }
      }
      if (receipts.some((receipt) => receipt.device_cloned)) setClonedDevice(tx, credential.device_id);
      giveBack(tx, unanswered, ports.clock.now(), 'hub-answer-invalid', at);
      this.#noticeNewLife(tx, receipts);
    });
    if (unanswered.length > 0)
      return invalidAnswer(`${unanswered.length} of ${batch.length} results got no receipt of their own`);
    return ok({ acknowledged, parked, waiting: countWaiting(db) });
  }

  /** A receipt of another life of the hub: what earlier lives confirmed may be lost there. The pull learns of it by itself. */
  #noticeNewLife(tx: Parameters<typeof acknowledge>[0], receipts: readonly Receipt[]): void {
    const epoch = receipts[0]?.epoch;
    const known = readSyncState(tx).epoch;
    if (epoch === undefined || known === null || epoch === known) return;
    offerConfirmedAgain(tx, epoch);
    reportParkedAgain(tx);
    offerEventsAgain(tx);
  }

  /** Tells the hub of the newest opt-outs, after every verdict that was given before: what is decided is not dealt to others. */
  async pushOptOuts(): Promise<HubResult<null>> {
    const { db } = this.#account;
    const waiting = waitingNotice(db);
    if (waiting === null) return ok(null);
    const answer = await this.#hub.optOut(waiting.notice);
    if (!answer.ok) return answer;
    write(db, (tx) => markTold(tx, waiting.seq));
    return ok(null);
  }

  /** Tells the hub of parked results, so that a supervisor sees them; answers of how many. */
  async reportParked(): Promise<HubResult<number>> {
    const { db } = this.#account;
    const rows = unreportedParked(db, maxParkedPerReport);
    if (rows.length === 0) return ok(0);
    const answer = await this.#hub.reportParked(rows.map((row) => row.report));
    if (!answer.ok) return answer;
    const kept = new Set<string>(answer.value.kept);
    const told = rows.filter((row) => kept.has(row.report.id)).map((row) => row.seq);
    write(db, (tx) => markReported(tx, told));
    if (told.length < rows.length)
      return invalidAnswer(`${rows.length - told.length} parked results were not confirmed`);
    return ok(told.length);
  }

  /** Pushes the oldest unsent session events; answers how many the hub stored. */
  async pushEvents(): Promise<HubResult<number>> {
    const { db } = this.#account;
    const rows = unsentLines(db, maxEventsPerPush);
    if (rows.length === 0) return ok(0);
    const answer = await this.#hub.pushEvents(rows.map((row) => row.line));
    if (!answer.ok) return answer;
    const stored = new Set<string>(answer.value.stored);
    const sent = rows.filter((row) => stored.has(row.id)).map((row) => row.seq);
    write(db, (tx) => markEventsSent(tx, sent));
    if (sent.length < rows.length)
      return invalidAnswer(`${rows.length - sent.length} session events were not confirmed`);
    return ok(sent.length);
  }
}
