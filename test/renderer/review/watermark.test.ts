import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personAs } from '#renderer/bridge/memory/fixtures.ts';
import { type MemoryPages, startMemoryPages } from '#test/support/chromium.ts';
import { waitForClip, waitForRecord } from '#test/support/review-page.ts';

let pages: MemoryPages;
let page: Page;

beforeAll(async () => {
  pages = await startMemoryPages();
  page = await pages.open();
  await waitForRecord(page, 'demo-001');
  await waitForClip(page);
});
afterAll(() => pages.close());

const setDisplay = (display: string): Promise<void> =>
  page.locator('[data-watermark]').evaluate((mark, value) => {
    if (mark instanceof SVGElement) mark.style.display = value;
  }, display);
const picture = (): Promise<Buffer> => page.locator('[data-stage-focus]').screenshot({ animations: 'disabled' });

describe('the watermark', () => {
  it('names the person at the screen', async () => {
    const mark = page.locator('[data-stage-focus] [data-watermark]');
    expect(await mark.getAttribute('data-watermark')).toBe(personAs('reviewer').id);
  });

  it('lies in the picture of the clip', async () => {
    const shown = await picture();
    expect((await picture()).equals(shown)).toBe(true);
    await setDisplay('none');
    expect((await picture()).equals(shown)).toBe(false);
    await setDisplay('');
    expect((await picture()).equals(shown)).toBe(true);
  });

  it('lets the pointer through to what lies below', async () => {
    const hit = await page.locator('[data-stage-focus]').evaluate((stage) => {
      const { x, y, width, height } = stage.getBoundingClientRect();
      return document.elementFromPoint(x + width / 2, y + height / 2)?.closest('[data-watermark]') === null;
    });
    expect(hit).toBe(true);
  });
});
