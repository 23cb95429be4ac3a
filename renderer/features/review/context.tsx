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
  /** Number of the frame that is seen, from 1, how many there are (null: the number is an estimate), and when it begins. */
  readonly frame: number;
  readonly frames: number | null;
  readonly frameTime: number;
}

const NO_PLAYER: PlayerView = {
  state: 'empty',
  time: 0,
  duration: 0,
  isPaused: true,
  aspect: null,
  frame: 1,
  frames: null,
  frameTime: 0,
};
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
      const { state, time, duration, isPaused, aspect, frame } = player;
      const at = { frame: frame.number, frames: frame.total, frameTime: frame.time };
      const next = { state, time, duration, isPaused, aspect, ...at };
      if (!isSame(next, last)) last = next;
      return last;
    },
  );
}
