const SHORTEST = 1 / 240;
const LONGEST = 1 / 5;
const UNKNOWN = 1 / 30;

/** Learns how long a frame of the clip lasts by watching which moments are presented while it plays. */
export interface FrameClock {
  readonly watch: (video: HTMLVideoElement) => void;
  /** Seconds per frame. */
  readonly frameSeconds: () => number;
  readonly reset: () => void;
}

export function createFrameClock(): FrameClock {
  let shortest: number | null = null;
  let previous: { mediaTime: number; presentedFrames: number } | null = null;
  let isWatching = false;
  return {
    watch(video) {
      if (isWatching) return;
      isWatching = true;
      const next = (_now: number, { mediaTime, presentedFrames }: VideoFrameCallbackMetadata): void => {
        // Only neighbouring frames tell a frame's length; a dropped or sought one tells nothing.
        if (previous !== null && presentedFrames === previous.presentedFrames + 1) {
          const length = mediaTime - previous.mediaTime;
          if (length >= SHORTEST && length <= LONGEST) shortest = Math.min(shortest ?? LONGEST, length);
        }
        previous = { mediaTime, presentedFrames };
        if (video.paused) isWatching = false;
        else video.requestVideoFrameCallback(next);
      };
      video.requestVideoFrameCallback(next);
    },
    frameSeconds: () => shortest ?? UNKNOWN,
    reset() {
      shortest = null;
      previous = null;
    },
  };
}
