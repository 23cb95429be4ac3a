import type { ClipView, ItemView } from '#contract/review.ts';
import type { ClipSource } from './player/port.ts';

/** The clip to open of an item: the one its draft names, else the first. */
export function openingClip(view: ItemView): number {
  const ordinal = view.draft?.clip_ordinal ?? null;
  const place = view.clips.findIndex(({ clip }) => clip.ordinal === ordinal);
  return Math.max(0, place);
}

/** What the player needs of a clip; null when it is not on this device. */
export function sourceOf(view: ItemView, index: number): ClipSource | null {
  const clip: ClipView | undefined = view.clips[index];
  if (clip?.state !== 'ready') return null;
  const isDrafted = view.draft !== null && view.draft.clip_ordinal === clip.clip.ordinal;
  return {
    key: `${view.item.id}:${clip.clip.ordinal}`,
    url: clip.url,
    sha256: clip.clip.sha256,
    mime: clip.clip.mime,
    startAt: isDrafted ? (view.draft?.playhead_s ?? 0) : 0,
  };
}
