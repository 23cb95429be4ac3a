import type { PoolClient } from 'pg';
import type { Failure } from '#contract/result.ts';
import type { Receipt } from '#contract/sync.ts';
import type { ResultEnvelope } from '#contract/verdicts.ts';
import { effectiveResult } from '#domain/batches/effective-result.ts';
import type { HubContext } from '../context.ts';
import type { Caller } from '../storage/devices.ts';
import { inTransaction } from '../storage/open.ts';
import {
  type Alarm,
  findResults,
  insertAlarms,
  insertResults,
  type LockedItem,
  lockItems,
  type NewResult,
  type StoredResult,
  setEffective,
} from '../storage/results.ts';
import { recordStored } from './audit/stored.ts';
import { type ReadResult, readResult } from './read-results.ts';

/** What became of one entry of a push. */
type Outcome =
  | { readonly kind: 'refused'; readonly envelope: ResultEnvelope; readonly error: Failure }
  | { readonly kind: 'duplicate'; readonly envelope: ResultEnvelope }
  | { readonly kind: 'new'; readonly envelope: ResultEnvelope; readonly read: ReadResult; readonly inTurn: boolean };

const refused = (envelope: ResultEnvelope, code: Failure['code'], detail: string): Outcome => ({
  kind: 'refused',
  envelope,
  error: { code, detail, params: {} },
});

/** Judges a readable entry against its item and against what is stored or came earlier in the push under the same id. */
function judge(read: ReadResult, caller: Caller, item: LockedItem | undefined, knownSha: string | undefined): Outcome {
  const { envelope, document } = read;
  if (knownSha !== undefined) {
    if (knownSha === envelope.sha256) return { kind: 'duplicate', envelope };
    return refused(envelope, 'verdict-bytes-differ', `stored under this id: sha256 ${knownSha}`);
  }
  const mine = item !== undefined && (item.assignee === caller.person.id || item.was_theirs);
  // An item that was never this person's is as unknown to them as one that does not exist.
  if (!mine) return refused(envelope, 'verdict-item-unknown', `no item ${document.item_id} for this person`);
  if (item.batch_id !== document.batch_id || item.record_id !== document.record_id || document.round > item.round) {
    return refused(envelope, 'verdict-invalid', 'batch, record or round are not those of the item');
  }
  const inTurn = item.assignee === caller.person.id && document.round === item.round;
  return { kind: 'new', envelope, read, inTurn };
}

const roundKey = (itemId: string, round: number): string => `${itemId}/${round}`;

/** Which results count once the new ones are there, for every item and round that they touch. */
function chooseEffective(stored: readonly StoredResult[], fresh: readonly (Outcome & { kind: 'new' })[]): Set<string> {
  const byRound = new Map<string, Parameters<typeof effectiveResult>[0][number][]>();
  const add = (key: string, result: Parameters<typeof effectiveResult>[0][number]): void => {
    const known = byRound.get(key);
    if (known === undefined) byRound.set(key, [result]);
    else known.push(result);
  };
  for (const result of stored) add(roundKey(result.item_id, result.round), result);
  for (const { read, inTurn } of fresh) {
    const { id, device_id, device_seq, supersedes, item_id, round } = read.document;
    add(roundKey(item_id, round), { id, device_id, device_seq, supersedes, in_turn: inTurn });
  }
  const winners = [...byRound.values()].map((results) => effectiveResult(results));
  return new Set(winners.filter((id) => id !== null));
}

/** Somebody else stored one of the ids at the same moment; the push is judged again from the start. */
class Collision extends Error {}

interface Stored {
  readonly outcomes: readonly Outcome[];
  /** What is stored under each id of the push. */
  readonly rows: ReadonlyMap<string, { readonly server_seq: number; readonly received_at: Date }>;
  readonly effective: ReadonlySet<string>;
}

function judgeAll(
  entries: readonly (ReadResult | Outcome)[],
  caller: Caller,
  items: ReadonlyMap<string, LockedItem>,
  shaOf: Map<string, string>,
): Outcome[] {
  return entries.map((entry) => {
    if ('kind' in entry) return entry;
    const outcome = judge(entry, caller, items.get(entry.document.item_id), shaOf.get(entry.envelope.id));
    if (outcome.kind === 'new') shaOf.set(entry.envelope.id, entry.envelope.sha256);
    return outcome;
  });
}

async function store(
  client: PoolClient,
  hub: HubContext,
  entries: readonly (ReadResult | Outcome)[],
  caller: Caller,
  now: Date,
): Promise<Stored> {
  const documents = entries.flatMap((entry) => ('kind' in entry ? [] : [entry.document]));
  const itemIds = [...new Set(documents.map((document) => document.item_id))];
  const items = new Map((await lockItems(client, itemIds, caller.person.id)).map((item) => [item.id, item]));
  const stored = await findResults(
    client,
    itemIds,
    documents.map((document) => document.id),
  );
  const outcomes = judgeAll(entries, caller, items, new Map(stored.map((result) => [result.id, result.sha256])));

  const fresh = outcomes.filter((outcome) => outcome.kind === 'new');
  // A stored id may belong to an item that this push does not name, and so did not lock: that one is left alone.
  const ofItems = stored.filter((result) => items.has(result.item_id));
  const effective = chooseEffective(ofItems, fresh);
  // The unique index allows one effective result at every moment: the old one gives way first.
  const losers = ofItems.filter((result) => result.effective && !effective.has(result.id));
  await setEffective(
    client,
    losers.map((result) => result.id),
    false,
  );
  const winners = ofItems.filter((result) => !result.effective && effective.has(result.id));
  await setEffective(
    client,
    winners.map((result) => result.id),
    true,
  );

  const rows = new Map<string, { server_seq: number; received_at: Date }>(stored.map((result) => [result.id, result]));
  if (fresh.length > 0) {
    const news: NewResult[] = fresh.map(({ read, inTurn }) => ({
      sha256: read.envelope.sha256,
      body: read.envelope.body,
      document: read.document,
      in_turn: inTurn,
      effective: effective.has(read.document.id),
    }));
    const numbers = await insertResults(client, news, now);
    if (numbers.size !== fresh.length) throw new Collision('a result id came on two connections at once');
    for (const [id, server_seq] of numbers) rows.set(id, { server_seq, received_at: now });
  }
  const alarms = outcomes.flatMap((outcome) => alarmOf(outcome, caller));
  await insertAlarms(client, alarms, now);
  await recordStored(
    client,
    hub,
    caller,
    fresh.map(({ envelope }) => envelope),
    alarms,
  );
  return { outcomes, rows, effective };
}

function alarmOf(outcome: Outcome, caller: Caller): Alarm[] {
  if (outcome.kind !== 'refused' || outcome.error.code !== 'verdict-bytes-differ') return [];
  const { code, detail } = outcome.error;
  const { id, sha256, body } = outcome.envelope;
  return [
    { code, resultId: id, deviceId: caller.deviceId, detail: `${detail}; offered: sha256 ${sha256}`, offered: body },
  ];
}

function receiptOf(hub: HubContext, outcome: Outcome, stored: Stored, now: Date): Receipt {
  const { id, sha256 } = outcome.envelope;
  const base = { id, sha256, epoch: hub.epoch };
  if (outcome.kind === 'refused') {
    const reason = outcome.error.code;
    return { ...base, status: 'refused', server_seq: null, effective: false, received_at: now.toISOString(), reason };
  }
  const row = stored.rows.get(id);
  if (row === undefined) throw new Error(`no row for the stored result ${id}`);
  const effective = stored.effective.has(id);
  const first = effective ? 'stored' : 'superseded';
  return {
    ...base,
    status: outcome.kind === 'duplicate' ? 'duplicate' : first,
    server_seq: row.server_seq,
    effective,
    received_at: row.received_at.toISOString(),
    reason: null,
  };
}

const tries = 5;

/**
 * Stores the results of a push in one transaction and answers with one receipt each, in the order they came. The commit is
 * on disk before this returns; refused entries do not keep the others back.
 */
export async function pushResults(
  hub: HubContext,
  caller: Caller,
  envelopes: readonly ResultEnvelope[],
): Promise<Receipt[]> {
  const entries = envelopes.map((envelope): ReadResult | Outcome => {
    const read = readResult(envelope, caller);
    return read.ok ? read.value : { kind: 'refused', envelope, error: read.error };
  });
  const now = hub.now();
  for (let left = tries; ; left -= 1) {
    try {
      const stored = await inTransaction(hub.database, (client) => store(client, hub, entries, caller, now));
      for (const outcome of stored.outcomes) reportRefusal(hub, outcome, caller);
      return stored.outcomes.map((outcome) => receiptOf(hub, outcome, stored, now));
    } catch (error) {
      if (!(error instanceof Collision) || left <= 1) throw error;
    }
  }
}

function reportRefusal(hub: HubContext, outcome: Outcome, caller: Caller): void {
  if (outcome.kind !== 'refused') return;
  const facts = { result_id: outcome.envelope.id, device_id: caller.deviceId, code: outcome.error.code };
  if (outcome.error.code === 'verdict-bytes-differ') hub.log.error(facts, 'other content under a stored result id');
  else hub.log.warn(facts, 'result refused');
}
