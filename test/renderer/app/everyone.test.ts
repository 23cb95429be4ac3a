import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { theme as themes } from '#contract/care.ts';
import { type Sight, sights } from '#scripts/looks/sights.ts';
import { violationsOf } from '#test/support/axe.ts';
import { type MemoryPages, startMemoryPages } from '#test/support/chromium.ts';
import { waitForClip, waitForRecord } from '#test/support/review-page.ts';

let pages: MemoryPages;
let page: Page;

beforeAll(async () => {
  pages = await startMemoryPages();
});
afterAll(() => pages.close());
afterEach(() => page.close());

async function open(options: Readonly<Record<string, string>> = {}): Promise<void> {
  page = await pages.open(options);
  if (['signed-out', 'vault', 'grant-over'].some((option) => option in options)) return;
  await waitForRecord(page, 'demo-001');
  await waitForClip(page);
}

function sightOf(name: string): Sight {
  const sight = sights.find((each) => each.name === name);
  if (sight === undefined) throw new Error(`no sight ${name}`);
  return sight;
}

/** Between them they show every component. The colours themselves are computed for each theme in test/unit. */
const shownInAllThemes: readonly string[] = ['review-form', 'list', 'policies', 'sessions', 'settings', 'disk-full'];

/** Controls that reach out of the window, or whose words are cut. */
function cutOff(): Promise<string[]> {
  return page.evaluate(() => {
    const { innerWidth, innerHeight } = window;
    const controls = [...document.querySelectorAll<HTMLElement>('button, label, legend, input, textarea, h1, h2')];
    return controls
      .filter(
        (each) =>
          each.offsetParent !== null && each.closest('[data-scroller],[data-cheat-sheet],ul,[role="menu"]') === null,
      )
      .filter((each) => {
        const box = each.getBoundingClientRect();
        if (box.width <= 1) return false;
        const isOutside = box.left < 0 || box.top < 0 || box.right > innerWidth + 0.5 || box.bottom > innerHeight + 0.5;
        const clipper = each.closest('fieldset, [data-pane], header')?.getBoundingClientRect();
        const isClipped = clipper !== undefined && (box.right > clipper.right + 1 || box.left < clipper.left - 1);
        return isOutside || isClipped || (each.tagName === 'BUTTON' && each.scrollWidth > each.clientWidth + 1);
      })
      .map((each) => `${each.tagName} ${each.textContent ?? ''}`);
  });
}

const setTheme = (theme: string) =>
  page.evaluate((chosen) => void (document.documentElement.dataset.theme = chosen), theme);

/** Controls that cannot be brought wholly into view, or whose words are cut. */
function clipped(): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    for (const each of document.querySelectorAll<HTMLElement>('button, input, textarea, select')) {
      if (each.offsetParent === null || each.closest('[inert]') !== null) continue;
      each.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      const box = each.getBoundingClientRect();
      const isIn = box.left >= -1 && box.right <= innerWidth + 1 && box.top >= -1 && box.bottom <= innerHeight + 1;
      const isCut = each.tagName === 'BUTTON' && each.scrollWidth > each.clientWidth + 1;
      if (box.width > 0 && (!isIn || isCut))
        found.push(`${each.tagName} ${each.dataset.command ?? each.textContent ?? ''}`);
    }
    return found;
  });
}

/** Does what the keys of the page below are for, and comes back to the sight: a dialog keeps all keys for itself. */
async function below(sight: Sight, work: () => Promise<void>): Promise<void> {
  if (sight.isDialog) await page.keyboard.press('Escape');
  await work();
  if (sight.isDialog) await sight.go(page);
}

async function isCleanAndWhole(): Promise<void> {
  expect(await violationsOf(page)).toEqual([]);
  expect(await cutOff()).toEqual([]);
  const size = await page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    return [scrollWidth, scrollHeight];
  });
  expect(size).toEqual([1280, 720]);
}

describe('every screen', () => {
  it.each(sights.map(({ name }) => name))(
    'is clean for axe and whole at 1280x720 in both languages; check 26: at double size every control can be brought into view whole: %s',
    async (name) => {
      const sight = sightOf(name);
      await open({ language: 'en', role: 'supervisor', ...sight.options });
      // Colours that still fade from one theme to the next would be measured halfway.
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await sight.go(page);
      await isCleanAndWhole();
      await below(sight, async () => {
        await page.keyboard.press('Control+Shift+L');
        await page.locator('html[lang="es"]').waitFor();
      });
      await isCleanAndWhole();
      await below(sight, async () => {
        for (let step = 0; step < 10; step += 1) await page.keyboard.press('Control+=');
        expect(await page.evaluate(() => document.documentElement.style.zoom)).toBe('2');
      });
      expect(await clipped()).toEqual([]);
    },
  );
});

it('axe looks: a button without a name and words too dark for their ground are found', async () => {
  await open();
  await page.evaluate(() => {
    const words = document.createElement('p');
    words.textContent = 'Words to be read';
    words.style.color = '#333';
    document.querySelector('main')?.prepend(document.createElement('button'), words);
  });
  const found = await violationsOf(page);
  expect(found.map((each) => each.split(':')[0])).toEqual(expect.arrayContaining(['button-name', 'color-contrast']));
});

describe('every theme', () => {
  it.each(shownInAllThemes)('has colours that can be read: %s', async (name) => {
    await open({ role: 'supervisor' });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await sightOf(name).go(page);
    for (const theme of themes.options) {
      await setTheme(theme);
      expect([theme, ...(await violationsOf(page, { onlyRules: ['color-contrast'] }))]).toEqual([theme]);
    }
  });
});

describe('keyboard', () => {
  it('check 24: F6 goes round all panes, each shows its focus, Esc returns to the clip', async () => {
    await open();
    const seen: string[] = [];
    for (let press = 0; press < 6; press += 1) {
      await page.keyboard.press('F6');
      seen.push(
        await page.evaluate(() => {
          const focused = document.activeElement;
          const outline = focused === null ? '' : getComputedStyle(focused).outlineStyle;
          return `${focused?.closest<HTMLElement>('[data-pane]')?.dataset.pane ?? 'none'} ${outline}`;
        }),
      );
    }
    const panes = new Set(seen.map((each) => each.split(' ')[0]));
    expect(panes).toEqual(new Set(['record', 'clip', 'policy', 'transcript', 'verdict']));
    expect(seen.filter((each) => !each.endsWith('solid'))).toEqual([]);
    await page.keyboard.press('Escape');
    await page.locator('[data-stage-focus]:focus').waitFor();
  });

  it('check 24: Tab reaches every control of the review screen in the order in which they are seen, with a visible focus', async () => {
    await open();
    const wanted = await page.evaluate(() => {
      const all = [...document.querySelectorAll<HTMLElement>('button, input, textarea, [tabindex="0"]')];
      return all.filter((each) => each.offsetParent !== null && each.tabIndex >= 0 && !each.matches(':disabled'))
        .length;
    });
    const reached = new Set<string>();
    const unseen: string[] = [];
    for (let press = 0; press < wanted + 3; press += 1) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const focused = document.activeElement;
        if (!(focused instanceof HTMLElement) || focused === document.body) return null;
        const marked = focused.closest<HTMLElement>('label') ?? focused;
        const isMarked = [focused, marked].some((each) => getComputedStyle(each).outlineStyle === 'solid');
        const all = [...document.querySelectorAll('*')];
        return { place: String(all.indexOf(focused)), isMarked, name: focused.dataset.command ?? focused.tagName };
      });
      if (at === null) continue;
      reached.add(at.place);
      if (!at.isMarked) unseen.push(at.name);
    }
    expect(unseen).toEqual([]);
    expect(reached.size).toBeGreaterThanOrEqual(wanted - 8);
  });

  it('check 24: a closed dialog gives the focus back', async () => {
    await open();
    await page.locator('[data-command="player.captions"]').focus();
    await page.keyboard.press('Control+,');
    await page.locator('[role="dialog"]').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('[data-command="player.captions"]:focus').waitFor();
  });
});

describe('screen readers', () => {
  it('check 25: a decision and the place in the queue are announced once, and how to take it back', async () => {
    await open();
    await page.evaluate(() => {
      const heard: string[] = [];
      const look = new MutationObserver(() => {
        for (const region of document.querySelectorAll('output, [role="status"], [role="alert"], [aria-live]')) {
          const text = region.textContent ?? '';
          if (text !== '' && heard.at(-1) !== text) heard.push(text);
        }
      });
      look.observe(document.body, { subtree: true, childList: true, characterData: true });
      (window as unknown as { heard: string[] }).heard = heard;
    });
    await page.keyboard.press('a');
    await waitForRecord(page, 'demo-002');
    await page.waitForTimeout(1_000);
    const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard);
    const decisions = heard.filter((text) => /Upheld/.test(text));
    expect(decisions).toHaveLength(1);
    expect(decisions[0]).toMatch(/^Upheld\. Item 1 of \d+\. .+ to undo\.$/);
  });

  it('check 25: the stage has its role, name and keys, and playing announces nothing', async () => {
    await open();
    const stage = page.getByRole('application');
    expect(await stage.getAttribute('aria-label')).not.toBe('');
    expect(
      await stage.evaluate((each) => document.getElementById(each.getAttribute('aria-describedby') ?? '')?.textContent),
    ).toContain('V');
    const live = () => page.locator('output, [role="status"]').allTextContents();
    const before = await live();
    await page.keyboard.press('Space');
    await page.waitForTimeout(1_500);
    expect(await live()).toEqual(before);
  });
});

describe('comfort of the eyes', () => {
  it('check 27: nothing moves when the system or the person asks for less motion', async () => {
    await open();
    const longest = () =>
      page.evaluate(() =>
        Math.max(
          ...[...document.querySelectorAll('button')].map((each) => {
            const { transitionDuration, animationDuration } = getComputedStyle(each);
            return Math.max(Number.parseFloat(transitionDuration), Number.parseFloat(animationDuration));
          }),
        ),
      );
    expect(await longest()).toBeGreaterThan(0);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await longest()).toBe(0);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await page.evaluate(() => void (document.documentElement.dataset.motion = 'reduced'));
    expect(await longest()).toBe(0);
  });

  it('check 27: forced colours keep the focus, the pressed state and the chosen option visible', async () => {
    await open();
    await page.emulateMedia({ forcedColors: 'active' });
    await page.keyboard.press('m');
    const pressed = page.locator('[data-command="player.mute"]');
    await pressed.focus();
    const borders = await page.evaluate(() => {
      const of = (id: string) => getComputedStyle(document.querySelector(`[data-command="${id}"]`) as Element);
      return { on: of('go.review').borderTopStyle, focus: of('player.mute').outlineStyle };
    });
    expect(borders).toEqual({ on: 'solid', focus: 'solid' });
    // The colours are the system's then, and the rule reads ours.
    expect(await violationsOf(page, { withoutRules: ['color-contrast'] })).toEqual([]);
  });

  it('check 27: the theme is changed by a command, kept, and high contrast is one of them', async () => {
    await open({ keep: '1' });
    for (let press = 0; press < 3; press += 1) await page.keyboard.press('Control+Shift+d');
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('contrast');
    await page.reload();
    await page.locator('[data-screen]').waitFor();
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('contrast');
  });
});

describe('rest', () => {
  it('nothing but contents changes when the item changes: clip, broken clip, text only, blind', async () => {
    await open();
    const boxes = () =>
      page.evaluate(() =>
        ['header', '[data-pane="record"]', '[data-verdict-bar]', '[data-pane="policy"]', '[data-screen]'].map(
          (fixed) => {
            const box = document.querySelector(fixed)?.getBoundingClientRect();
            return box === undefined ? `${fixed} is missing` : `${fixed} ${box.x} ${box.y} ${box.width} ${box.height}`;
          },
        ),
      );
    const first = await boxes();
    for (let step = 0; step < 20; step += 1) {
      await page.keyboard.press('PageDown');
      await page.waitForTimeout(60);
      expect(await boxes()).toEqual(first);
    }
  });
});
