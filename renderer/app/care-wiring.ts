import type { ItemId } from '#contract/ids.ts';
import type { LupaClient } from '#contract/ipc.ts';
import type { CareStore } from '#renderer/features/care/care.ts';
import { startMeter } from '#renderer/features/care/meter.ts';
import type { createPeople } from '#renderer/features/people/people.ts';
import type { Review } from '#renderer/features/review/review.ts';
import type { createShell } from './shell-state.ts';

/** What care listens to and speaks with. */
interface CareSurroundings {
  readonly client: LupaClient;
  readonly shell: ReturnType<typeof createShell>;
  readonly people: ReturnType<typeof createPeople>;
  readonly care: CareStore;
  readonly review: Review;
}

/** The item whose clip is seen: on the review screen, ready, and not blanked. */
function clipOnScreen({ shell, review }: CareSurroundings): ItemId | null {
  const { view, blank } = review.store.getState();
  const isSeen = shell.getState().screen === 'review' && !blank && review.deps.pool.active?.state === 'ready';
  return isSeen ? (view?.item.id ?? null) : null;
}

/** Joins care to the rest of the page: what counts as time, and what changes when somebody opts out. */
export function wireCare(services: CareSurroundings): void {
  const { client, shell, people, care, review } = services;
  const isHere = (): boolean => people.getState().identity?.state === 'signed_in' && !shell.getState().lock.locked;
  startMeter({
    client,
    target: window,
    shown: () => clipOnScreen(services),
    atWork: () => isHere() && shell.getState().dialog !== 'break',
    heard: care.getState().heard,
  });
  care.subscribe(({ optOuts, hidden }, before) => {
    const isShown = review.store.getState().view !== null;
    if (hidden === null || optOuts === before.optOuts || !isShown) return;
    // The shown item may be one of those that left, and its way onward may lead to one.
    void review.keep().then(() => review.navigating.resume(review.store.getState().batchId));
  });
}
