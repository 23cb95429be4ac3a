import type { Draft } from '#contract/review.ts';
import type { DraftKeeper } from './drafts.ts';
import type { PlayLog } from './play-log.ts';
import type { PreviewStrip } from './player/preview-strip.ts';
import type { Preparing } from './preparing.ts';
import type { ReviewAccess, ReviewDeps } from './state.ts';

/** Hides the work while the screen is locked. */
export interface Concealing {
  /** Keeps what was begun, and closes every clip. */
  readonly conceal: () => void;
  /** Opens the clip again where it was. */
  readonly reveal: () => void;
}

interface Parts extends Pick<ReviewDeps, 'pool'>, ReviewAccess {
  readonly keeper: DraftKeeper;
  readonly playLog: PlayLog;
  readonly preparing: Preparing;
  readonly strip: PreviewStrip;
  readonly draftNow: () => Draft;
  readonly showClip: (index: number) => void;
}

/** Makes the way out of sight and back. */
export function createConcealing(parts: Parts): Concealing {
  const { get, set, keeper, playLog, preparing, pool, strip } = parts;
  return {
    conceal() {
      playLog.leave();
      void keeper.flush();
      const { view } = get();
      // Where the clip is now is where it is opened again.
      if (view !== null) set({ view: { ...view, draft: parts.draftNow() } });
      preparing.stop();
      pool.empty();
      strip.show(null);
    },
    reveal: () => parts.showClip(get().clip),
  };
}
