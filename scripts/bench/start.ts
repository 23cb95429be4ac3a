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
import { bareApp, bareStart, buildBareReactApp } from './floors/bare-start.ts';
import { type Bench, timeFigure } from './measure.ts';

const starts = 10;
const items = 20;
const patience_ms = 30_000;
const look_ms = 3_000;

const noPictures = { take: () => Promise.resolve(), has: () => false, taken: [] };

/** When the page first reported since the given moment that it shows an item, by the session log that the core keeps; null when it did not. */
function itemShownSince(dataFolder: string, since: number): number | null {
  const people = join(dataFolder, 'people');
  const [person] = readdirSync(people);
  const db = new Database(join(people, person ?? '', 'lupa.db'), { readonly: true });
  try {
    const row = db
      .prepare(
        `SELECT min(json_extract(body, '$.at')) AS at FROM session_event
         WHERE json_extract(body, '$.detail.type') = 'item_shown' AND json_extract(body, '$.at') >= ?`,
      )
      .get(new Date(since).toISOString()) as { at: string | null };
    return row.at === null ? null : Date.parse(row.at);
  } finally {
    db.close();
  }
}

/**
 * Starts the app as a person does, without any test tool, and reads from its session log when an item was on the screen. Nothing else works
 * meanwhile: whoever looks into the database while the app starts takes its time.
 */
async function startOnce(userData: string, display: string): Promise<number> {
  const start = Date.now();
  const child = spawn(readRuntime().executable, [...runtimeSwitches(), join(REPOSITORY, 'out', 'app')], {
    env: { ...process.env, DISPLAY: display, LUPA_DATA_DIR: userData, LUPA_DEVELOPMENT_KEY: '1' },
    stdio: 'ignore',
  });
  const gone = once(child, 'exit');
  try {
    for (let waited = 0; waited < patience_ms; waited += look_ms) {
      await sleep(look_ms);
      const at = itemShownSince(foldersBelow(userData).data, start);
      if (at !== null) return at - start;
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
    const still: number[] = [];
    const bareReact = await buildBareReactApp();
    for (let round = 0; round < starts; round += 1) {
      floor.push(await bareStart(bareReact));
      samples.push(await startOnce(userData, display.name));
      still.push(await bareStart(bareApp));
    }
    return {
      cold_start_ms: timeFigure({
        samples,
        floor,
        floorIs:
          'a bare sandboxed Electron window whose page is one line of React, spawned the same way, until it has painted',
        atMost: { ratio: 1.5 },
      }),
      cold_start_of_a_still_page_ms: timeFigure({
        samples: still,
        floor,
        floorIs: 'as above; the figure is the same window with a page without any framework',
        atMost: {},
      }),
    };
  } finally {
    if (environment === undefined) delete process.env['DISPLAY'];
    await workplace.close();
    await display.stop();
  }
};
