import { DatabaseError, type PoolClient } from 'pg';
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
  findTakenNumbers,
  insertAlarms,
  insertResults,
  type LockedItem,
  lockItems,
  type NewResult,
  numberKey,
  type StoredResult,
  setEffective,
} from '../storage/results.ts';
import { recordStored } from './audit/stored.ts';
import { type ReadResult, readResult } from './read-results.ts';

/** What became of one entry of a push. */
type Outcome =
  | { readonly kind: 'refused'; readonly envelope: ResultEnvelope; readonly error: Failure }
  | { readonly kind: 'duplicate'; readonly envelope: ResultEnvelope }
  | {
      readonly kind: 'new';
      readonly envelope: ResultEnvelope;
      readonly read: ReadResult;
      readonly inTurn: boolean;
      /** Another result has the device's number: the device was copied or set back. */
      readonly clash: boolean;
    };

/** What an entry is judged by. */
interface Known {
  readonly items: ReadonlyMap<string, LockedItem>;
  /** The hash that is stored under an id, or came earlier in the push. */
  readonly shaOf: Map<string, string>;
  /** Device numbers that are given. */
  readonly taken: Set<string>;
}

const refused = (envelope: ResultEnvelope, code: Failure['code'], detail: string): Outcome => ({
  kind: 'refused',
  envelope,
  error: { code, detail, params: {} },
});

/** Judges a readable entry against its item and against what is stored or came earlier in the push under the same id. */
function judge(read: ReadResult, caller: Caller, known: Known): Outcome {
  const { envelope, document } = read;
  const item = known.items.get(document.item_id);
  const knownSha = known.shaOf.get(envelope.id);
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
  return { kind: 'new', envelope, read, inTurn, clash: known.taken.has(numberKey(document)) };
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

type StoredRow = Pick<StoredResult, 'server_seq' | 'received_at' | 'clash' | 'in_turn'>;

/** Two results of one device number came on two connections at once. */
const isNumberCollision = (error: unknown): boolean =>
  error instanceof DatabaseError && error.constraint === 'results_device';

interface Stored {
  readonly outcomes: readonly Outcome[];
  /** What is stored under each id of the push. */
  readonly rows: ReadonlyMap<string, StoredRow>;
  readonly effective: ReadonlySet<string>;
}

function judgeAll(entries: readonly (ReadResult | Outcome)[], caller: Caller, known: Known): Outcome[] {
  return entries.map((entry) => {
    if ('kind' in entry) return entry;
    const outcome = judge(entry, caller, known);
    if (outcome.kind === 'new') {
      known.shaOf.set(entry.envelope.id, entry.envelope.sha256);
      known.taken.add(numberKey(entry.document));
    }
    return outcome;
  });
}

/** Says of stored results whether they count now. The unique index allows one at every moment: the old one gives way first. */
async function settle(
  client: PoolClient,
  stored: readonly StoredResult[],
  effective: ReadonlySet<string>,
): Promise<void> {
  const losers = stored.filter((result) => result.effective && !effective.has(result.id));
  const winners = stored.filter((result) => !result.effective && effective.has(result.id));
  const idsOf = (results: readonly StoredResult[]): string[] => results.map((result) => result.id);
  await setEffective(client, idsOf(losers), false);
  await setEffective(client, idsOf(winners), true);
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
  const shaOf = new Map(stored.map((result) => [result.id, result.sha256]));
  const taken = await findTakenNumbers(client, documents);
  const outcomes = judgeAll(entries, caller, { items, shaOf, taken });

  const fresh = outcomes.filter((outcome) => outcome.kind === 'new');
  // A stored id may belong to an item that this push does not name, and so did not lock: that one is left alone.
  const ofItems = stored.filter((result) => items.has(result.item_id));
  const effective = chooseEffective(ofItems, fresh);
  await settle(client, ofItems, effective);

  const rows = new Map<string, StoredRow>(stored.map((result) => [result.id, result]));
  if (fresh.length > 0) {
    const news: NewResult[] = fresh.map(({ read, inTurn, clash }) => ({
      sha256: read.envelope.sha256,
      body: read.envelope.body,
      document: read.document,
      in_turn: inTurn,
      effective: effective.has(read.document.id),
      clash,
    }));
    const newsOf = new Map(news.map((each) => [each.document.id as string, each]));
    const numbers = await insertResults(client, news, now);
    if (numbers.size !== fresh.length) throw new Collision('a result id came on two connections at once');
    for (const [id, server_seq] of numbers) {
      const { clash = false, in_turn = false } = newsOf.get(id) ?? {};
      rows.set(id, { server_seq, received_at: now, clash, in_turn });
    }
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
  if (outcome.kind === 'new' && outcome.clash) {
    const { id, device_id, device_seq } = outcome.read.document;
    const detail = `number ${device_seq} of the device is given to another result`;
    return [{ code: 'device-cloned', resultId: id, deviceId: device_id, detail, offered: null }];
  }
  if (outcome.kind !== 'refused' || outcome.error.code !== 'verdict-bytes-differ') return [];
  const { code, detail } = outcome.error;
  const { id, sha256, body } = outcome.envelope;
  return [
    { code, resultId: id, deviceId: caller.deviceId, detail: `${detail}; offered: sha256 ${sha256}`, offered: body },
  ];
}

function receiptOf(hub: HubContext, outcome: Outcome, stored: Stored, now: Date): Receipt {
  const { id, sha256 } = outcome.envelope;
  const base = { id, sha256, epoch: hub.epoch, device_cloned: stored.rows.get(id)?.clash ?? false };
  if (outcome.kind === 'refused') {
    const reason = outcome.error.code;
    return {
      ...base,
      device_cloned: false,
      status: 'refused',
      server_seq: null,
      effective: false,
      received_at: now.toISOString(),
      reason,
    };
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
    reason: row.in_turn ? null : 'verdict-late',
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
      if (!(error instanceof Collision || isNumberCollision(error)) || left <= 1) throw error;
    }
  }
}

function reportRefusal(hub: HubContext, outcome: Outcome, caller: Caller): void {
  if (outcome.kind !== 'refused') return;
  const facts = { result_id: outcome.envelope.id, device_id: caller.deviceId, code: outcome.error.code };
  if (outcome.error.code === 'verdict-bytes-differ') hub.log.error(facts, 'other content under a stored result id');
  else hub.log.warn(facts, 'result refused');
}
