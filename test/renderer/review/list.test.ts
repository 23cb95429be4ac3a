import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type MemoryPages, startMemoryPages } from '#test/support/chromium.ts';
import { kept, waitForClip, waitForNotice } from '#test/support/review-page.ts';

let pages: MemoryPages;
let page: Page;

beforeAll(async () => {
  pages = await startMemoryPages();
});
afterAll(() => pages.close());
afterEach(() => page.close());

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** Opens the list of a batch by keys; `place` counts the batches of the queue. */
async function openList(place = 0): Promise<void> {
  page = await pages.open();
  await waitForClip(page);
  await press('g', 'q');
  await page.locator('[data-batch-id]').nth(place).focus();
  await press('l');
  await page.locator('[data-list-item]').first().waitFor();
}

const results = async (): Promise<number> => (await kept(page)).results.length;
const allSeen = () => page.locator('[data-seen="0"]').waitFor();
const stateOf = (row: number) => page.locator('[data-list-item]').nth(row).getAttribute('data-state');

describe('the items of a batch', () => {
  it('are listed with where each stands, and Enter opens the one under the hand', async () => {
    await openList();
    expect(await page.locator('[role="listbox"]').evaluate((list) => list === document.activeElement)).toBe(true);
    await press('ArrowDown', 'ArrowDown');
    const id = await page.locator('[data-at]').getAttribute('data-list-item');
    await press('Enter');
    await page.locator(`[data-screen="review"][data-item-id="${id}"]`).waitFor();
    await press('g', 'q', 'l');
    await page.locator('[data-list-item]').first().waitFor();
    await press('Escape');
    await page.locator('[data-screen="queue"]').waitFor();
  });

  it('several get one verdict once the context of each was seen, and one undo takes all of them back', async () => {
    await openList();
    await press('a');
    await waitForNotice(page, 'list.chooseFirst');
    await press('Space', 'ArrowDown', 'Space');
    await allSeen();
    const contexts = page.locator('[data-context]');
    expect(await contexts.count()).toBe(2);
    expect((await contexts.first().textContent())?.length).toBeGreaterThan(40);
    await press('a');
    await waitForNotice(page, 'review.givenTogether');
    expect(await results()).toBe(2);
    await page.locator('[data-list-item][data-state="decided"]').nth(1).waitFor();
    await press('Backspace');
    await waitForNotice(page, 'list.takenBack');
    await page.waitForFunction(() => document.querySelector('[data-state="decided"]') === null);
    expect([await stateOf(0), await stateOf(1)]).not.toContain('decided');
  });

  it('get no verdict while the context of one was not on the screen', async () => {
    await openList();
    await press('Space');
    for (let row = 0; row < 11; row += 1) await press('Shift+ArrowDown');
    await page.locator('[data-context]').nth(11).waitFor({ state: 'attached' });
    expect(Number(await page.locator('[data-seen]').getAttribute('data-seen'))).toBeGreaterThan(0);
    expect(await page.locator('button[data-command="decision.accept"]').isDisabled()).toBe(true);
    await press('a');
    await waitForNotice(page, 'list.seen');
    expect(await results()).toBe(0);
    for (const card of await page.locator('[data-context]').all()) {
      await card.scrollIntoViewIfNeeded();
      await page.waitForTimeout(30);
    }
    await allSeen();
    await page.locator('button[data-command="decision.accept"]').click();
    await waitForNotice(page, 'review.givenTogether');
    expect(await results()).toBe(12);
  });

  it('of a blind batch show nothing of the first decision and get no verdict together', async () => {
    await openList(1);
    await press('Space');
    await allSeen();
    expect(await page.locator('[data-context]').textContent()).toContain('Must be decided by itself');
    await press('a');
    await waitForNotice(page, 'list.apartSome');
    expect(await results()).toBe(0);
  });

  it('that are decided cannot be chosen, and open with their verdict', async () => {
    await openList();
    await press('Space');
    await allSeen();
    await press('a');
    await waitForNotice(page, 'review.givenTogether');
    await press('Space');
    await waitForNotice(page, 'list.decided');
    expect(await page.locator('[aria-selected="true"]').count()).toBe(0);
    const id = await page.locator('[data-at]').getAttribute('data-list-item');
    await press('Enter');
    await page.locator(`[data-screen="review"][data-item-id="${id}"]`).waitFor();
    expect(pages.problems).toEqual([]);
  });
});
