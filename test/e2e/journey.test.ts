import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DrivenApp } from '#scripts/lib/electron-app.ts';
import { until } from '#scripts/lib/until.ts';
import { keys, openForm, press } from '#scripts/tour/hands.ts';
import { shown, shownAfter, shownInReview, statusOf } from '#scripts/tour/page-reader.ts';
import { type Moments, nothingReviewed, reviewItems } from '#scripts/tour/reviewing.ts';
import { openDesk, type ReviewDesk } from '#test/support/review-desk.ts';

const ITEMS = 8;
const quiet: Moments = { before: () => Promise.resolve(), during: () => Promise.resolve() };
const reviewed = nothingReviewed();

let desk: ReviewDesk;
let lupa: DrivenApp;
beforeAll(async () => {
  desk = await openDesk(ITEMS);
  lupa = await desk.enrolled('ana', 'reviewer');
  await desk.begin(lupa);
}, 180_000);
afterAll(() => desk.close());

const itemShown = async (): Promise<string> => {
  const now = await shownInReview(lupa.page);
  if (now.kind === 'done') throw new Error('nothing is left to review');
  return now.itemId;
};

/** What a reviewer would miss if it were gone. */
const begun = () =>
  lupa.page.evaluate(() => {
    const video = document.querySelector<HTMLVideoElement>('[data-slot][data-active] video');
    return {
      item: document.querySelector('[data-item-id]')?.getAttribute('data-item-id') ?? null,
      form: document.querySelector('[data-verdict-bar]')?.getAttribute('data-form') ?? null,
      note: document.querySelector<HTMLTextAreaElement>('#verdict-note')?.value ?? null,
      second: Math.round((video?.currentTime ?? 0) * 10) / 10,
    };
  });

describe('a day of a reviewer', () => {
  it('goes on without the hub, and through the death of the storage process', async () => {
    await desk.gate.cut();
    const moments: Moments = {
      before: () => Promise.resolve(),
      async during(index) {
        const pid = index === 2 ? await lupa.corePid() : null;
        if (pid !== null) process.kill(pid, 'SIGKILL');
      },
    };
    await reviewItems(lupa, 4, 'en', moments, reviewed);
    expect(reviewed.items.size).toBe(4);
    expect(await statusOf(lupa)).toMatchObject({ reachable: false });
    expect(await desk.results()).toEqual([]);
  });

  it('check 17: keeps the item, the second, the form and the note when the language changes and when the app is killed', async () => {
    const clipOf = async (): Promise<string | null> => {
      const item = await itemShown();
      const isPlaying = await lupa.page.evaluate(
        () => (document.querySelector<HTMLVideoElement>('[data-slot][data-active] video')?.duration ?? 0) > 4,
      );
      return isPlaying ? item : null;
    };
    // Not every item has a clip; go on to one that has.
    for (let tries = 0; tries < ITEMS && (await clipOf()) === null; tries += 1) {
      const before = await itemShown();
      await press(lupa.page, keys.next);
      await shownAfter(lupa.page, before, 3_000);
      await until('the clip is ready or there is none', async () => (await clipOf()) !== null, 10_000).catch(
        () => null,
      );
    }
    expect(await clipOf()).not.toBeNull();
    await press(lupa.page, 'ArrowRight');
    await openForm(lupa.page, 'insufficient_evidence');
    await press(lupa.page, keys.note);
    await lupa.page.keyboard.type('half a thou');
    const before = await until('the clip stands at its third second', async () => {
      const now = await begun();
      return now.second > 1 ? now : null;
    });
    expect(before).toMatchObject({ form: 'insufficient_evidence', note: 'half a thou' });

    await press(lupa.page, keys.language);
    await until('the interface speaks Spanish', () => lupa.page.evaluate(() => document.documentElement.lang === 'es'));
    expect(await begun()).toEqual(before);

    await until('the draft is on disk', async () => {
      const answer = (await lupa.call('review', 'item', { item_id: before.item })) as {
        value?: { draft: { choices: { note: string }; playhead_s: number | null } | null };
      };
      const draft = answer.value?.draft;
      return draft?.choices.note === before.note && Math.abs((draft.playhead_s ?? 0) - before.second) < 0.2;
    });
    desk.cutPower(lupa);
    lupa = await desk.open('ana');
    await shownInReview(lupa.page);
    const after = await until('the clip stands where it stood', async () => {
      const now = await begun();
      return Math.abs(now.second - before.second) < 0.2 ? now : null;
    });
    expect({ ...after, second: before.second }).toEqual(before);
    expect(await lupa.page.evaluate(() => document.documentElement.lang)).toBe('es');
    await press(lupa.page, keys.leave, keys.leave);
  });

  it('ends with every verdict in the hub once, in effect', async () => {
    await reviewItems(lupa, ITEMS, 'es', quiet, reviewed);
    await desk.uploaded(lupa);
    const results = await desk.results();
    const effective = results.filter((each) => each.effective && each.type === 'verdict');
    expect(new Set(effective.map((each) => each.item_id))).toEqual(reviewed.items);
    expect(effective).toHaveLength(ITEMS);
    expect(results.map((each) => each.id)).toEqual(expect.arrayContaining([...reviewed.acknowledged]));
    expect(new Set(results.map((each) => each.id)).size).toBe(results.length);
  });

  it('check 9: can take a verdict back after it was uploaded, and decide again', async () => {
    expect(await shown(lupa.page)).toEqual({ kind: 'done' });
    await press(lupa.page, keys.undo);
    const item = await until('an item is open again', async () => {
      const now = await shown(lupa.page);
      return now.kind === 'item' ? now.itemId : null;
    });
    await desk.uploaded(lupa);
    const effectiveOf = async (): Promise<string[]> =>
      (await desk.results()).filter((each) => each.item_id === item && each.effective).map((each) => each.type);
    await until('the withdrawal is in effect', async () => (await effectiveOf()).join() === 'withdrawal');

    await press(lupa.page, keys.leave, keys.leave, 'a');
    await until('the queue is through again', async () => (await shown(lupa.page)).kind === 'done');
    await desk.uploaded(lupa);
    const ofItem = (await desk.results()).filter((each) => each.item_id === item);
    expect(ofItem.filter((each) => each.effective)).toMatchObject([{ type: 'verdict', kind: 'uphold' }]);
    expect(ofItem.length).toBeGreaterThanOrEqual(3);
  });

  it('leaves nothing on the disk that another user of the computer may read', () => {
    const own = join(desk.place.folder, 'ana');
    const data = join(own, 'data');
    const kept = readdirSync(data, { recursive: true, encoding: 'utf8' }).map((name) => join(data, name));
    expect(kept.some((path) => path.endsWith('.db'))).toBe(true);
    expect([own, data, ...kept].filter((path) => (statSync(path).mode & 0o077) !== 0)).toEqual([]);
  });
});
