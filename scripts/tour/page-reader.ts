import type { Page } from 'playwright-core';
import { z } from 'zod';
import { syncStatus } from '#contract/sync.ts';
import { verdictView } from '#contract/review.ts';
import type { DrivenApp } from '#scripts/lib/electron-app.ts';
import { until } from '#scripts/lib/until.ts';
import { keyOf } from './keymap.ts';

/** What the review screen shows now. `other`: another screen, or still loading. */
export type Shown =
  | { readonly kind: 'item'; readonly itemId: string; readonly recordId: string }
  | { readonly kind: 'done' }
  | { readonly kind: 'other' };

/** Looks at the review screen as a person does: at what is painted, not at what the storage says. */
export function shown(page: Page): Promise<Shown> {
  return page.evaluate((): Shown => {
    const screen = document.querySelector('[data-screen="review"]');
    if (screen?.querySelector('[data-queue-done]')) return { kind: 'done' };
    const itemId = screen?.getAttribute('data-item-id') ?? null;
    if (screen === null || itemId === null) return { kind: 'other' };
    return { kind: 'item', itemId, recordId: screen.getAttribute('data-record-id') ?? '' };
  });
}

/** Waits until the review screen shows an item or its end. */
export function shownInReview(page: Page): Promise<Exclude<Shown, { kind: 'other' }>> {
  return until('the review screen shows something', async () => {
    const now = await shown(page);
    return now.kind === 'other' ? null : now;
  });
}

/** Waits until another item (or the end) is shown than before; null when that does not happen in time. */
export async function shownAfter(page: Page, before: string, patience_ms: number): Promise<Shown | null> {
  const look = async (): Promise<Shown | null> => {
    const now = await shown(page);
    return now.kind === 'other' || (now.kind === 'item' && now.itemId === before) ? null : now;
  };
  return until('another item is shown', look, patience_ms).catch(() => null);
}

/** Waits for a screen by the name in its `data-screen`. */
export async function screenIs(page: Page, name: string): Promise<void> {
  await page.locator(`[data-screen="${name}"]`).waitFor();
}

/** Goes to the queue by its keys. */
export async function goToQueue(page: Page): Promise<void> {
  for (const key of keyOf('go.queue').split(' ')) await page.keyboard.press(key);
  await screenIs(page, 'queue');
}

const success = z.object({ ok: z.literal(true), value: z.unknown() });

async function ask<Value>(
  app: DrivenApp,
  [group, name]: readonly [string, string],
  input: unknown,
  schema: z.ZodType<Value>,
): Promise<Value | null> {
  const answer = success.safeParse(await app.call(group, name, input));
  return answer.success ? schema.parse(answer.data.value) : null;
}

/** The newest verdicts that the app holds as given, newest first; null while the storage process is away. */
export function recentVerdicts(app: DrivenApp, limit: number): Promise<z.output<typeof verdictView>[] | null> {
  return ask(app, ['review', 'recent'], { limit }, z.array(verdictView));
}

/** What the app says about its contact with the hub; null while the storage process is away. */
export function statusOf(app: DrivenApp): Promise<z.output<typeof syncStatus> | null> {
  return ask(app, ['sync', 'status'], {}, syncStatus);
}

/** Samples of the page's own clock: milliseconds from a deciding key to the frame with the next item. */
export function paceSamples(page: Page): Promise<number[]> {
  return page.evaluate(() => {
    const samples = (globalThis as { lupaPace?: { key_to_next_frame_ms: number }[] }).lupaPace ?? [];
    return samples.map((sample) => sample.key_to_next_frame_ms);
  });
}
