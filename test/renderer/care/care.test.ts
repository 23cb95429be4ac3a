import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type MemoryPages, startMemoryPages } from '#test/support/chromium.ts';
import { control, kept, waitForClip, waitForRecord } from '#test/support/review-page.ts';

let pages: MemoryPages;
let page: Page;

beforeAll(async () => {
  pages = await startMemoryPages();
});
afterAll(() => pages.close());
afterEach(() => page.close());

async function open(options: Readonly<Record<string, string>> = {}): Promise<void> {
  page = await pages.open(options);
  await waitForRecord(page, 'demo-001');
  await waitForClip(page);
}

const shield = () => page.locator('[data-shield]').getAttribute('data-shield');
const video = () => page.locator('[data-slot][data-active] video');
const filterOf = () => video().evaluate((element) => getComputedStyle(element).filter);

describe('the shield', () => {
  it('goes round with V, is kept as a choice, and stays from item to item', async () => {
    await open();
    expect(await shield()).toBe('');
    const seen: (string | null)[] = [];
    for (let press = 0; press < 5; press += 1) {
      await page.keyboard.press('v');
      seen.push(await shield());
    }
    expect(seen).toEqual(['grey', 'grey blur', 'grey pixelate', 'small', '']);
    await page.keyboard.press('v');
    await page.keyboard.press('v');
    await page.keyboard.press('PageDown');
    await waitForRecord(page, 'demo-002');
    expect(await shield()).toBe('grey blur');
    expect(await filterOf()).toBe('grayscale(1) blur(14px)');
    expect((await kept(page)).preferences.care.shield).toMatchObject({ grey: true, blur: true });
  });

  it('makes blocks of the picture: neighbours become alike', async () => {
    await open();
    const distinct = async () => {
      const shot = await page.locator('[data-stage] [data-shield]').screenshot();
      return shot.length;
    };
    const plain = await distinct();
    for (let press = 0; press < 3; press += 1) await page.keyboard.press('v');
    expect(await filterOf()).toContain('url(');
    expect(await distinct()).toBeLessThan(plain);
  });

  it('is lifted only while Z is held', async () => {
    await open();
    await page.keyboard.press('v');
    await page.keyboard.down('z');
    await expect.poll(shield).toBe('');
    await page.keyboard.down('z');
    expect(await shield()).toBe('');
    await page.keyboard.up('z');
    await expect.poll(shield).toBe('grey');
  });
});

describe('check 28: the blank key', () => {
  it('check 28: a clip starts muted and still', async () => {
    await open();
    const state = await video().evaluate((element: HTMLVideoElement) => ({
      muted: element.muted,
      paused: element.paused,
      autoplay: element.autoplay,
    }));
    expect(state).toEqual({ muted: true, paused: true, autoplay: false });
  });

  it('check 28: blanks, pauses and mutes in the task of the key itself', async () => {
    await open();
    await page.keyboard.press('m');
    await page.keyboard.press('Space');
    await page.waitForFunction(() => document.querySelector<HTMLVideoElement>('[data-active] video')?.paused === false);
    const after = await page.evaluate(() => {
      const press = new KeyboardEvent('keydown', { key: 'b', code: 'KeyB', bubbles: true, cancelable: true });
      document.body.dispatchEvent(press);
      // Still in the same task: no frame, no microtask has passed.
      const player = document.querySelector<HTMLVideoElement>('[data-active] video');
      const cover = document.querySelector('[data-blank]')?.getBoundingClientRect();
      const media = document.querySelector('[data-pane="clip"]')?.getBoundingClientRect();
      return {
        paused: player?.paused,
        muted: player?.muted,
        covered: cover?.width === media?.width && cover?.height === media?.height,
      };
    });
    expect(after).toEqual({ paused: true, muted: true, covered: true });
  });

  it('stays blank on the next item, plays nothing, and lifts by the same key with the sound as it was', async () => {
    await open();
    await page.keyboard.press('m');
    await page.keyboard.press('b');
    await page.keyboard.press('a');
    await waitForRecord(page, 'demo-002');
    await page.locator('[data-blank]').waitFor();
    await page.keyboard.press('Space');
    expect(await video().evaluate((element: HTMLVideoElement) => [element.paused, element.muted])).toEqual([
      true,
      true,
    ]);
    await page.keyboard.press('b');
    await page.locator('[data-blank]').waitFor({ state: 'detached' });
    expect(await video().evaluate((element: HTMLVideoElement) => element.muted)).toBe(false);
  });
});

describe('opting out of a topic', () => {
  it('takes the items away at once, also offline, tells the hub later, and leaves verdicts alone', async () => {
    await open();
    await page.keyboard.press('a');
    await waitForRecord(page, 'demo-002');
    await control(page, 'setOffline', true);
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await page.locator('[data-opt-outs] input').first().waitFor();
    const box = page.locator('[data-opt-outs] label', { hasText: 'Hate speech' }).locator('input');
    await box.check();
    await page.locator('[data-opt-outs] output', { hasText: /left your queue/ }).waitFor();
    expect((await kept(page)).care).toMatchObject({ optOuts: ['hate_speech'], told: [], waiting: ['hate_speech'] });
    expect((await kept(page)).results).toHaveLength(1);
    await control(page, 'setOffline', false);
    await page.keyboard.press('Control+s');
    await expect.poll(async () => (await kept(page)).care.told).toEqual([['hate_speech']]);
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    for (let step = 0; step < 30; step += 1) {
      const decision = page.locator('[data-original-decision]');
      expect(await decision.textContent()).not.toContain('Hate speech');
      if ((await page.locator('[data-queue-done]').count()) > 0) break;
      await page.keyboard.press('PageDown');
    }
  });
});

describe('time and breaks', () => {
  async function withTime(work_s: number, total_s: number): Promise<void> {
    await page.evaluate(
      ([work, total]) => {
        const today = window.lupaMemory?.kept.care.today;
        if (today === undefined) throw new Error('not a memory page');
        today.since_break = { work_s: work ?? 0, shown_s: 0 };
        today.shown = [{ severity: 3, seconds: total ?? 0 }];
      },
      [work_s, total_s],
    );
    // The care page asks for the day anew.
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await page.locator('[data-screen="care"]').waitFor();
  }

  it('asks for a break beside the work: no focus, no modal, the note goes on', async () => {
    await open();
    await withTime(3_700, 0);
    await page.locator('[data-care-prompt="break"]').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    await page.keyboard.press('n');
    await page.keyboard.type('half a thought');
    expect(await page.locator('#verdict-note').inputValue()).toBe('half a thought');
    expect(await page.locator('[role="dialog"]').count()).toBe(0);
    await page.locator('[data-care-prompt] [data-command="care.later"]').click();
    await page.locator('[data-care-prompt]').waitFor({ state: 'detached' });
    expect(await page.locator('#verdict-note').inputValue()).toBe('half a thought');
  });

  it('keeps a break in the ledger, also in the open one, shows nothing of the work, and the count begins anew', async () => {
    await open();
    await withTime(3_700, 0);
    const today = page.locator('[data-ledger] tbody tr').first();
    expect(await today.innerText()).toContain('None');
    await page.locator('[data-care-prompt] [data-command="app.break"]').click();
    await page.locator('[role="dialog"]').waitFor();
    const cover = page.locator('[data-cover]');
    expect(await cover.evaluate((element) => getComputedStyle(element).backgroundColor)).toMatch(/^rgb\(/);
    expect(await cover.boundingBox()).toEqual({ x: 0, y: 0, width: 1280, height: 720 });
    await page.keyboard.press('Escape');
    await page.locator('[data-care-prompt]').waitFor({ state: 'detached' });
    expect((await kept(page)).care.today.breaks.count).toBe(1);
    await today.filter({ hasText: /1 · \d+ min/ }).waitFor();
  });

  it('says when the day’s limit is reached, blanks, offers the end of the shift, and is passed by one deliberate key', async () => {
    await open();
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await page.locator('input[type="number"]').nth(2).fill('60');
    await page.locator('h1').click();
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    await page.locator('[data-screen="review"]').waitFor();
    await withTime(0, 3_700);
    await page.locator('[data-care-prompt="cap"]').waitFor();
    await page.locator('[data-care-prompt] [data-command="care.endShift"]').click();
    await page.locator('[data-shift]', { hasText: '62' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+F9');
    await page.locator('[data-care-prompt]').waitFor({ state: 'detached' });
    expect((await kept(page)).care.today.cap_passed).toBe(true);
  });
});

describe('the end of a shift', () => {
  it('shows items, kinds, minutes by severity and breaks, and none of it is in the session log', async () => {
    await open();
    await page.keyboard.press('a');
    await waitForRecord(page, 'demo-002');
    await page.evaluate(() => {
      const today = window.lupaMemory?.kept.care.today;
      if (today) today.shown = [{ severity: 4, seconds: 754 }];
    });
    await page.keyboard.press('Control+k');
    await page.keyboard.type('end of shift');
    await page.keyboard.press('Enter');
    const dialog = page.locator('[data-shift]');
    await dialog.locator('table').waitFor();
    const text = (await dialog.textContent()) ?? '';
    expect(text).toContain('1 verdict today');
    expect(text).toContain('S4');
    expect(text).toContain('13');
    expect(JSON.stringify((await kept(page)).events)).not.toMatch(/754|shown_s|care/);
    expect(pages.problems).toEqual([]);
  });
});
