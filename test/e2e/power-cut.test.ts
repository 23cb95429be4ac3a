import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leadUpTo, press } from '#scripts/tour/hands.ts';
import { shownInReview } from '#scripts/tour/page-reader.ts';
import { planFor } from '#scripts/tour/plan.ts';
import { type Moments, nothingReviewed, reviewItems } from '#scripts/tour/reviewing.ts';
import { openDesk, type ReviewDesk } from '#test/support/review-desk.ts';

const CUTS = 10;
const ITEMS = 32;
const quiet: Moments = { before: () => Promise.resolve(), during: () => Promise.resolve() };

let desk: ReviewDesk;
beforeAll(async () => {
  desk = await openDesk(ITEMS);
}, 180_000);
afterAll(() => desk.close());

describe('a power cut at any moment', () => {
  it('check 16: loses no acknowledged verdict and doubles none', async () => {
    const reviewed = nothingReviewed();
    const first = await desk.enrolled('ana', 'reviewer');
    await desk.begin(first);
    await first.close();
    await desk.gate.cut();
    for (let cut = 0; cut < CUTS; cut += 1) {
      const lupa = await desk.open('ana');
      await shownInReview(lupa.page);
      // Two whole verdicts, then the power goes somewhere between a third one's key and what follows it.
      await reviewItems(lupa, reviewed.items.size + 2, 'en', quiet, reviewed);
      const now = await shownInReview(lupa.page);
      expect(now.kind).toBe('item');
      const key = await leadUpTo(lupa.page, planFor(cut, 'en'));
      await Promise.race([press(lupa.page, key).catch(() => undefined), pause(cut * 7)]);
      desk.cutPower(lupa);
    }
    const last = await desk.open('ana');
    await shownInReview(last.page);
    await desk.uploaded(last);
    const results = await desk.results();
    const ids = new Set(results.map((each) => each.id));
    expect([...reviewed.acknowledged].filter((id) => !ids.has(id))).toEqual([]);
    const effective = results.filter((each) => each.effective).map((each) => each.item_id);
    expect(new Set(effective).size).toBe(effective.length);
    expect(reviewed.items.size).toBe(CUTS * 2);
    expect([...reviewed.items].filter((item) => !effective.includes(item))).toEqual([]);
  });
});
