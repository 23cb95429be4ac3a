import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { type Acknowledged, addHarm, checkDevice, type DeviceHarm, NO_HARM } from './device-check.ts';
import { buildCore, CoreGone, type ForkedCore, warmCore } from './forked-core.ts';
import { madeBatch, madeCredential, madeItem, must, seed, uphold } from './made-desk.ts';

const ITEMS = 400;
/** Every other life ends so soon after its start, at the latest; the others so soon after their first verdict. In milliseconds. */
const LONGEST_LIFE_MS = 120;
/** The database is looked at after so many kills, and at the end. */
const LOOK_EVERY = 50;

/** Decides and undoes as fast as answers come, for ever. @throws CoreGone */
async function work(core: ForkedCore, items: readonly string[], seen: Acknowledged, begun: () => void): Promise<never> {
  for (let turn = seen.verdicts.size; ; turn += 1) {
    const submitted = await core.call('review', 'submit', uphold(items[turn % items.length] ?? ''));
    seen.verdicts.add(z.object({ result_id: z.string() }).parse(must(submitted)).result_id);
    begun();
    if (turn % 5 !== 4) continue;
    must(await core.call('review', 'undo', { item_id: null }));
    seen.undone += 1;
  }
}

/**
 * Kills the storage process again and again at random moments of a review, and compares what it had answered with what is in the file.
 * @throws Error when it acknowledged nothing: then nothing was tried
 */
export async function killStorage(
  kills: number,
  chance: () => number,
): Promise<DeviceHarm & { readonly acknowledged: number }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lupa-kill-'));
  try {
    const who = madeCredential();
    const batch = madeBatch();
    const items = Array.from({ length: ITEMS }, (_, position) => madeItem(batch, position, who.person.id));
    seed(dataDir, who, [batch], items);
    const ids = items.map((each) => each.id as string);
    const seen: Acknowledged = { verdicts: new Set(), undone: 0 };
    const entry = await buildCore();
    let harm = NO_HARM;
    let next = warmCore(entry);
    for (let kill = 1; kill <= kills; kill += 1) {
      const core = await next(dataDir, who);
      next = warmCore(entry);
      let begun = (): void => undefined;
      const first = new Promise<void>((resolve) => {
        begun = resolve;
      });
      const working = work(core, ids, seen, () => begun());
      // Heard below; until then it is no surprise.
      working.catch(() => undefined);
      if (kill % 2 === 0) await Promise.race([first, working]);
      await pause(chance() * LONGEST_LIFE_MS);
      await core.kill();
      await working.catch((error: unknown) => {
        if (!(error instanceof CoreGone)) throw error;
      });
      if (kill % LOOK_EVERY === 0) harm = addHarm(harm, checkDevice(dataDir, who.person.id, seen));
    }
    await (await next(dataDir, who)).stop();
    if (seen.verdicts.size < kills / 2 - 1) throw new Error(`only ${seen.verdicts.size} verdicts in ${kills} lives`);
    return { ...addHarm(harm, checkDevice(dataDir, who.person.id, seen)), acknowledged: seen.verdicts.size };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
