import type { Page } from 'playwright-core';
import type { MemoryControls } from '#renderer/bridge/memory.ts';

declare global {
  interface Window {
    lupaMemory?: MemoryControls;
  }
}

/** The in-memory backend as it stands: what was decided, begun, logged. */
export function kept(page: Page): Promise<MemoryControls['kept']> {
  return page.evaluate(() => {
    if (window.lupaMemory === undefined) throw new Error('not a memory page');
    return window.lupaMemory.kept;
  });
}

/** Runs something on the backend's controls. */
export async function control(
  page: Page,
  name: 'setDownloads' | 'setOffline' | 'setStorage' | 'fail' | 'slow' | 'holdClip' | 'releaseClip',
  ...args: unknown[]
) {
  await page.evaluate(
    ([method, values]) => {
      const controls = window.lupaMemory as unknown as Record<string, (...given: unknown[]) => void>;
      controls[method]?.(...values);
    },
    [name, args] as const,
  );
}

/** How often a call was made. */
export function callsOf(page: Page, name: string): Promise<number> {
  return page.evaluate((wanted) => window.lupaMemory?.calls.filter((call) => call.name === wanted).length ?? 0, name);
}

/** Id of the record on the screen. */
export async function shownRecord(page: Page): Promise<string | null> {
  return page.locator('[data-screen="review"]').getAttribute('data-record-id');
}

/** Waits until this record is on the screen. */
export async function waitForRecord(page: Page, record: string): Promise<void> {
  await page.locator(`[data-screen="review"][data-record-id="${record}"]`).waitFor();
}

/** Goes forward without deciding until this record is shown. */
export async function goToRecord(page: Page, record: string): Promise<void> {
  for (let step = 0; step < 60; step += 1) {
    const now = await shownRecord(page);
    if (now === record) return;
    await page.keyboard.press('PageDown');
    await page.waitForFunction(
      (old) => document.querySelector('[data-record-id]')?.getAttribute('data-record-id') !== old,
      now,
    );
  }
  throw new Error(`never came to ${record}`);
}

/** Waits until the clip shows its first frame. */
export async function waitForClip(page: Page): Promise<void> {
  await page.locator('[data-player-state="ready"]').waitFor();
}

/** Where the clip stands, in seconds. */
export async function playhead(page: Page): Promise<number> {
  return Number(await page.locator('[data-playhead]').getAttribute('data-playhead'));
}

/** The notice that is shown or read out, by its message. */
export async function waitForNotice(page: Page, id: string): Promise<void> {
  await page.locator(`[data-notice="${id}"]`).waitFor({ state: 'attached' });
}
