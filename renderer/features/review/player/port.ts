/** A clip to play, and the second at which to open it. */
export interface ClipSource {
  /** Names item and clip; the same key is the same picture. */
  readonly key: string;
  readonly url: string;
  readonly mime: string | null;
  readonly startAt: number;
}

/** Where a player stands. `broken`: the clip is there and cannot be played. */
export type PlayerState = 'empty' | 'loading' | 'ready' | 'broken';

/** What the review screen needs of a player, and nothing of the library that plays. Times are seconds. */
export interface PlayerPort {
  readonly element: HTMLElement;
  readonly stateNow: () => PlayerState;
  readonly time: number;
  readonly duration: number;
  readonly isPaused: boolean;
  /** Width over height of the picture; null before it is known. */
  readonly aspect: number | null;
  /** Opens a clip, shows its frame at `startAt`, and stays paused. */
  readonly load: (source: ClipSource) => void;
  readonly play: () => void;
  readonly pause: () => void;
  readonly seek: (seconds: number) => void;
  /** Steps whole frames; the frame's length is learnt from what was played, 1/30 s before. */
  readonly step: (frames: number) => void;
  readonly setVolume: (volume: number, muted: boolean) => void;
  readonly setSpeed: (speed: number) => void;
  /** Hears every change of state, time or play. */
  readonly onChange: (listener: () => void) => () => void;
}
