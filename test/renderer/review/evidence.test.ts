import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type MemoryPages, startMemoryPages } from '#test/support/chromium.ts';
import { goToRecord, kept, playhead, waitForClip, waitForNotice, waitForRecord } from '#test/support/review-page.ts';

let pages: MemoryPages;
let page: Page;

beforeAll(async () => {
  pages = await startMemoryPages();
});
afterAll(() => pages.close());
afterEach(() => page.close());

async function open(record: string, options: Readonly<Record<string, string>> = {}): Promise<void> {
  page = await pages.open(options);
  await waitForRecord(page, 'demo-001');
  await goToRecord(page, record);
  await waitForClip(page);
  await page.locator('[data-frame-exact]').waitFor();
}

/** Presses a key and waits until the clip stands on this frame. */
async function go(key: string, frame: number): Promise<void> {
  await page.keyboard.press(key);
  await page.locator(`[data-frame="${frame}"]`).waitFor();
}

/** A moment at frame 51 (2.0 s) and a stretch from frame 52 to 102 of a clip with 25 frames a second. */
async function markBoth(): Promise<void> {
  await go('ArrowRight', 51);
  await page.keyboard.press('t');
  await go('.', 52);
  await page.keyboard.press('i');
  await go('ArrowRight', 102);
  await page.keyboard.press('o');
  await page.locator('[data-evidence="2"]').waitFor();
}

const marks = [
  { clip_ordinal: 0, from_s: 2, to_s: null, note: '' },
  { clip_ordinal: 0, from_s: 2.04, to_s: 4.04, note: '' },
];

describe('evidence marks', () => {
  it('are set by keys, shown on the timeline and as a list, and travel with the verdict', async () => {
    await open('demo-001');
    await markBoth();
    expect(await page.locator('[data-timeline-mark]').count()).toBe(2);
    await page.keyboard.press('Shift+N');
    await page.keyboard.type('the knife');
    await page.keyboard.press('Escape');
    await page.keyboard.press('a');
    await waitForRecord(page, 'demo-002');
    expect(await page.locator('[data-evidence]').getAttribute('data-evidence')).toBe('0');
    const { results, events } = await kept(page);
    expect(results[0]).toMatchObject({ choices: { evidence: [marks[0], { ...marks[1], note: 'the knife' }] } });
    expect(events.findLast(({ detail }) => detail.type === 'verdict')?.detail).toMatchObject({ evidence_marks: 2 });
  });

  it('lead back to their frame by mouse and by keyboard', async () => {
    await open('demo-001');
    await markBoth();
    await go('Home', 1);
    await page.locator('[data-timeline-mark="1"]').click();
    await page.locator('[data-frame="52"]').waitFor();
    await page.keyboard.press('Shift+ArrowLeft');
    await page.locator('[data-frame="51"]').waitFor();
    await go('End', 375);
    await page.locator('[data-evidence-mark="1"]').focus();
    await page.keyboard.press('Enter');
    await page.locator('[data-frame="52"]').waitFor();
    expect(await page.locator('[data-evidence-mark="1"]').getAttribute('aria-pressed')).toBe('true');
  });

  it('are removed and brought back to their place', async () => {
    await open('demo-001');
    await markBoth();
    await page.keyboard.press('Shift+ArrowLeft');
    await page.locator('[data-frame="51"]').waitFor();
    await page.keyboard.press('Delete');
    await page.locator('[data-evidence="1"]').waitFor();
    await waitForNotice(page, 'evidence.removed');
    await page.keyboard.press('Shift+T');
    await page.locator('[data-evidence="2"]').waitFor();
    await expect.poll(async () => Object.values((await kept(page)).drafts)[0]?.choices.evidence).toEqual(marks);
  });

  it('come back with the draft after a restart, and with the verdict after an undo', async () => {
    await open('demo-001', { keep: '1' });
    await markBoth();
    await expect.poll(async () => Object.values((await kept(page)).drafts)[0]?.choices.evidence.length).toBe(2);
    await page.reload();
    await waitForNotice(page, 'review.recovered');
    await page.locator('[data-evidence="2"]').waitFor();
    await page.keyboard.press('a');
    await waitForRecord(page, 'demo-002');
    await page.keyboard.press('Backspace');
    await waitForRecord(page, 'demo-001');
    await page.locator('[data-evidence="2"]').waitFor();
    expect(await page.locator('[data-timeline-mark]').count()).toBe(2);
  });

  it('name their clip when there are several, and lead to it', async () => {
    await open('demo-016');
    await go('ArrowRight', 51);
    await page.keyboard.press('t');
    await page.keyboard.press('u');
    await page.locator('[data-stage] [aria-pressed="true"]', { hasText: 'Clip 2' }).waitFor();
    await waitForClip(page);
    await page.keyboard.press('t');
    await page.locator('[data-evidence="2"]').waitFor();
    expect(await page.locator('[data-timeline-mark]').count()).toBe(1);
    expect(await page.locator('[data-evidence-mark="1"]').innerText()).toContain('Clip 2');
    await page.locator('[data-evidence-mark="0"]').click();
    await page.locator('[data-stage] [aria-pressed="true"]', { hasText: 'Clip 1' }).waitFor();
    await page.locator('[data-frame="51"]').waitFor();
  });

  it('play a stretch over and over until told otherwise', async () => {
    await open('demo-001');
    await page.keyboard.press('Shift+R');
    await waitForNotice(page, 'evidence.noStretch');
    await go('Shift+Period', 11);
    await page.keyboard.press('i');
    await go('Shift+Period', 21);
    await page.keyboard.press('o');
    await page.keyboard.press('Shift+R');
    await waitForNotice(page, 'evidence.loopOn');
    // 0.4 s of clip again and again: without a loop a second and a half would lead far beyond it.
    const seen: number[] = [];
    for (let look = 0; look < 30; look += 1) {
      seen.push(await playhead(page));
      await page.waitForTimeout(50);
    }
    expect(Math.max(...seen)).toBeLessThan(1.2);
    expect(seen.some((at, index) => index > 0 && at < (seen[index - 1] ?? 0))).toBe(true);
    await page.keyboard.press('Shift+R');
    await expect.poll(() => playhead(page), { timeout: 5_000 }).toBeGreaterThan(1.4);
    expect(pages.problems).toEqual([]);
  });

  it('ask for the beginning of a stretch before its end', async () => {
    await open('demo-001');
    await page.keyboard.press('o');
    await waitForNotice(page, 'evidence.beginFirst');
    await page.keyboard.press('Delete');
    await waitForNotice(page, 'evidence.none');
    expect(await page.locator('[data-evidence]').getAttribute('data-evidence')).toBe('0');
  });
});
