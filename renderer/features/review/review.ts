import { createStore } from 'zustand/vanilla';
import type { LupaClient } from '#contract/ipc.ts';
import type { Draft } from '#contract/review.ts';
import type { PageBridge } from '#contract/core-link.ts';
import { listen } from '#renderer/bridge/client.ts';
import { type BatchList, createBatchList } from './batch-list.ts';
import { type Concealing, createConcealing } from './concealing.ts';
import { createDeciding, type Deciding } from './deciding.ts';
import { createDraftKeeper } from './drafts.ts';
import { createEvidence, type Evidence } from './evidence.ts';
import { createFraming } from './framing.ts';
import { createHoldToStep, type HoldToStep } from './hold-to-step.ts';
import { createLookingBack, type LookingBack, refreshBeside } from './looking-back.ts';
import { createNavigating, type Navigating } from './navigating.ts';
import { createPlayLog } from './play-log.ts';
import { createPreviewStrip, type PreviewStrip } from './player/preview-strip.ts';
import { createPreparing, type Preparing } from './preparing.ts';
import { createScoring, type Scoring } from './scoring.ts';
import { emptyReview, type ReviewAccess, type ReviewDeps, type ReviewState } from './state.ts';

/** How often the playhead is kept while it moves. Milliseconds. */
const PLAYHEAD_EVERY = 1_000;

export interface Review extends Concealing {
  readonly store: ReturnType<typeof createReviewStore>;
  readonly deps: ReviewDeps;
  readonly deciding: Deciding;
  readonly navigating: Navigating;
  readonly evidence: Evidence;
  readonly looking: LookingBack;
  readonly scoring: Scoring;
  /** The items of one batch. */
  readonly list: BatchList;
  readonly holdToStep: HoldToStep;
  /** Small pictures of the shown clip. */
  readonly strip: PreviewStrip;
  /** Writes what has been begun, at once. */
  readonly keep: () => Promise<void>;
  /** Forgets everything: somebody else works here now. */
  readonly reset: () => void;
}

const createReviewStore = () => createStore<ReviewState>()(() => emptyReview);

/** Puts the review feature together. It lives as long as the page; screens come and go. */
export function createReview(deps: ReviewDeps, bridge: PageBridge): Review {
  const { client, pool, notices } = deps;
  const store = createReviewStore();
  const access = { get: store.getState, set: (changes: Partial<ReviewState>) => store.setState(changes) };
  const draftNow = (): Draft => {
    const { kind, choices, view, clip } = store.getState();
    return {
      kind,
      choices,
      playhead_s: pool.active === null ? null : pool.active.time,
      clip_ordinal: view?.clips[clip]?.clip.ordinal ?? null,
    };
  };
  const keeper = createDraftKeeper(async (item_id, draft) => {
    const result = await client.review.saveDraft({ item_id, draft });
    if (!result.ok) notices.getState().fail(result.error);
  });
  const preparing = createPreparing(client, pool);
  const playLog = createPlayLog(pool, (from_s, to_s) => reportPlay(client, store.getState(), from_s, to_s));
  const strip = createPreviewStrip();
  const framing = createFraming(client, pool, strip);
  const parts = { ...deps, ...access, preparing, keeper, playLog, framing, draftNow };
  const navigating = createNavigating(parts);
  const deciding = createDeciding({ ...parts, open: navigating.open });
  const evidence = createEvidence(deps, store, (marks) => deciding.change({ evidence: marks }), navigating.showClip);
  const looking = createLookingBack({ ...parts, open: navigating.open });
  const list = createBatchList({ ...deps, looking, changed: () => changedElsewhere(parts, navigating) });
  const scoring = createScoring({ ...deps, ...access }, deciding.change);
  const holdToStep = createHoldToStep(pool, () => deps.preferences.getState().player.hold_to_step);
  const keepOpen = (): void => {
    const { view, inFlight } = store.getState();
    if (view !== null && !inFlight) keeper.changed(view.item.id, draftNow());
  };

  keepPlayhead(deps, store.getState, keepOpen);
  followCore(bridge, { deps, store, preparing, navigating, list, keepOpen });
  const reset = (): void => {
    playLog.leave();
    keeper.drop();
    preparing.stop();
    pool.empty();
    strip.show(null);
    list.reset();
    store.setState(emptyReview);
  };
  return {
    store,
    deps,
    deciding,
    navigating,
    evidence,
    looking,
    scoring,
    list,
    holdToStep,
    strip,
    keep: () => keeper.flush(),
    ...createConcealing({ ...parts, strip, showClip: navigating.showClip }),
    reset,
  };
}

/** Verdicts were given or taken back beside the shown item: what was prepared is out of date, and so may be the item itself. */
async function changedElsewhere(
  parts: ReviewDeps & ReviewAccess & { readonly preparing: Preparing },
  navigating: Navigating,
): Promise<void> {
  parts.preparing.forgetAll();
  await Promise.all([refreshBeside(parts), navigating.refresh()]);
}

interface Following extends Pick<Review, 'deps' | 'store' | 'navigating' | 'list'> {
  readonly preparing: Preparing;
  readonly keepOpen: () => void;
}

/** What changes under the page: clips that come, items that change, a storage process that died. */
function followCore(bridge: PageBridge, { deps, store, preparing, navigating, list, keepOpen }: Following): void {
  listen(bridge, 'media.ready', ({ sha256 }) => {
    preparing.forgetAll();
    // Whatever was open of it is no longer what is on the disk.
    deps.pool.forget(sha256);
    if (store.getState().view?.clips.some(({ clip }) => clip.sha256 === sha256)) void navigating.refresh();
  });
  listen(bridge, 'data.changed', ({ item_ids }) => {
    preparing.forget(item_ids);
    list.follow();
    const shown = store.getState().view?.item.id;
    if (shown !== undefined && item_ids.includes(shown) && !store.getState().inFlight) void navigating.refresh();
  });
  listen(bridge, 'core.restarted', () => {
    deps.notices.getState().say('app.coreRestarted');
    keepOpen();
  });
  // What was begun while the disk took nothing is written as soon as it takes something.
  listen(bridge, 'storage.status', ({ disk }) => {
    if (disk === 'ok' || disk === 'low') keepOpen();
  });
}

function reportPlay(client: LupaClient, { view, clip }: ReviewState, from_s: number, to_s: number): void {
  const ordinal = view?.clips[clip]?.clip.ordinal;
  if (view === null || ordinal === undefined) return;
  void client.sessions.report({
    detail: { type: 'clip_played', item_id: view.item.id, clip_ordinal: ordinal, from_s, to_s },
  });
}

/** Keeps the playhead in the draft about once a second while it moves, and when it comes to rest. */
function keepPlayhead({ pool }: ReviewDeps, get: () => ReviewState, keep: () => void): void {
  let keptAt = 0;
  let kept: { item: string | undefined; time: number } = { item: undefined, time: 0 };
  pool.onChange(() => {
    const player = pool.active;
    const item = get().view?.item.id;
    if (player === null || player.state !== 'ready' || item === undefined) return;
    if (kept.item !== item) kept = { item, time: player.time };
    const isMoved = Math.abs(player.time - kept.time) > 0.02;
    const isDue = player.isPaused || performance.now() - keptAt >= PLAYHEAD_EVERY;
    if (!isMoved || !isDue) return;
    keptAt = performance.now();
    kept = { item, time: player.time };
    keep();
  });
}
