import { frameAt, type FrameLine, middleOf } from '#domain/review/frame-times.ts';
import { createFrameClock } from './frame-clock.ts';
import type { FramePlace } from './port.ts';

/** How long after a seek its frame may come to the screen before it counts as the wrong one. Milliseconds. */
const LANDING = 120;

/** A browser that lands on the wrong frame lands beside the right one. Frames. */
const FAR = 2;

/** What a stepper tells and asks. */
export interface StepperHooks {
  /** Moves the clip, in seconds. */
  readonly seekTo: (seconds: number) => void;
  /** Another frame is seen. */
  readonly tell: () => void;
  /** A frame came to the screen; its time in seconds. */
  readonly onPresented: (mediaTime: number) => void;
}

/**
 * Knows which frame is seen, and goes from frame to frame: by seeking into the middle of the wanted frame's time, then looking at which
 * frame the browser really shows, and mending it once.
 */
export class Stepper {
  readonly #video: HTMLVideoElement;
  readonly #hooks: StepperHooks;
  readonly #clock = createFrameClock();
  #line: FrameLine | null = null;
  #presented: number | null = null;
  #target: number | null = null;
  #isMended = false;
  #landing: ReturnType<typeof setTimeout> | undefined;

  constructor(video: HTMLVideoElement, hooks: StepperHooks) {
    this.#video = video;
    this.#hooks = hooks;
    const follow = (_now: number, frame: VideoFrameCallbackMetadata): void => {
      this.#presented = frame.mediaTime;
      this.#clock.saw(frame);
      hooks.onPresented(frame.mediaTime);
      this.#look();
      video.requestVideoFrameCallback(follow);
    };
    video.requestVideoFrameCallback(follow);
    video.addEventListener('seeked', () => this.#look());
  }

  setFrames(line: FrameLine | null): void {
    this.#line = line;
    this.#target = null;
    this.#hooks.tell();
  }

  /** Steps whole frames; without the container's times by the length of a frame as it was learnt from play. */
  step(frames: number): void {
    if (this.#line !== null) this.#show(this.#line, (this.#target ?? this.#seen(this.#line)) + frames);
    else this.#hooks.seekTo(this.#video.currentTime + frames * this.#clock.frameSeconds());
  }

  showFrameAt(seconds: number): void {
    if (this.#line === null) this.#hooks.seekTo(seconds);
    else this.#show(this.#line, frameAt(this.#line, seconds));
  }

  place(): FramePlace {
    const line = this.#line;
    if (line === null) {
      const time = this.#video.currentTime;
      return { number: Math.round(time / this.#clock.frameSeconds()) + 1, total: null, time };
    }
    const frame = this.#target ?? this.#seen(line);
    return { number: frame + 1, total: line.starts.length, time: line.starts[frame] ?? 0 };
  }

  /** A seek by seconds begins: the frame to come is not known yet. */
  left(): void {
    this.#target = null;
    this.#presented = null;
  }

  /** Another clip is opened. */
  reset(): void {
    this.left();
    this.#stopWaiting();
    this.#line = null;
    this.#clock.reset();
  }

  /** What came to the screen is the truth, unless it is so far off that it belongs to a seek before this one. */
  #seen(line: FrameLine): number {
    const due = frameAt(line, this.#video.currentTime);
    const shown = this.#presented === null ? due : frameAt(line, this.#presented);
    return this.#video.paused && Math.abs(shown - due) > FAR ? due : shown;
  }

  #show(line: FrameLine, frame: number): void {
    this.#isMended = false;
    const wanted = Math.min(line.starts.length - 1, Math.max(0, frame));
    this.#goTo(wanted, middleOf(line, wanted));
  }

  #goTo(frame: number, seconds: number): void {
    this.#target = frame;
    this.#presented = null;
    this.#stopWaiting();
    this.#hooks.seekTo(seconds);
    this.#hooks.tell();
  }

  #look(): void {
    if (this.#line === null || this.#target === null || this.#video.seeking) return;
    if (this.#presented !== null && this.#seen(this.#line) === this.#target) this.#settle();
    // The frame of an older seek may still be on its way to the screen: judge when the last one has had its time.
    else this.#landing ??= setTimeout(() => this.#judge(), LANDING);
  }

  #judge(): void {
    this.#stopWaiting();
    const [line, target] = [this.#line, this.#target];
    if (line === null || target === null || this.#video.seeking) return;
    const got = this.#seen(line);
    if (got === target || this.#isMended || this.#presented === null) return this.#settle();
    this.#isMended = true;
    const off = (line.starts[target] ?? 0) - (line.starts[got] ?? 0);
    this.#goTo(target, Math.max(0, middleOf(line, target) + off));
  }

  #settle(): void {
    this.#target = null;
    this.#stopWaiting();
    this.#hooks.tell();
  }

  #stopWaiting(): void {
    clearTimeout(this.#landing);
    this.#landing = undefined;
  }
}
