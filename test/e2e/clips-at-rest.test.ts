import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ItemView } from '#contract/review.ts';
import { developmentKey } from '#scripts/lib/development-key.ts';
import type { DrivenApp } from '#scripts/lib/electron-app.ts';
import { madeClipStore, readClip } from '#scripts/lib/made-clips.ts';
import { shownInReview } from '#scripts/tour/page-reader.ts';
import { clipFile, type ClipStore } from '#core/media/clip-store.ts';
import { foldersBelow } from '#main/command-line.ts';
import { openDesk, type ReviewDesk } from '#test/support/review-desk.ts';
import { HEADER_BYTES, RECORD_BYTES } from '../../electron/sealing/clip-file.ts';
import { deriveKey } from '../../electron/sealing/sealing.ts';

const ITEMS = 8;
let desk: ReviewDesk;
let lupa: DrivenApp;
let store: ClipStore;
let itemId: string;
let sha256: string;
/** The first clip of the item, as the core tells it. */
async function clipNow() {
  const answer = (await lupa.call('review', 'item', { item_id: itemId })) as { value?: ItemView };
  return answer.value?.clips[0];
}
beforeAll(async () => {
  desk = await openDesk(ITEMS);
  lupa = await desk.enrolled('ana', 'reviewer');
  await desk.begin(lupa);
  const userData = join(desk.place.folder, 'ana');
  store = madeClipStore(foldersBelow(userData).media, deriveKey(developmentKey(userData), 'clips'));
  const now = await shownInReview(lupa.page);
  if (now.kind === 'done') throw new Error('nothing is left to look at');
  itemId = now.itemId;
  sha256 = (await clipNow())?.clip.sha256 ?? '';
}, 180_000);
afterAll(() => desk.close());

const isPlayable = (): Promise<void> => lupa.page.locator('[data-player-state="ready"]').waitFor();

/** Turns one bit of the last chunk's content. */
function tamper(): void {
  const file = clipFile(store, sha256);
  const bytes = readFileSync(file);
  const at = HEADER_BYTES + Math.floor((bytes.length - HEADER_BYTES - 1) / RECORD_BYTES) * RECORD_BYTES + 20;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

describe('a clip on the disk of the real app', () => {
  it('is nowhere in plain among all that the app keeps', async () => {
    await isPlayable();
    const plain = await readClip(store, sha256);
    const middle = Math.floor((plain?.length ?? 0) / 2);
    const canary = plain?.subarray(middle, middle + 32) ?? Buffer.alloc(0);
    expect(canary).toHaveLength(32);
    const userData = join(desk.place.folder, 'ana');
    const files = readdirSync(userData, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(ITEMS);
    const leaks = files.filter((file) => readFileSync(join(file.parentPath, file.name)).includes(canary));
    expect(leaks.map((file) => file.name)).toEqual([]);
  });

  it('that was tampered with is not played, and comes anew as soon as the hub is there', async () => {
    // What was asked for last is what the next start comes back to.
    await clipNow();
    await lupa.close();
    tamper();
    await desk.gate.cut();
    lupa = await desk.open('ana');
    await lupa.page.locator('[data-clip-card] progress').waitFor();
    expect(await clipNow()).toMatchObject({ state: 'waiting', bytes_have: 0 });
    await desk.uploaded(lupa);
    await isPlayable();
    await lupa.page.locator('[data-clip-card]').waitFor({ state: 'detached' });
    expect(await readClip(store, sha256)).not.toBeNull();
  });
});
