import type { Page } from 'playwright-core';
import type { Language } from '#contract/ids.ts';
import type { DrivenApp } from '#scripts/lib/electron-app.ts';
import { until } from '#scripts/lib/until.ts';
import { keys, leadUpTo, look, press } from './hands.ts';
import { recentVerdicts, shown, shownAfter, shownInReview } from './page-reader.ts';
import { type ItemPlan, planFor } from './plan.ts';

/** What a review by keyboard left behind. */
export interface Reviewed {
  /** Items on which the page acknowledged a verdict. */
  readonly items: Set<string>;
  /** Ids of all results that the page acknowledged as verdicts, also those that were taken back later. */
  readonly acknowledged: Set<string>;
  readonly kinds: Record<string, number>;
  /** Keys that had to be pressed a second time because the storage process was away. */
  repeated: number;
}

/** Things that happen at an item of the tour, from outside. */
export interface Moments {
  /** Before item `index` (from 0) is looked at. */
  before(index: number): Promise<void>;
  /** With the key that gives its verdict. */
  during(index: number): Promise<void>;
}

const PATIENCE_MS = 10_000;

export const nothingReviewed = (): Reviewed => ({ items: new Set(), acknowledged: new Set(), kinds: {}, repeated: 0 });

/** Notes the verdict that the page has just acknowledged by going on. */
async function acknowledge(app: DrivenApp, itemId: string, reviewed: Reviewed): Promise<void> {
  const verdict = await until('the newest verdict can be read', async () => {
    const recent = await recentVerdicts(app, 10);
    return recent?.find((each) => each.item_id === itemId);
  });
  reviewed.items.add(itemId);
  reviewed.acknowledged.add(verdict.result_id);
  reviewed.kinds[verdict.kind] = (reviewed.kinds[verdict.kind] ?? 0) + 1;
}

/** Gives the verdict of the plan on the shown item and waits until the page goes on; presses again when it does not. */
async function decide(
  app: DrivenApp,
  plan: ItemPlan,
  itemId: string,
  reviewed: Reviewed,
  during: () => Promise<void>,
): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const key = await leadUpTo(app.page, plan);
    await Promise.all([press(app.page, key), attempt === 0 ? during() : Promise.resolve()]);
    const next = await shownAfter(app.page, itemId, PATIENCE_MS);
    if (next !== null) return acknowledge(app, itemId, reviewed);
    reviewed.repeated += 1;
  }
  throw new Error(`no verdict was acknowledged on item ${itemId} after five tries`);
}

async function takeBack(page: Page, itemId: string): Promise<void> {
  await press(page, keys.undo);
  await until('the item that was taken back is open again', async () => {
    const now = await shown(page);
    return now.kind === 'item' && now.itemId === itemId;
  });
}

async function afterwards(app: DrivenApp, plan: ItemPlan, itemId: string, reviewed: Reviewed): Promise<void> {
  if (plan.after === 'nothing') return;
  await takeBack(app.page, itemId);
  if (plan.after === 'undo_decide_again') {
    return decide(app, { ...plan, kind: 'uphold', after: 'nothing' }, itemId, reviewed, () => Promise.resolve());
  }
  await press(app.page, keys.redo);
  const next = await shownAfter(app.page, itemId, PATIENCE_MS);
  if (next === null) throw new Error(`redo did not give the verdict on item ${itemId} again`);
  await acknowledge(app, itemId, reviewed);
}

/** Skips the item and comes back to it by the keys; where it is the last one, there is nowhere to go and back from. */
async function skipAndReturn(page: Page, itemId: string): Promise<void> {
  await press(page, keys.skip);
  const other = await shownAfter(page, itemId, 2_000);
  if (other?.kind !== 'item') return;
  await press(page, keys.previous);
  await shownAfter(page, other.itemId, 2_000);
}

/**
 * Reviews items by keyboard alone until `count` have a verdict or nothing is left. The review screen must be open.
 */
export async function reviewItems(
  app: DrivenApp,
  count: number,
  language: Language,
  moments: Moments,
  reviewed: Reviewed,
): Promise<void> {
  const { page } = app;
  let moves = 0;
  while (reviewed.items.size < count) {
    const index = reviewed.items.size;
    const plan = planFor(index, language);
    const first = await shownInReview(page);
    if (first.kind === 'done') return;
    if (reviewed.items.has(first.itemId)) {
      moves += 1;
      if (moves > count * 2) throw new Error('the keys do not lead to an undecided item');
      await press(page, keys.next);
      await shownAfter(page, first.itemId, 2_000);
      continue;
    }
    await moments.before(index);
    for (const way of plan.looks) {
      if (way === 'skip_and_return') await skipAndReturn(page, first.itemId);
      else await look(page, way);
    }
    const now = await shownInReview(page);
    if (now.kind === 'done' || reviewed.items.has(now.itemId)) continue;
    await decide(app, plan, now.itemId, reviewed, () => moments.during(index));
    await afterwards(app, plan, now.itemId, reviewed);
  }
}
