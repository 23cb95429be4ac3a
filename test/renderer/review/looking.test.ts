import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type MemoryPages, startMemoryPages } from '#test/support/chromium.ts';
import {
  callsOf,
  control,
  goToRecord,
  kept,
  playhead,
  waitForClip,
  waitForNotice,
  waitForRecord,
} from '#test/support/review-page.ts';

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

const paused = (): Promise<boolean> =>
  page.locator('[data-slot][data-active] video').evaluate((video) => video instanceof HTMLVideoElement && video.paused);

describe('the clip', () => {
  it('waits at its first frame, muted and paused, and is moved by the keys', async () => {
    await open();
    expect([await paused(), await playhead(page)]).toEqual([true, 0]);
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(
      () => document.querySelector('[data-playhead]')?.getAttribute('data-playhead') === '2.000',
    );
    await page.keyboard.press('l');
    await page.waitForFunction(
      () => document.querySelector('[data-playhead]')?.getAttribute('data-playhead') === '12.000',
    );
    await page.keyboard.press('Home');
    await page.keyboard.press('.');
    await page.locator('[data-frame="2"][data-frame-exact]').waitFor();
    await page.keyboard.press('Space');
    await expect.poll(paused).toBe(false);
    await page.keyboard.press('k');
    await expect.poll(paused).toBe(true);
  });

  it('reports what was played', async () => {
    await open();
    await page.keyboard.press('Space');
    await page.waitForFunction(
      () => Number(document.querySelector('[data-playhead]')?.getAttribute('data-playhead')) > 0.3,
    );
    await page.keyboard.press('Space');
    await expect
      .poll(async () => (await kept(page)).events.filter(({ detail }) => detail.type === 'clip_played').length)
      .toBe(1);
  });

  it('moves the transcript along', async () => {
    await open();
    await page.keyboard.press('l');
    await page.locator('[aria-current]', { hasText: 'No brakes' }).waitFor();
  });

  it('is blanked and paused by B, and shielded by V', async () => {
    await open();
    await page.keyboard.press('Space');
    await page.keyboard.press('b');
    await page.getByText('Blanked and muted').waitFor();
    await expect.poll(paused).toBe(true);
    await page.keyboard.press('b');
    await page.keyboard.press('v');
    await page.locator('[data-shield="grey"]').waitFor();
  });

  it('says on a card that it is broken, and lets the reviewer go on', async () => {
    await open();
    await goToRecord(page, 'demo-014');
    const card = page.locator('[data-clip-card]');
    await card.waitFor();
    expect(await card.innerText()).toContain('cannot be played');
    await page.keyboard.press('3');
    await page.keyboard.press('Enter');
    await waitForRecord(page, 'demo-015');
    await page.getByText('The clip never arrived').waitFor();
    expect((await kept(page)).results[0]).toMatchObject({ kind: 'insufficient_evidence', record_id: 'demo-014' });
  });

  it('switches between several clips, and gives way to the words when there is none', async () => {
    await open();
    await goToRecord(page, 'demo-016');
    await page.keyboard.press('u');
    await page.locator('[data-stage] [aria-pressed="true"]', { hasText: 'Clip 2' }).waitFor();
    await page.keyboard.press('a');
    await waitForRecord(page, 'demo-017');
    expect(await page.locator('[data-screen]').getAttribute('data-layout')).toBe('text');
    expect(await page.locator('[data-stage]').isVisible()).toBe(false);
  });

  it('appears by itself when it has come', async () => {
    page = await pages.open({ keep: '1' });
    await waitForRecord(page, 'demo-001');
    const sha256 = await page.evaluate(() => {
      const item = window.lupaMemory?.calls.find(({ name }) => name === 'review.item');
      return item === undefined ? '' : 'ecfd98805b36b3e19e4ec6e26953b13d03f241236af325e9384c3ee911c2a55b';
    });
    await control(page, 'holdClip', sha256);
    await page.keyboard.press('a');
    await waitForRecord(page, 'demo-002');
    await page.keyboard.press('Backspace');
    await waitForRecord(page, 'demo-001');
    await page.getByText('The clip is on its way').waitFor();
    await control(page, 'releaseClip', sha256);
    await waitForClip(page);
    await page.getByText('The clip is on its way').waitFor({ state: 'detached' });
    expect(await callsOf(page, 'media.want')).toBeGreaterThan(0);
  });
});

describe('what was begun', () => {
  it('is there again after a restart: item, second, form and note', async () => {
    await open({ keep: '1' });
    await page.keyboard.press('a');
    await waitForRecord(page, 'demo-002');
    await waitForClip(page);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('4');
    await page.keyboard.type('half a thought');
    await expect
      .poll(async () => Object.values((await kept(page)).drafts)[0])
      .toMatchObject({ kind: 'policy_gap', choices: { note: 'half a thought' }, playhead_s: 4 });
    await page.reload();
    await waitForRecord(page, 'demo-002');
    await waitForNotice(page, 'review.recovered');
    await page.locator('[data-form="policy_gap"]').waitFor();
    expect(await page.locator('#verdict-note').inputValue()).toBe('half a thought');
    await page.waitForFunction(
      () => document.querySelector('[data-playhead]')?.getAttribute('data-playhead') === '4.000',
    );
  });
});

describe('the policy', () => {
  const place = () =>
    page.locator('[data-policy-scroller]').evaluate((scroller) => {
      const top = scroller.getBoundingClientRect().top;
      const sections = [...scroller.querySelectorAll<HTMLElement>('[data-section]')];
      const now = sections.findLast((section) => section.getBoundingClientRect().top <= top + 2);
      return { section: now?.dataset.section, language: now?.lang };
    });

  it('changes language and keeps the reader’s place', async () => {
    await open();
    await page.locator('[data-policy-scroller]').evaluate((scroller) => {
      const section = scroller.querySelectorAll<HTMLElement>('[data-section]')[3];
      scroller.scrollTop = (section?.offsetTop ?? 0) + 12;
    });
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    const before = await place();
    expect(before.language).toBe('en');
    await page.keyboard.press('h');
    await page.locator('[data-policy-scroller] [lang="es"]').first().waitFor();
    expect(await place()).toEqual({ section: before.section, language: 'es' });
  });

  it('is shown side by side, and reported as read once a text', async () => {
    await open();
    await page.keyboard.press('d');
    await page.locator('[data-policy-scroller] [lang="es"]').first().waitFor();
    expect(await page.locator('[data-policy-scroller] [lang="en"]').count()).toBeGreaterThan(3);
    const reads = async () =>
      (await kept(page)).events.flatMap(({ detail }) => (detail.type === 'policy_read' ? [detail.language] : []));
    await expect.poll(reads, { timeout: 4_000 }).toEqual(['en']);
    await page.keyboard.press('h');
    await expect.poll(reads, { timeout: 4_000 }).toEqual(['en', 'es']);
    await page.keyboard.press('h');
    await page.keyboard.press('h');
    expect(await reads()).toEqual(['en', 'es']);
  });

  it('hides the original decision in a blind batch, and shows the policy of the chosen type', async () => {
    await open();
    await page.keyboard.press('g');
    await page.keyboard.press('q');
    await page.locator('[data-batch-id][data-chosen]').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('[data-original-decision="hidden"]').waitFor();
    expect(await page.locator('[data-pane="record"]').innerText()).toContain('Hidden until your verdict.');
    expect(await page.locator('[data-policy-scroller]').count()).toBe(0);
    await page.keyboard.press('2');
    await page.keyboard.press('4');
    await page.locator('[data-policy-scroller]').waitFor();
    expect(await page.locator('[data-policy-scroller]').innerText()).toContain('Hate speech');
    expect(pages.problems).toEqual([]);
  });
});

describe('the interface language', () => {
  it('changes in the middle of an item and keeps playhead, draft and focus', async () => {
    await open();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('n');
    await page.keyboard.type('nota');
    const record = await page.locator('[data-screen]').getAttribute('data-record-id');
    await page.keyboard.press('Control+Shift+l');
    await page.getByText('Decisión original').waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('es');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('verdict-note');
    expect(await page.locator('#verdict-note').inputValue()).toBe('nota');
    expect(await playhead(page)).toBeCloseTo(2, 2);
    expect(await page.locator('[data-screen]').getAttribute('data-record-id')).toBe(record);
  });
});
