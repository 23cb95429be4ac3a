/** One decision, from the key press to the frame in which the next item is on the screen. */
export interface PaceSample {
  readonly key_to_next_frame_ms: number;
}

declare global {
  interface Window {
    /** Samples of this page, oldest first; read by tests and benchmarks. */
    lupaPace?: PaceSample[];
  }
}

const MOST_KEPT = 5_000;

/** Measures inside the page how long a reviewer waits. */
export interface Pace {
  /** A decision begins: its clock starts at the key press that is being handled, or now. */
  readonly begin: () => void;
  /** The next item is in its place; call what this returns once it has been painted. */
  readonly shown: () => () => void;
  /** It came to nothing: no sample. */
  readonly cancel: () => void;
}

/** Starts listening for key presses; the samples are in `window.lupaPace`. */
export function createPace(target: Window): Pace {
  const samples: PaceSample[] = [];
  target.lupaPace = samples;
  let pressedAt = 0;
  let begunAt: number | null = null;
  target.addEventListener('keydown', (event) => (pressedAt = event.timeStamp), { capture: true });
  return {
    begin() {
      const now = performance.now();
      // A decision by mouse has no key press near it.
      begunAt = now - pressedAt < 100 ? pressedAt : now;
      performance.mark('lupa-decision');
    },
    shown() {
      // Taken now: by the time it is painted, the next decision may have begun.
      const since = begunAt;
      begunAt = null;
      return () => {
        if (since === null) return;
        performance.mark('lupa-next-frame');
        samples.push({ key_to_next_frame_ms: performance.now() - since });
        if (samples.length > MOST_KEPT) samples.shift();
      };
    },
    cancel() {
      begunAt = null;
    },
  };
}

/** Resolves when what was just changed in the page has been painted. */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    // A hidden window paints nothing and calls no frame back; there the change counts as shown at once.
    if (document.hidden) resolve();
    else requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
  });
}
