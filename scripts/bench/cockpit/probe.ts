import type { Page } from 'playwright-core';

const PATIENCE_MS = 15_000;

/** What is to be on the screen after a key. */
export type Sight = 'another_item' | 'another_language' | 'commands' | 'another_frame';

/** From the key event to the frame that shows it, in milliseconds; for a frame of the clip, also its time in the clip in seconds. */
export interface Seen {
  readonly ms: number;
  readonly mediaTime: number | null;
}

interface Probe {
  arm(sight: Sight): void;
  seen: Promise<Seen> | null;
}

type Probed = typeof globalThis & { benchProbe: Probe };

/** Runs in the page, apart from the page's own clock; the same in the application and in its floor. */
function install(): void {
  const activeVideo = (): HTMLVideoElement | null => document.querySelector('[data-slot][data-active] video');
  const itemOf = (): string | null =>
    document.querySelector('[data-screen="review"]')?.getAttribute('data-item-id') ?? null;
  const probe: Probe = { seen: null, arm: () => undefined };
  (globalThis as Probed).benchProbe = probe;
  const keyDown = (): Promise<number> =>
    new Promise((resolve) => {
      addEventListener('keydown', ({ timeStamp }) => resolve(timeStamp), { capture: true, once: true });
    });
  /** The frame in which a condition holds has been painted when the one after it begins. */
  const painted = async (start: number, holds: () => boolean): Promise<Seen> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!holds()) requestAnimationFrame(look);
        else requestAnimationFrame(() => resolve({ ms: performance.now() - start, mediaTime: null }));
      };
      requestAnimationFrame(look);
    });
  const framed = (start: number, video: HTMLVideoElement, before: number): Promise<Seen> =>
    new Promise((resolve) => {
      const look = (_now: number, { mediaTime }: VideoFrameCallbackMetadata): void => {
        if (Math.abs(mediaTime - before) < 1e-4) video.requestVideoFrameCallback(look);
        else resolve({ ms: performance.now() - start, mediaTime });
      };
      video.requestVideoFrameCallback(look);
    });
  /** The frame that the last step led to, and of which clip. */
  let last = { clip: '', mediaTime: Number.NaN };
  probe.arm = (sight) => {
    const [item, language] = [itemOf(), document.documentElement.lang];
    const conditions: Record<Exclude<Sight, 'another_frame'>, () => boolean> = {
      another_item: () => itemOf() !== item && (activeVideo()?.readyState ?? 0) >= 2,
      another_language: () => document.documentElement.lang !== language,
      commands: () => document.querySelector('[data-command-id]') !== null,
    };
    probe.seen = keyDown().then(async (start) => {
      const video = activeVideo();
      if (sight !== 'another_frame') return painted(start, conditions[sight]);
      if (video === null) throw new Error('there is no clip to step');
      const clip = video.currentSrc;
      const seen = await framed(start, video, last.clip === clip ? last.mediaTime : Number.NaN);
      last = { clip, mediaTime: seen.mediaTime ?? Number.NaN };
      return seen;
    });
  };
}

/** Lays the probe into a page. */
export function installProbe(page: Page): Promise<void> {
  return page.evaluate(install);
}

/** Presses a key and measures until the sight is on the screen. */
export async function timed(page: Page, sight: Sight, key: string): Promise<Seen> {
  await page.evaluate((wanted) => (globalThis as Probed).benchProbe.arm(wanted), sight);
  await page.keyboard.press(key);
  const seen = await page.evaluate(
    (patience) =>
      Promise.race([
        (globalThis as Probed).benchProbe.seen,
        new Promise<null>((resolve) => setTimeout(() => resolve(null), patience)),
      ]),
    PATIENCE_MS,
  );
  if (seen === null) throw new Error(`the key ${key} led to no ${sight} in ${PATIENCE_MS / 1000} seconds`);
  return seen;
}
