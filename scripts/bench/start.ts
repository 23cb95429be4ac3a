import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { foldersBelow } from '#main/command-line.ts';
import { launchApp } from '#scripts/lib/electron-app.ts';
import { killTree } from '#scripts/lib/process-tree.ts';
import { openDisplay } from '#scripts/setup/display.ts';
import { REPOSITORY } from '#scripts/setup/paths.ts';
import { readRuntime, runtimeSwitches } from '#scripts/setup/runtime.ts';
import { enrol, settle } from '#scripts/tour/enrol.ts';
import { shownInReview } from '#scripts/tour/page-reader.ts';
import { openWorkplace } from '#scripts/tour/workplace.ts';
import { bareStart } from './floors/bare-start.ts';
import { type Bench, timeFigure } from './measure.ts';

const starts = 10;
const items = 20;
const patience_ms = 30_000;

const noPictures = { take: () => Promise.resolve(), has: () => false, taken: [] };

/** When the page last reported that it shows an item, by the session log that the core keeps; null before that. */
function itemShownSince(dataFolder: string, since: number): number | null {
  const people = join(dataFolder, 'people');
  const [person] = readdirSync(people);
  const db = new Database(join(people, person ?? '', 'lupa.db'), { readonly: true });
  try {
    const row = db
      .prepare(
        "SELECT at FROM session_event WHERE json_extract(body, '$.detail.type') = 'item_shown' ORDER BY seq DESC LIMIT 1",
      )
      .get() as { at: string } | undefined;
    const at = row === undefined ? 0 : Date.parse(row.at);
    return at >= since ? at : null;
  } finally {
    db.close();
  }
}

/** Starts the app as a person does, without any test tool, until the session log says that an item is on the screen. */
async function startOnce(userData: string, display: string): Promise<number> {
  const start = Date.now();
  const child = spawn(readRuntime().executable, [...runtimeSwitches(), join(REPOSITORY, 'out', 'app')], {
    env: { ...process.env, DISPLAY: display, LUPA_DATA_DIR: userData },
    stdio: 'ignore',
  });
  const gone = once(child, 'exit');
  try {
    while (Date.now() - start < patience_ms) {
      const at = itemShownSince(foldersBelow(userData).data, start);
      if (at !== null) return at - start;
      await sleep(20);
    }
    throw new Error('the app showed no item within 30 seconds');
  } finally {
    if (child.pid !== undefined) killTree(child.pid);
    await gone;
  }
}

/**
 * `cold_start_ms`: from spawning the executable to the first item on the screen, with the hub out of reach and a review in
 * progress. The app is killed and started again, so each start is also a recovery.
 */
export const bench: Bench = async () => {
  const display = await openDisplay();
  const environment = process.env['DISPLAY'];
  const workplace = await openWorkplace(join(REPOSITORY, 'resources', 'demo'), items, () => undefined);
  try {
    const userData = join(workplace.folder, 'app');
    const app = await launchApp({ userData, display: display.name });
    await enrol(app, workplace.hubUrl, await workplace.code('reviewer'), noPictures, 'enrol');
    await settle(app, items);
    await app.page.keyboard.press('Enter');
    await shownInReview(app.page);
    await app.close();
    process.env['DISPLAY'] = display.name;
    const samples: number[] = [];
    const floor: number[] = [];
    for (let round = 0; round < starts; round += 1) {
      floor.push(await bareStart());
      samples.push(await startOnce(userData, display.name));
    }
    return {
      cold_start_ms: timeFigure({
        samples,
        floor,
        floorIs: 'a bare sandboxed Electron window with one static page, spawned the same way, until it has painted',
        atMost: { ratio: 1.5 },
      }),
    };
  } finally {
    if (environment === undefined) delete process.env['DISPLAY'];
    await workplace.close();
    await display.stop();
  }
};
