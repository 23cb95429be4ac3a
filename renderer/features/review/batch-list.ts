import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BatchId, ItemId } from '#contract/ids.ts';
import type { QueueEntry } from '#contract/ipc.ts';
import { type HistoryEntry, maxBulk } from '#contract/review.ts';
import type { Failure } from '#contract/result.ts';
import { type VerdictKind, verdictKind } from '#contract/verdicts.ts';
import { keyLabel } from '#renderer/commands/keys.ts';
import type { LookingBack } from './looking-back.ts';
import type { ReviewDeps } from './state.ts';

/** The items of one batch, and those chosen to be decided together. */
export interface BatchListState {
  readonly batchId: BatchId | null;
  /** Null until the core has answered. */
  readonly rows: readonly QueueEntry[] | null;
  readonly failure: Failure | null;
  /** Place of the row under the hand. */
  readonly at: number;
  readonly chosen: readonly ItemId[];
  /** What is known of the chosen items, by item. */
  readonly contexts: ReadonlyMap<ItemId, HistoryEntry>;
  /** Chosen items whose context was on the screen. */
  readonly seen: ReadonlySet<ItemId>;
}

const atFirst: BatchListState = {
  batchId: null,
  rows: null,
  failure: null,
  at: 0,
  chosen: [],
  contexts: new Map(),
  seen: new Set(),
};

/** How many of the chosen have a context that was not on the screen yet. */
export function unseen({ chosen, seen }: BatchListState): number {
  return chosen.filter((id) => !seen.has(id)).length;
}

/** The kinds that may be given to all chosen items now: none before the context of each was on the screen. */
export function possibleKinds(state: BatchListState): readonly VerdictKind[] {
  const { chosen, contexts } = state;
  if (chosen.length === 0 || unseen(state) > 0) return [];
  return verdictKind.options.filter((kind) => chosen.every((id) => contexts.get(id)?.bulk_kinds.includes(kind)));
}

export interface BatchList {
  readonly store: StoreApi<BatchListState>;
  /** Shows a batch; the row under the hand stays when it is the same one. */
  readonly load: (batch: BatchId) => Promise<void>;
  readonly goTo: (index: number) => void;
  /** Chooses the row under the hand, or leaves it out. */
  readonly toggle: () => void;
  /** Moves the hand and chooses what it passes. */
  readonly extendTo: (index: number) => void;
  readonly clear: () => void;
  /** Items changed under the list: asks for them again, as long as somebody looks at it. */
  readonly follow: () => void;
  /** Nobody looks at it any more. Where the hand was and what was chosen stays. */
  readonly leave: () => void;
  readonly reset: () => void;
  /** The context of this item is on the screen. */
  readonly saw: (item: ItemId) => void;
  readonly give: (kind: VerdictKind) => Promise<void>;
  readonly undo: () => Promise<void>;
  readonly redo: () => Promise<void>;
}

interface Parts extends ReviewDeps {
  readonly looking: Pick<LookingBack, 'giveTogether'>;
  /** What is prepared or shown elsewhere is out of date. */
  readonly changed: () => Promise<void>;
}

type Choosing = Pick<BatchList, 'goTo' | 'toggle' | 'extendTo' | 'clear' | 'saw'> & {
  readonly loadContexts: () => Promise<void>;
};

/** Moving the hand, choosing what is under it, and learning what the chosen items are about. */
function createChoosing({ client, notices }: Parts, { getState: get, setState: set }: BatchList['store']): Choosing {
  const say = notices.getState().say;
  const loadContexts = async (): Promise<void> => {
    const missing = get().chosen.filter((id) => !get().contexts.has(id));
    if (missing.length === 0) return;
    const result = await client.review.contexts({ item_ids: missing });
    if (!result.ok) return notices.getState().fail(result.error);
    set({ contexts: new Map([...get().contexts, ...result.value.map((each) => [each.item_id, each] as const)]) });
  };
  const choose = (chosen: readonly ItemId[]): void => {
    if (chosen.length > maxBulk) return say('list.tooMany', { most: maxBulk });
    set({ chosen });
    void loadContexts();
  };
  const goTo = (index: number): void => {
    const last = (get().rows?.length ?? 0) - 1;
    set({ at: Math.max(0, Math.min(index, last)) });
  };
  return {
    loadContexts,
    goTo,
    clear: () => set({ chosen: [], contexts: new Map(), seen: new Set() }),
    toggle() {
      const { rows, at, chosen } = get();
      const row = rows?.[at];
      if (row === undefined) return;
      if (row.state === 'decided') return say('list.decided', { position: row.position + 1 });
      const { item_id } = row;
      choose(chosen.includes(item_id) ? chosen.filter((id) => id !== item_id) : [...chosen, item_id]);
    },
    extendTo(index) {
      const from = get().at;
      goTo(index);
      const [first, last] = [Math.min(from, get().at), Math.max(from, get().at)];
      const passed = (get().rows ?? []).slice(first, last + 1).filter(({ state }) => state !== 'decided');
      choose([...new Set([...get().chosen, ...passed.map(({ item_id }) => item_id)])]);
    },
    saw(item) {
      if (!get().seen.has(item)) set({ seen: new Set([...get().seen, item]) });
    },
  };
}

/** Asks for the items of a batch; what is decided meanwhile is not chosen any more. */
async function loadRows({ client }: Parts, { getState: get, setState: set }: BatchList['store'], batch: BatchId) {
  if (get().batchId !== batch) set({ ...atFirst, batchId: batch });
  const result = await client.batches.items({ batch_id: batch });
  if (get().batchId !== batch) return;
  if (!result.ok) return set({ failure: result.error });
  const undecided = new Set(result.value.filter(({ state }) => state !== 'decided').map(({ item_id }) => item_id));
  const last = Math.max(0, result.value.length - 1);
  const chosen = get().chosen.filter((id) => undecided.has(id));
  set({ rows: result.value, failure: null, at: Math.min(get().at, last), chosen });
}

/** Makes the list of a batch's items. */
export function createBatchList(parts: Parts): BatchList {
  const { client, notices, looking, changed } = parts;
  const store = createStore<BatchListState>()(() => atFirst);
  const { getState: get, setState: set } = store;
  const say = notices.getState().say;
  const choosing = createChoosing(parts, store);
  // Thousands of rows for every page that is pulled are no company for a review.
  let isLookedAt = false;
  const fetch = (batch: BatchId): Promise<void> => loadRows(parts, store, batch).then(choosing.loadContexts);
  const reload = async (): Promise<void> => {
    const { batchId } = get();
    await Promise.all([batchId === null ? undefined : fetch(batchId), changed()]);
  };
  return {
    store,
    load(batch) {
      isLookedAt = true;
      return fetch(batch);
    },
    ...choosing,
    follow() {
      const { batchId } = get();
      if (batchId === null || !isLookedAt) return;
      set({ contexts: new Map() });
      void fetch(batchId);
    },
    leave() {
      isLookedAt = false;
      set({ contexts: new Map() });
    },
    reset: () => set(atFirst),
    async give(kind) {
      const { chosen } = get();
      if (chosen.length === 0) return say('list.chooseFirst', { key: keyLabel('list.choose') ?? '' });
      if (unseen(get()) > 0) return say('list.seen', { count: chosen.length, left: unseen(get()) });
      if (!possibleKinds(get()).includes(kind)) return say('list.apartSome', { kind });
      choosing.clear();
      await looking.giveTogether(chosen, kind);
      await reload();
    },
    async undo() {
      const result = await client.review.undo({ item_id: null });
      if (!result.ok) return notices.getState().fail(result.error);
      say('list.takenBack', { count: result.value.count });
      await reload();
    },
    async redo() {
      const result = await client.review.redo({});
      if (!result.ok) return notices.getState().fail(result.error);
      say('review.givenAgain', { kind: result.value.kind });
      await reload();
    },
  };
}
