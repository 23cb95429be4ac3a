import { ok } from '#contract/result.ts';
import type { Receipt } from '#contract/sync.ts';
import { maxResultsPerPush, resultEnvelope } from '#contract/verdicts.ts';
import { maxEventsPerPush } from '#contract/sessions.ts';
import type { Account } from '../account.ts';
import { instantOf } from '../ports/clock.ts';
import { write } from '../storage/database.ts';
import {
  acknowledge,
  countWaiting,
  giveBack,
  type OutboxEntry,
  offerConfirmedAgain,
  park,
  takeBatch,
} from '../storage/outbox.ts';
import { markTold, waitingNotice } from '../storage/opt-outs.ts';
import { markEventsSent, offerEventsAgain, unsentLines } from '../storage/session-events.ts';
import { readSyncState } from '../storage/sync-state.ts';
import type { HubClient } from './hub-client.ts';
import { type HubRefusal, type HubResult, invalidAnswer } from './hub-http.ts';

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
  readonly #account: Account;
  readonly #hub: HubClient;
  /** How many entries still go one by one, because a request with several of them was refused as a whole. */
  #oneByOne = 0;

  constructor(account: Account, hub: HubClient) {
    this.#account = account;
    this.#hub = hub;
  }

  /** Pushes the oldest waiting results; does nothing when none wait. */
  async pushResults(): Promise<HubResult<PushEffect>> {
    const { db } = this.#account;
    if (countWaiting(db) === 0) return ok({ acknowledged: 0, parked: 0, waiting: 0 });
    const batch = write(db, (tx) => takeBatch(tx, this.#oneByOne > 0 ? 1 : maxResultsPerPush));
    const envelopes = batch.map((entry) =>
      resultEnvelope.parse({ id: entry.result_id, sha256: entry.sha256, body: entry.payload.toString('utf8') }),
    );
    const answer = await this.#hub.pushResults(envelopes);
    if (!answer.ok) return this.#refused(batch, answer);
    this.#oneByOne = Math.max(0, this.#oneByOne - 1);
    return this.#settle(batch, answer.value.receipts);
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
    const { db, ports } = this.#account;
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
