import { setImmediate as nextTurn } from 'node:timers/promises';
import { assertNever } from '#contract/assert.ts';
import { ok } from '#contract/result.ts';
import type { ItemId } from '#contract/ids.ts';
import { itemId } from '#contract/ids.ts';
import type { ChangesPageHead } from '#contract/sync.ts';
import type { Account } from '../account.ts';
import { putBatch, removeBatch } from '../storage/batches.ts';
import { takeOrphans } from '../storage/clips.ts';
import { write, type WriteTx, writeLazily } from '../storage/database.ts';
import { takeEmptied } from '../storage/forget-content.ts';
import { findItem, putItem, removeItem, removeOlderGenerations } from '../storage/items.ts';
import { addNotice, hideOptedOutOf, listOptOuts, tellAgain } from '../storage/opt-outs.ts';
import { instantOf } from '../ports/clock.ts';
import { offerConfirmedAgain, reportParkedAgain } from '../storage/outbox.ts';
import { putPerson, removePerson } from '../storage/people.ts';
import { putPolicyVersion, removePolicyVersion } from '../storage/policies.ts';
import { offerEventsAgain } from '../storage/session-events.ts';
import { spareable } from '../storage/spared.ts';
import { endSweep, readSyncState, restartPull, setCursor } from '../storage/sync-state.ts';
import { type Change, type ChangesPage, PageError, readHead, readPage } from './changes-page.ts';
import type { HubClient } from './hub-client.ts';
import { type HubResult, invalidAnswer } from './hub-http.ts';

const PAGE_SIZE = 1_000;
/** Most items that are named; a first pull brings tens of thousands, and then the page asks anew anyway. */
const MOST_IDS = 500;

/** What pulling works on. */
type PullPlace = Pick<Account, 'db' | 'progress' | 'ports'>;

/** What a page changed on this device. */
export interface PageEffect {
  readonly more: boolean;
  readonly changes: number;
  readonly batches: boolean;
  readonly policies: boolean;
  /** Items that came or went; the first of them when there are many. */
  readonly items: readonly ItemId[];
  /** Clips that no item names any more; their files are to be deleted. */
  readonly orphans: readonly string[];
  /** Results that the hub confirmed in an earlier life and that are offered again. */
  readonly offered_again: number;
}

function applyChange(tx: WriteTx, change: Change, generation: number): void {
  if (change.op === 'put') {
    switch (change.kind) {
      case 'item':
        return putItem(tx, change.body, change.raw, generation);
      case 'batch':
        return putBatch(tx, change.body);
      case 'policy_version':
        return putPolicyVersion(tx, change.id, change.body);
      case 'person':
        return putPerson(tx, change.body);
      default:
        return assertNever(change);
    }
  }
  switch (change.kind) {
    case 'item':
      return removeItem(tx, change.id);
    case 'batch':
      return removeBatch(tx, change.id);
    case 'policy_version':
      return removePolicyVersion(tx, change.id);
    case 'person':
      return removePerson(tx, change.id);
    default:
      return assertNever(change);
  }
}

function sweep(tx: WriteTx, generation: number): ReadonlySet<string> {
  endSweep(tx);
  return removeOlderGenerations(tx, generation);
}

const NOTHING: PageEffect = {
  more: false,
  changes: 0,
  batches: false,
  policies: false,
  items: [],
  orphans: [],
  offered_again: 0,
};

/** Applies the changes of a page; answers the batches that items were taken from. */
function applyChanges(tx: WriteTx, changes: readonly Change[], generation: number): Set<string> {
  const left = new Set<string>();
  for (const change of changes) {
    if (change.kind === 'item' && change.op === 'remove') {
      const item = findItem(tx, change.id);
      if (item === null) continue;
      left.add(item.batch_id);
    }
    applyChange(tx, change, generation);
  }
  return left;
}

/** Applies a page and its cursor in one transaction, and gives up the keys of batches of which nothing is left here. */
function applyPage(account: PullPlace, page: ChangesPage): PageEffect {
  const { effect, emptied } = commitPage(account, page);
  const { content } = account.db.seals;
  // What the disk refuses now is tried again at the next start.
  for (const batchId of emptied) spareable(account.ports.log, 'content_key_not_shredded', () => content.shred(batchId));
  return effect;
}

interface AppliedPage {
  readonly effect: PageEffect;
  /** Batches of which no record is left here. */
  readonly emptied: readonly string[];
}

function commitPage(account: PullPlace, page: ChangesPage): AppliedPage {
  const before = readSyncState(account.db);
  const { cursor, epoch, count, more } = page.head;
  if (count === 0 && !more && cursor === before.cursor && epoch === before.epoch && before.sweep === 0)
    return { effect: NOTHING, emptied: [] };
  const isNewLife = before.epoch !== null && before.epoch !== page.head.epoch;
  // What the hub will not send again (that results must be offered anew) is never left to a lazy commit.
  const commit = isNewLife ? write : writeLazily;
  return commit(account.db, (tx) => {
    const left = applyChanges(tx, page.changes, before.generation);
    setCursor(tx, page.head.cursor, page.head.epoch);
    let offered_again = 0;
    if (isNewLife) {
      offered_again = offerConfirmedAgain(tx, page.head.epoch);
      reportParkedAgain(tx);
      offerEventsAgain(tx);
      tellAgain(tx);
    }
    const swept = page.head.more || before.sweep === 0 ? new Set<string>() : sweep(tx, before.generation);
    // What came although the person does not want to see it goes out of sight again, and the hub is told once more.
    const came = page.changes.filter((change) => change.kind === 'item' && change.op === 'put');
    const hidden = hideOptedOutOf(
      tx,
      came.map(({ id }) => id),
    );
    if (hidden.length > 0) addNotice(tx, { violation_types: listOptOuts(tx), at: instantOf(account.ports.clock) });
    const kinds = new Set(page.changes.map((change) => change.kind));
    const effect: PageEffect = {
      more: page.head.more,
      changes: page.changes.length,
      batches: kinds.has('batch') || kinds.has('item') || swept.size > 0,
      policies: kinds.has('policy_version'),
      items: page.changes
        .filter((change) => change.kind === 'item')
        .slice(0, MOST_IDS)
        .map((change) => itemId.parse(change.id)),
      orphans: left.size + swept.size > 0 ? takeOrphans(tx) : [],
      offered_again,
    };
    return { effect, emptied: takeEmptied(tx, new Set([...left, ...swept])) };
  });
}

/** Brings the change log down, page by page. While one page is applied, the hub already makes the next one. */
export class Puller {
  readonly #account: PullPlace;
  readonly #hub: Pick<HubClient, 'changes'>;
  #ahead: { readonly cursor: string; readonly answer: Promise<HubResult<Buffer>> } | null = null;

  constructor(account: PullPlace, hub: Pick<HubClient, 'changes'>) {
    this.#account = account;
    this.#hub = hub;
  }

  /**
   * Fetches and applies the next page. An expired cursor begins again from the start: what the hub then does not send is gone, what
   * was decided here stays.
   */
  async pullPage(): Promise<HubResult<PageEffect>> {
    const { db, progress } = this.#account;
    const answer = await this.#fetch(readSyncState(db).cursor);
    if (!answer.ok) {
      if (answer.error.code !== 'cursor-expired') return answer;
      write(db, (tx) => restartPull(tx));
      return ok({ ...NOTHING, more: true });
    }
    try {
      await this.#lookAhead(readHead(answer.value));
      const effect = applyPage(this.#account, readPage(answer.value));
      if (effect.changes > 0 || effect.batches) progress.forget();
      return ok(effect);
    } catch (error) {
      if (error instanceof PageError) return invalidAnswer(error.message);
      throw error;
    }
  }

  #fetch(cursor: string | null): Promise<HubResult<Buffer>> {
    const ahead = this.#ahead;
    this.#ahead = null;
    return ahead !== null && ahead.cursor === cursor ? ahead.answer : this.#hub.changes(cursor, PAGE_SIZE);
  }

  /** Asks for the page after this one. Its answer is used only if this one is applied, because the stored cursor decides. */
  async #lookAhead(head: ChangesPageHead): Promise<void> {
    if (!head.more) return;
    // Applying holds the thread; the request must have left before.
    await new Promise<unknown>((resolve) => {
      const answer = this.#hub.changes(head.cursor, PAGE_SIZE, () => resolve(null));
      this.#ahead = { cursor: head.cursor, answer };
      answer.then(resolve, resolve);
    });
    await nextTurn();
  }
}
