import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frameIndex } from '#contract/frames.ts';
import type { ItemView } from '#contract/review.ts';
import { verdictDocument } from '#contract/verdicts.ts';
import { unpackFrames } from '#domain/review/frame-times.ts';
import type { DrivenApp } from '#scripts/lib/electron-app.ts';
import { until } from '#scripts/lib/until.ts';
import { keys, press } from '#scripts/tour/hands.ts';
import { shownAfter, shownInReview } from '#scripts/tour/page-reader.ts';
import { openDesk, type ReviewDesk } from '#test/support/review-desk.ts';

const ITEMS = 24;
let desk: ReviewDesk;
let lupa: DrivenApp;
beforeAll(async () => {
  desk = await openDesk(ITEMS);
  lupa = await desk.enrolled('ana', 'reviewer');
  await desk.begin(lupa);
  await desk.gate.cut();
}, 180_000);
afterAll(() => desk.close());

interface ShownClip {
  readonly item: string;
  readonly starts: Float64Array;
  readonly isSteady: boolean;
}

/** The shown item's first clip, when it plays; its frame times as the core tells them. */
async function shownClip(): Promise<ShownClip | null> {
  const now = await shownInReview(lupa.page);
  if (now.kind === 'done') throw new Error('nothing is left to look at');
  const answer = (await lupa.call('review', 'item', { item_id: now.itemId })) as { value?: ItemView };
  const [clip] = answer.value?.clips ?? [];
  if (clip?.state !== 'ready') return null;
  const told = (await lupa.call('media', 'frames', { sha256: clip.clip.sha256 })) as { value?: unknown };
  const { frames, duration_s } = frameIndex.parse(told.value);
  if (frames === null) return null;
  return { item: now.itemId, starts: unpackFrames(frames, duration_s ?? 0).starts, isSteady: frames.runs.length <= 2 };
}

/** Goes on without deciding to a clip of that kind. */
async function goToClip(isWanted: (clip: ShownClip) => boolean): Promise<ShownClip> {
  for (let tries = 0; tries < ITEMS; tries += 1) {
    const clip = await shownClip();
    if (clip !== null && isWanted(clip)) return clip;
    const now = await shownInReview(lupa.page);
    if (now.kind === 'done') break;
    await press(lupa.page, keys.next);
    await shownAfter(lupa.page, now.itemId, 3_000);
  }
  throw new Error('the batch has no such clip');
}

async function watchFrames(): Promise<void> {
  await lupa.page.locator('[data-player-state="ready"]').waitFor();
  await lupa.page.locator('[data-frame-exact]').waitFor();
  await lupa.page.locator('[data-slot][data-active] video').evaluate((element) => {
    const player = element as HTMLVideoElement;
    const follow = (_now: number, { mediaTime }: VideoFrameCallbackMetadata): void => {
      player.dataset.seen = String(mediaTime);
      player.requestVideoFrameCallback(follow);
    };
    player.requestVideoFrameCallback(follow);
  });
}

async function stepTo(key: string, frame: number, starts: Float64Array): Promise<void> {
  await lupa.page.keyboard.press(key);
  await lupa.page.locator(`[data-frame="${frame}"]`).waitFor();
  await until(`frame ${frame} is on the screen`, async () => {
    const seen = await lupa.page.locator('[data-slot][data-active] video').getAttribute('data-seen');
    return Math.abs(Number(seen) - (starts[frame - 1] ?? -1)) < 0.002;
  });
}

describe('frames in the real Electron', () => {
  it.each([
    ['steady', true],
    ['unsteady', false],
  ])('check 11: . and , move exactly one frame of a %s clip', async (_kind, isSteady) => {
    const { starts } = await goToClip((clip) => clip.isSteady === isSteady);
    await watchFrames();
    await lupa.page.keyboard.press('Home');
    for (let frame = 2; frame <= 8; frame += 1) await stepTo('.', frame, starts);
    for (let frame = 7; frame >= 5; frame -= 1) await stepTo(',', frame, starts);
    await stepTo('Shift+Period', 15, starts);
  });

  it('check 13: the preview strip is drawn while the hub is out of reach', async () => {
    const { page } = lupa;
    await page.locator('[data-timeline]').hover();
    await page.waitForFunction(() => document.querySelectorAll('[data-preview-strip] [data-drawn]').length === 20);
    expect(await page.locator('[data-preview-strip] [data-here]').count()).toBe(1);
  });

  it('marks travel with the verdict to the hub', async () => {
    const { page } = lupa;
    await page.keyboard.press('t');
    await page.keyboard.press('i');
    await page.keyboard.press('Shift+Period');
    await page.keyboard.press('o');
    await page.locator('[data-evidence="2"]').waitFor();
    const now = await shownInReview(page);
    await press(page, 'a');
    await until('the verdict is given', async () => {
      const after = await shownInReview(page);
      return now.kind !== 'done' && (after.kind === 'done' || after.itemId !== now.itemId);
    });
    await desk.uploaded(lupa);
    const [result] = await desk.results();
    const verdict = verdictDocument.parse(JSON.parse(result?.body ?? '{}'));
    expect(verdict.choices.evidence).toMatchObject([{ to_s: null }, { note: '' }]);
    const [moment, stretch] = verdict.choices.evidence;
    expect(stretch?.from_s).toBe(moment?.from_s);
    expect(stretch?.to_s).toBeGreaterThan(stretch?.from_s ?? Number.POSITIVE_INFINITY);
  });
});
