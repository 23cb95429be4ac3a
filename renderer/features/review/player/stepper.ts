import { frameAt, type FrameLine, middleOf } from '#domain/review/frame-times.ts';
import { createFrameClock } from './frame-clock.ts';
import type { FramePlace } from './port.ts';

/** How long after a seek its frame may come to the screen before it counts as the wrong one. Milliseconds. */
const LANDING = 120;

/** A browser that lands on the wrong frame lands beside the right one. Frames. */
const FAR = 2;

/** Knows which frame is seen, and goes from frame to frame. */
export interface Stepper {
  readonly setFrames: (line: FrameLine | null) => void;
  readonly step: (frames: number) => void;
  readonly showFrameAt: (seconds: number) => void;
  readonly place: () => FramePlace;
  /** A seek by seconds begins: the frame to come is not known yet. */
  readonly left: () => void;
  /** Another clip is opened. */
  readonly reset: () => void;
}

/**
 * Steps by seeking into the middle of the wanted frame's time, then looks at which frame the browser really shows and mends it once.
 * @param seekTo moves the clip, in seconds
 * @param tell says that another frame is seen
 * @param onPresented hears the time of every frame that comes to the screen
 */
export function createStepper(
  video: HTMLVideoElement,
  seekTo: (seconds: number) => void,
  tell: () => void,
  onPresented: (mediaTime: number) => void,
): Stepper {
  const clock = createFrameClock();
  let line: FrameLine | null = null;
  let presented: number | null = null;
  let target: number | null = null;
  let isMended = false;
  let landing: ReturnType<typeof setTimeout> | undefined;

  /** What came to the screen is the truth, unless it is so far off that it belongs to a seek before this one. */
  const seen = (known: FrameLine): number => {
    const due = frameAt(known, video.currentTime);
    const shown = presented === null ? due : frameAt(known, presented);
    return video.paused && Math.abs(shown - due) > FAR ? due : shown;
  };
  const settle = (): void => {
    target = null;
    clearTimeout(landing);
    landing = undefined;
    tell();
  };
  const goTo = (known: FrameLine, frame: number, seconds: number): void => {
    target = frame;
    presented = null;
    clearTimeout(landing);
    landing = undefined;
    seekTo(seconds);
    tell();
  };
  const judge = (): void => {
    landing = undefined;
    if (line === null || target === null || video.seeking) return;
    const got = seen(line);
    if (got === target || isMended || presented === null) return settle();
    isMended = true;
    const off = (line.starts[target] ?? 0) - (line.starts[got] ?? 0);
    goTo(line, target, Math.max(0, middleOf(line, target) + off));
  };
  const look = (): void => {
    if (line === null || target === null || video.seeking) return;
    if (presented !== null && seen(line) === target) settle();
    // The frame of an older seek may still be on its way to the screen: judge when the last one has had its time.
    else landing ??= setTimeout(judge, LANDING);
  };
  const follow = (_now: number, frame: VideoFrameCallbackMetadata): void => {
    presented = frame.mediaTime;
    clock.saw(frame);
    onPresented(frame.mediaTime);
    look();
    video.requestVideoFrameCallback(follow);
  };
  video.requestVideoFrameCallback(follow);
  video.addEventListener('seeked', look);

  const show = (frame: number): void => {
    if (line === null) return;
    isMended = false;
    const last = line.starts.length - 1;
    const wanted = Math.min(last, Math.max(0, frame));
    goTo(line, wanted, middleOf(line, wanted));
  };
  return {
    setFrames(next) {
      line = next;
      target = null;
      tell();
    },
    step(frames) {
      if (line !== null) show((target ?? seen(line)) + frames);
      else seekTo(video.currentTime + frames * clock.frameSeconds());
    },
    showFrameAt(seconds) {
      if (line === null) seekTo(seconds);
      else show(frameAt(line, seconds));
    },
    place() {
      if (line === null) {
        const time = video.currentTime;
        return { number: Math.round(time / clock.frameSeconds()) + 1, total: null, time };
      }
      const frame = target ?? seen(line);
      return { number: frame + 1, total: line.starts.length, time: line.starts[frame] ?? 0 };
    },
    left() {
      target = null;
      presented = null;
    },
    reset() {
      line = null;
      target = null;
      presented = null;
      clock.reset();
    },
  };
}
