import type { FrameIndex } from '#contract/frames.ts';
import type { Sha256 } from '#contract/ids.ts';

declare global {
  interface Window {
    /** Frame indexes of clips, by hash. A page has no way to a clip's bytes, so a test reads them and lays them here first. */
    lupaFrames?: Readonly<Record<string, FrameIndex>>;
  }
}

/** The frame index that was laid down for a clip; without one, a clip whose container tells nothing. */
export function framesOfClip(sha256: Sha256): FrameIndex {
  return window.lupaFrames?.[sha256] ?? { frames: null, duration_s: null, width: null, height: null, rotation: 0 };
}
