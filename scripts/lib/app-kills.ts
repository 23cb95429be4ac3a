import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { WireResult } from '#contract/core-link.ts';
import { openDisplay } from '../setup/display.ts';
import { type Acknowledged, checkDevice, type DeviceHarm } from './device-check.ts';
import { type DrivenApp, launchApp } from './electron-app.ts';
import { must, uphold } from './made-desk.ts';
import { killTree } from './process-tree.ts';
import { openServerRoom, type ServerRoom } from './server-room.ts';
import { until } from './until.ts';

const QUICKEST_MS = 50;
const SLOWEST_MS = 300;

const call = async (app: DrivenApp, group: string, name: string, input: unknown): Promise<unknown> =>
  must((await app.call(group, name, input)) as WireResult);

async function enrol(app: DrivenApp, room: ServerRoom): Promise<string[]> {
  await call(app, 'people', 'enrol', { hub_url: room.url, code: await room.code(), device_name: 'Kills' });
  return until('the batch is pulled', async () => {
    const batches = z
      .array(z.object({ batch: z.object({ id: z.string() }) }))
      .parse(await call(app, 'batches', 'list', {}));
    if (batches[0] === undefined) return null;
    const queue = await call(app, 'batches', 'items', { batch_id: batches[0].batch.id });
    const items = z.array(z.object({ item_id: z.string() })).parse(queue);
    return items.length < 10 ? null : items.map((each) => each.item_id);
  });
}

/** Decides as fast as the app answers, until it is gone. */
async function decide(app: DrivenApp, items: readonly string[], seen: Acknowledged, begun: () => void): Promise<void> {
  try {
    for (let turn = seen.verdicts.size; ; turn += 1) {
      const answered = await call(app, 'review', 'submit', uphold(items[turn % items.length] ?? ''));
      seen.verdicts.add(z.object({ result_id: z.string() }).parse(answered).result_id);
      begun();
    }
  } catch {
    // The app was killed; what it had answered is in `seen`.
    begun();
  }
}

function cutPower({ process: child }: DrivenApp): void {
  if (child.pid !== undefined) killTree(child.pid);
}

/**
 * Kills the real app with all its processes 50 to 300 ms after its first verdict, again and again, with a real hub beside it; then lets it upload and
 * compares what it had answered with its database and with the hub's.
 */
export async function killApp(
  kills: number,
  chance: () => number,
  say: (text: string) => void,
): Promise<DeviceHarm & { readonly acknowledged: number }> {
  const room = await openServerRoom();
  const display = await openDisplay();
  const userData = mkdtempSync(join(tmpdir(), 'lupa-app-kill-'));
  const seen: Acknowledged = { verdicts: new Set(), undone: 0 };
  const launch = () => launchApp({ userData, display: display.name });
  try {
    let app = await launch();
    const items = await enrol(app, room);
    for (let kill = 1; kill <= kills; kill += 1) {
      await new Promise<void>((begun) => void decide(app, items, seen, begun));
      await pause(QUICKEST_MS + chance() * (SLOWEST_MS - QUICKEST_MS));
      cutPower(app);
      app = await launch();
      if (kill % 25 === 0) say(`${kill} of ${kills} kills`);
    }
    await until('everything is uploaded', async () => {
      const status = z.object({ pending_results: z.number() }).parse(await call(app, 'sync', 'now', {}));
      return status.pending_results === 0;
    });
    await app.close();
    const rows = await room.ask<{ id: string }>('select id::text from results');
    const stored = new Set(rows.map((row) => row.id));
    const harm = checkDevice(userData, room.reviewer.id, seen);
    const notAtHub = [...seen.verdicts].filter((id) => !stored.has(id)).length;
    return { ...harm, lost: harm.lost + notAtHub, acknowledged: seen.verdicts.size };
  } finally {
    await room.close();
    await display.stop();
    rmSync(userData, { recursive: true, force: true, maxRetries: 5 });
  }
}
