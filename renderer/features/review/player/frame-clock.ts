const SHORTEST = 1 / 240;
const LONGEST = 1 / 5;
const UNKNOWN = 1 / 30;

/** Learns how long a frame of the clip lasts from the moments that are presented while it plays: for clips whose container does not tell. */
export interface FrameClock {
  /** A frame came to the screen. */
  readonly saw: (frame: Pick<VideoFrameCallbackMetadata, 'mediaTime' | 'presentedFrames'>) => void;
  /** Seconds per frame. */
  readonly frameSeconds: () => number;
  readonly reset: () => void;
}

export function createFrameClock(): FrameClock {
  let shortest: number | null = null;
  let previous: { mediaTime: number; presentedFrames: number } | null = null;
  return {
    saw({ mediaTime, presentedFrames }) {
      // Only neighbouring frames tell a frame's length; a dropped or sought one tells nothing.
      if (previous !== null && presentedFrames === previous.presentedFrames + 1) {
        const length = mediaTime - previous.mediaTime;
        if (length >= SHORTEST && length <= LONGEST) shortest = Math.min(shortest ?? LONGEST, length);
      }
      previous = { mediaTime, presentedFrames };
    },
    frameSeconds: () => shortest ?? UNKNOWN,
    reset() {
      shortest = null;
      previous = null;
    },
  };
}
