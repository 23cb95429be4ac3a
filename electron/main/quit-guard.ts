import { syncStatus } from '#contract/sync.ts';

/**
 * Holds a window that the person closes while verdicts are unsent, once for each count, so that the page can warn; a second close is
 * a yes. Quitting by the system or by the page's own command is never held.
 */
export interface QuitGuard {
  /** Hears what the core tells the page. */
  readonly heard: (event: string, payload: unknown) => void;
  /** Whether the window must stay for a warning; the number of unsent verdicts then, else 0. */
  readonly hold: () => number;
  /** From here on nothing is held. */
  readonly release: () => void;
}

/** Makes the guard of an app's one window. */
export function createQuitGuard(): QuitGuard {
  let unsent = 0;
  let warnedOf = 0;
  let isReleased = false;
  return {
    heard(event, payload) {
      const status = event === 'sync.status' ? syncStatus.safeParse(payload) : null;
      if (status?.success) unsent = status.data.pending_results;
    },
    hold() {
      if (isReleased || unsent === 0 || unsent === warnedOf) return 0;
      warnedOf = unsent;
      return unsent;
    },
    release() {
      isReleased = true;
    },
  };
}
