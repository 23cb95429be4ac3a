import type { FrameLine } from '#domain/review/frame-times.ts';

/** A clip to play, and the second at which to open it. */
export interface ClipSource {
  /** Names item and clip; the same key is the same picture. */
  readonly key: string;
  readonly url: string;
  /** Of its bytes; null when nobody told it. */
  readonly sha256: string | null;
  readonly mime: string | null;
  readonly startAt: number;
}

/** Where a player stands. `broken`: the clip is there and cannot be played. */
export type PlayerState = 'empty' | 'loading' | 'ready' | 'broken';

/** The frame that is seen. */
export interface FramePlace {
  /** From 1. */
  readonly number: number;
  /** How many the clip has; null when only estimated. */
  readonly total: number | null;
  /** When it begins, in seconds. */
  readonly time: number;
}

/** A stretch of the clip that is played over and over. Seconds. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** What the review screen needs of a player, and nothing of the library that plays. Times are seconds. */
export interface PlayerPort {
  readonly element: HTMLElement;
  readonly state: PlayerState;
  readonly time: number;
  readonly duration: number;
  readonly isPaused: boolean;
  /** Width over height of the picture; null before it is known. */
  readonly aspect: number | null;
  /** The frame that is seen, by the container's times; without them estimated from what was played, and `total` is null. */
  readonly frame: FramePlace;
  /** Opens a clip, shows its frame at `startAt`, and stays paused. */
  readonly load: (source: ClipSource) => void;
  readonly play: () => void;
  readonly pause: () => void;
  readonly seek: (seconds: number) => void;
  /** Shows the frame that this moment belongs to, and surely that one. */
  readonly showFrameAt: (seconds: number) => void;
  /** Steps whole frames: exactly when the container's times are known, else by an estimate of the frame's length. */
  readonly step: (frames: number) => void;
  /** When the clip's frames are shown; null when that is not known. */
  readonly setFrames: (line: FrameLine | null) => void;
  readonly setLoop: (stretch: Stretch | null) => void;
  readonly setVolume: (volume: number, muted: boolean) => void;
  readonly setSpeed: (speed: number) => void;
  /** Hears every change of state, time or play. */
  readonly onChange: (listener: () => void) => () => void;
  /** Closes the clip, leaves the page and gives back what was held; nothing can be asked of it any more. */
  readonly dispose: () => void;
}
