import type { Sha256 } from '#contract/ids.ts';
import type { LupaClient } from '#contract/ipc.ts';
import type { ItemView } from '#contract/review.ts';
import { type FrameLine, unpackFrames } from '#domain/review/frame-times.ts';
import { openingClip, sourceOf } from './clips.ts';
import type { PlayerPool } from './player/pool.ts';
import type { PreviewStrip } from './player/preview-strip.ts';

const MOST_KEPT = 8;

/** Gives the seen player its clip's frame times and draws the preview strip: all after the clip is on the screen. */
export interface Framing {
  /** A clip is on the screen. */
  readonly shown: (view: ItemView, clip: number) => Promise<void>;
  /** Asks for the frame times of the clips that come next, the nearest first, before they are needed. */
  readonly ahead: (views: readonly ItemView[]) => Promise<void>;
}

/** Makes the keeper of frame times; the newest few clips' are held. */
export function createFraming(client: LupaClient, pool: PlayerPool, strip: PreviewStrip): Framing {
  const kept = new Map<Sha256, FrameLine | null>();
  const find = async (sha256: Sha256): Promise<FrameLine | null> => {
    const known = kept.get(sha256);
    if (known !== undefined) return known;
    const answer = await client.media.frames({ sha256 });
    if (!answer.ok) return null;
    const { frames, duration_s } = answer.value;
    const line = frames === null ? null : unpackFrames(frames, duration_s ?? 0);
    kept.set(sha256, line);
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value ?? sha256);
    return line;
  };
  let asked: string | null = null;
  // The frame times may come before the player does.
  let waiting: { readonly key: string; readonly line: FrameLine | null } | null = null;
  const hand = (): void => {
    if (waiting === null || pool.active === null || pool.activeKey !== waiting.key) return;
    const { line } = waiting;
    waiting = null;
    pool.active.setFrames(line);
  };
  pool.onChange(hand);
  return {
    async shown(view, clip) {
      const source = sourceOf(view, clip);
      const sha256 = view.clips[clip]?.clip.sha256 ?? null;
      strip.show(source === null ? null : pool.urlOf(source));
      if (source === null || sha256 === null) return;
      asked = source.key;
      const line = await find(sha256);
      // Another clip may have been shown meanwhile.
      if (asked !== source.key) return;
      waiting = { key: source.key, line };
      hand();
    },
    async ahead(views) {
      for (const view of views) {
        const clip = view.clips[openingClip(view)];
        if (clip?.state === 'ready' && clip.clip.sha256 !== null) await find(clip.clip.sha256);
      }
    },
  };
}
