import { flushSync } from 'react-dom';
import type { BatchId, ItemId } from '#contract/ids.ts';
import type { Draft, ItemView } from '#contract/review.ts';
import { noChoices } from '#domain/review/verdict-form.ts';
import { isEditable } from '#renderer/commands/focus.ts';
import { openingClip, sourceOf } from './clips.ts';
import type { DraftKeeper } from './drafts.ts';
import type { Framing } from './framing.ts';
import { painted } from './pace.ts';
import type { PlayLog } from './play-log.ts';
import type { Preparing } from './preparing.ts';
import type { ReviewAccess, ReviewDeps } from './state.ts';

export interface Navigating {
  /** Goes on where the person left: the item last open, else the first undecided one. */
  readonly resume: (batch: BatchId | null) => Promise<void>;
  readonly open: (item: ItemId | null) => Promise<void>;
  readonly move: (to: 'next' | 'previous') => Promise<void>;
  readonly showClip: (index: number) => void;
  /** Asks for the shown item again, and keeps what the person has begun. */
  readonly refresh: () => Promise<void>;
}

interface Parts extends ReviewDeps, ReviewAccess {
  readonly preparing: Preparing;
  readonly keeper: DraftKeeper;
  readonly playLog: PlayLog;
  readonly framing: Framing;
}

/** Something of the draft that a person would miss. */
function isWorthTelling({ kind, choices, playhead_s }: Draft): boolean {
  const isMarked = choices.flagged || choices.evidence.length > 0;
  return kind !== null || choices.note !== '' || isMarked || (playhead_s ?? 0) > 0;
}

function wantWaitingClips({ client }: Parts, view: ItemView): void {
  for (const { state, clip } of view.clips) {
    if (state === 'waiting' && clip.sha256 !== null) void client.media.want({ sha256: clip.sha256 });
  }
}

/** Shows a clip as the person likes to hear and see clips. A blanked screen stays so from item to item, until the person lifts it. */
function showInPlayer({ pool, preferences, get }: Parts, view: ItemView, clip: number): void {
  const { volume, muted, speed } = preferences.getState().player;
  pool.show(sourceOf(view, clip), { volume, muted: muted || get().blank, speed });
}

/** Puts an item on the screen in one step, then, after it is painted, prepares what comes next. */
function show(parts: Parts, view: ItemView): void {
  const { set, pace, client, playLog, preparing } = parts;
  playLog.leave();
  const clip = openingClip(view);
  // The note field stays in place from item to item: what is typed next must be commands again.
  if (document.activeElement instanceof HTMLElement && isEditable(document.activeElement))
    document.activeElement.blur();
  // Words, controls and picture change in one drawing.
  flushSync(() => {
    set({
      phase: 'ready',
      failure: null,
      view,
      // A count belongs to its batch; the next item may be of another one.
      progress: parts.get().batchId === view.batch.id ? parts.get().progress : null,
      batchId: view.batch.id,
      kind: view.draft?.kind ?? null,
      choices: view.draft?.choices ?? view.verdict?.choices ?? noChoices,
      missing: [],
      focus: null,
      inFlight: false,
      criterion: null,
      history: [],
      isTogetherOpen: false,
      clip,
      policy: view.policy,
    });
    showInPlayer(parts, view, clip);
  });
  const isPainted = pace.shown();
  void painted().then(async () => {
    isPainted();
    void client.sessions.report({ detail: { type: 'item_shown', item_id: view.item.id, batch_id: view.batch.id } });
    // Another item may have come meanwhile, or another person.
    if (parts.get().view?.item.id !== view.item.id) return;
    wantWaitingClips(parts, view);
    void parts.framing.shown(view, clip);
    await parts.framing.ahead(await preparing.ahead(view));
  });
}

async function open(parts: Parts, item: ItemId | null): Promise<void> {
  const { get, set, keeper, preparing, pool, playLog } = parts;
  void keeper.flush();
  if (item === null) {
    playLog.leave();
    pool.show(null, parts.preferences.getState().player);
    set({ phase: 'done', view: null, kind: null, choices: noChoices, inFlight: false, policy: null, policyRead: null });
    return;
  }
  const prepared = preparing.ready(item);
  if (prepared !== null) return show(parts, prepared);
  if (get().view === null) set({ phase: 'loading' });
  const result = await preparing.fetch(item);
  if (result.ok) show(parts, result.value);
  else set({ phase: get().view === null ? 'failed' : 'ready', failure: result.error, inFlight: false });
  if (!result.ok) parts.notices.getState().fail(result.error);
}

/** What stands around the item: asked for beside it, because the item does not wait for it. */
async function fillSurroundings({ client, set }: Parts): Promise<void> {
  const [types, recent, steps] = await Promise.all([
    client.policies.violationTypes({}),
    client.review.recent({ limit: 10 }),
    client.review.steps({}),
  ]);
  if (types.ok) set({ violationTypes: types.value });
  if (recent.ok) set({ recent: recent.value });
  if (steps.ok) set({ steps: steps.value });
}

async function resume(parts: Parts, batch: BatchId | null): Promise<void> {
  const { client, get, set, preparing, notices } = parts;
  set({ batchId: batch, returnTo: null });
  const where = await client.review.resume({ batch_id: batch });
  const surroundings = fillSurroundings(parts);
  if (!where.ok) return set({ phase: 'failed', failure: where.error });
  preparing.forgetAll();
  if (where.value.item !== null) preparing.keep(where.value.item);
  await open(parts, where.value.item_id);
  await surroundings;
  const draft = get().view?.draft ?? null;
  if (draft !== null && isWorthTelling(draft)) {
    notices.getState().say('review.recovered', { position: (get().view?.item.position ?? 0) + 1 });
  }
}

/** Makes the ways from item to item. */
export function createNavigating(parts: Parts): Navigating {
  const { get, set, keeper, preparing, notices, pool } = parts;
  return {
    open: (item) => open(parts, item),
    resume: (batch) => resume(parts, batch),
    async move(to) {
      const { view } = get();
      set({ returnTo: null });
      const target = to === 'next' ? view?.next_id : view?.previous_id;
      if (!target) return notices.getState().say(to === 'next' ? 'review.noNext' : 'review.noPrevious');
      await keeper.flush();
      preparing.forget([target]);
      await open(parts, target);
    },
    showClip(index) {
      const { view } = get();
      if (view === null || view.clips.length === 0) return;
      const clip = (index + view.clips.length) % view.clips.length;
      parts.playLog.leave();
      set({ clip });
      showInPlayer(parts, view, clip);
      void painted().then(() => parts.framing.shown(view, clip));
    },
    async refresh() {
      const shown = get().view;
      if (shown === null) return;
      const result = await preparing.fetch(shown.item.id);
      if (get().view?.item.id !== shown.item.id) return;
      if (!result.ok) {
        notices.getState().fail(result.error);
        if (result.error.code === 'item-revoked' || result.error.code === 'item-unknown') {
          keeper.drop();
          await open(parts, shown.next_id);
        }
        return;
      }
      set({ view: result.value, policy: get().policy ?? result.value.policy });
      const source = sourceOf(result.value, get().clip);
      if (source === null || pool.activeKey === source.key) return;
      showInPlayer(parts, result.value, get().clip);
      void painted().then(() => parts.framing.shown(result.value, get().clip));
    },
  };
}
