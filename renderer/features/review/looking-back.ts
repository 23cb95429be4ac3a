import type { ItemId } from '#contract/ids.ts';
import { proposedErrorClass } from '#domain/review/error-class.ts';
import type { VerdictKind } from '#contract/verdicts.ts';
import type { DraftKeeper } from './drafts.ts';
import type { Preparing } from './preparing.ts';
import type { OpenItem, ReviewAccess, ReviewDeps } from './state.ts';

/** Ways to what was decided before, and back to where one was. */
export interface LookingBack {
  /** Shows an item decided before with its verdict as an open form; saving it takes the former one's place. */
  readonly edit: (item: ItemId) => Promise<void>;
  /** Shows another record of the same subject; the place is kept. */
  readonly look: (item: ItemId) => Promise<void>;
  /** Back to the item from which one looked. */
  readonly back: () => Promise<void>;
  /** Asks for the other records of the shown item's subject. */
  readonly loadHistory: () => Promise<void>;
  /** Gives one kind to several undecided records whose context is on the screen. */
  readonly giveTogether: (items: readonly ItemId[], kind: VerdictKind) => Promise<void>;
}

interface Parts extends ReviewDeps, ReviewAccess {
  readonly keeper: DraftKeeper;
  readonly preparing: Preparing;
  readonly open: OpenItem;
}

async function go(parts: Parts, item: ItemId): Promise<boolean> {
  const { get, set, keeper, preparing, open } = parts;
  const { view, returnTo, inFlight, phase } = get();
  if (inFlight || view?.item.id === item) return false;
  const place = returnTo ?? view?.item.id ?? (phase === 'done' ? 'end' : null);
  await keeper.flush();
  preparing.forget([item]);
  await open(item);
  if (get().view?.item.id !== item) return false;
  // The chip that was pressed would take the next Enter for itself.
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  set({ returnTo: place === item ? null : place });
  return true;
}

/** Asks again for everything that several verdicts at once change beside the item. */
export async function refreshBeside({ client, get, set }: ReviewDeps & ReviewAccess): Promise<void> {
  const [recent, batches, steps] = await Promise.all([
    client.review.recent({ limit: 10 }),
    client.batches.list({}),
    client.review.steps({}),
  ]);
  if (recent.ok) set({ recent: recent.value });
  if (steps.ok) set({ steps: steps.value });
  const own = batches.ok ? batches.value.find(({ batch }) => batch.id === get().batchId) : undefined;
  if (own !== undefined) set({ progress: own.progress });
}

async function loadHistory({ client, get, set }: Parts): Promise<void> {
  const item = get().view?.item.id;
  if (item === undefined) return;
  const result = await client.review.history({ item_id: item });
  if (get().view?.item.id === item) set({ history: result.ok ? result.value : [] });
}

/** Makes the ways back. */
export function createLookingBack(parts: Parts): LookingBack {
  const { client, get, set, keeper, preparing, open, notices } = parts;
  return {
    async edit(item) {
      if (!(await go(parts, item))) return;
      const { view } = get();
      if (view?.verdict && view.draft === null) {
        const { kind, choices } = view.verdict;
        const error_class = choices.error_class ?? proposedErrorClass(kind, view.enforced);
        set({ kind, choices: { ...choices, error_class } });
      }
      notices.getState().say('review.editing', { position: (view?.item.position ?? 0) + 1 });
    },
    async look(item) {
      if (await go(parts, item)) {
        notices.getState().say('review.looking', { position: (get().view?.item.position ?? 0) + 1 });
      }
    },
    async back() {
      const { returnTo, inFlight } = get();
      if (returnTo === null || inFlight) return;
      await keeper.flush();
      if (returnTo !== 'end') preparing.forget([returnTo]);
      set({ returnTo: null });
      await open(returnTo === 'end' ? null : returnTo);
    },
    loadHistory: () => loadHistory(parts),
    async giveTogether(items, kind) {
      if (get().inFlight || items.length === 0) return;
      set({ inFlight: true });
      const result = await client.review.bulk({ item_ids: [...items], kind });
      set({ inFlight: false });
      if (!result.ok) return notices.getState().fail(result.error);
      preparing.forgetAll();
      await Promise.all([refreshBeside(parts), loadHistory(parts)]);
      const { given, refused } = result.value;
      notices.getState().say('review.givenTogether', { kind, count: given.length, refused: refused.length });
    },
  };
}
