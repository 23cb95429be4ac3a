import type { PlayerPool } from './player/pool.ts';

/** A jump of more than this between two looks is a seek, not play. Seconds of the clip. */
const JUMP = 2.5;
const SHORTEST_PLAY = 0.05;

/** Watches what of a clip is played and reports each stretch: when it pauses, is sought, or is left. */
export interface PlayLog {
  /** The seen clip is about to change: ends the stretch that runs. */
  readonly leave: () => void;
}

/** @param report takes a stretch of the seen clip, in seconds */
export function createPlayLog(pool: PlayerPool, report: (from: number, to: number) => void): PlayLog {
  let from: number | null = null;
  let last = 0;
  const end = (): void => {
    if (from !== null && last - from > SHORTEST_PLAY) report(from, last);
    from = null;
  };
  pool.onChange(() => {
    const player = pool.active;
    if (player === null) return end();
    const { time, isPaused } = player;
    if (from === null) {
      if (!isPaused) [from, last] = [time, time];
      return;
    }
    const isJump = Math.abs(time - last) > JUMP || time < last - SHORTEST_PLAY;
    if (isJump) {
      end();
      if (!isPaused) from = time;
    }
    last = time;
    if (isPaused) end();
  });
  return { leave: end };
}
