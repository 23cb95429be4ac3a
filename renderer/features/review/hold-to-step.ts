import { type HeldPlay, playKeyDown, playKeyUp, playsOnRelease, stepped } from '#domain/review/held-play.ts';
import type { PlayerPool } from './player/pool.ts';

/** Back and forward step frames while the play key is held, for those who want it. */
export interface HoldToStep {
  /** The play key goes down. */
  readonly press: () => void;
  /** It is let go. */
  readonly release: () => void;
  /** Steps a frame instead of jumping; false while the play key is up. */
  readonly step: (frames: 1 | -1) => boolean;
}

/** @param isWanted whether the person chose it; otherwise the play key plays and pauses when it goes down */
export function createHoldToStep(pool: PlayerPool, isWanted: () => boolean): HoldToStep {
  let held: HeldPlay = playKeyUp;
  return {
    press() {
      const player = pool.active;
      if (player === null) return;
      if (isWanted()) held = playKeyDown(player.isPaused);
      if (!player.isPaused) player.pause();
      else if (!isWanted()) player.play();
    },
    release() {
      if (playsOnRelease(held)) pool.active?.play();
      held = playKeyUp;
    },
    step(frames) {
      if (held.kind === 'up') return false;
      held = stepped(held);
      pool.active?.step(frames);
      return true;
    },
  };
}
