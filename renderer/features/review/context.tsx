import { createContext, useContext, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { PlayerState } from './player/port.ts';
import type { Review } from './review.ts';
import type { ReviewState } from './state.ts';

const Context = createContext<Review | null>(null);
export const ReviewProvider = Context.Provider;

/** The review feature of this page. */
export function useReview(): Review {
  const review = useContext(Context);
  if (review === null) throw new Error('the review feature is used outside of its provider');
  return review;
}

/** A part of what the review screen shows. */
export function useReviewState<Selected>(select: (state: ReviewState) => Selected): Selected {
  return useStore(useReview().store, select);
}

/** The seen player at one moment. Seconds. */
export interface PlayerView {
  readonly state: PlayerState;
  readonly time: number;
  readonly duration: number;
  readonly isPaused: boolean;
  readonly aspect: number | null;
}

const NO_PLAYER: PlayerView = { state: 'empty', time: 0, duration: 0, isPaused: true, aspect: null };
let last: PlayerView = NO_PLAYER;

function isSame(a: PlayerView, b: PlayerView): boolean {
  return (Object.keys(a) as (keyof PlayerView)[]).every((key) => a[key] === b[key]);
}

/** The seen player, followed as it plays (about four times a second) and at once when it is paused or sought. */
export function usePlayer(): PlayerView {
  const { pool } = useReview().deps;
  return useSyncExternalStore(
    (listener) => pool.onChange(listener),
    () => {
      const player = pool.active;
      if (player === null) return NO_PLAYER;
      const { time, duration, isPaused, aspect } = player;
      const next = { state: player.stateNow(), time, duration, isPaused, aspect };
      if (!isSame(next, last)) last = next;
      return last;
    },
  );
}
