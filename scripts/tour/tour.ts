import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type DrivenApp, launchApp } from '#scripts/lib/electron-app.ts';
import { type NetworkGate, openNetworkGate } from '#scripts/lib/network-gate.ts';
import { until } from '#scripts/lib/until.ts';
import { type Camera, createCamera } from './camera.ts';
import { enrol, settle, speak } from './enrol.ts';
import { exportAsSupervisor, type SupervisorExport } from './exporting.ts';
import { type FaultLog, faultsOf } from './faults.ts';
import { startFilm } from './film.ts';
import { keys, press, setBeat } from './hands.ts';
import { countInHub } from './hub-counts.ts';
import { takeKeymap } from './keymap.ts';
import type { TourOptions } from './options.ts';
import { goToQueue, paceSamples, shownInReview, statusOf } from './page-reader.ts';
import { percentilesOf, type TourReport } from './report.ts';
import { nothingReviewed, type Reviewed, reviewItems } from './reviewing.ts';
import { sights, sightsOfReview } from './sights.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

/** What one tour works with. */
interface Tour {
  readonly options: TourOptions;
  readonly place: Workplace;
  readonly gate: NetworkGate;
  readonly camera: Camera;
  readonly display: string;
  readonly say: (line: string) => void;
}

async function upload(app: DrivenApp, gate: NetworkGate, say: Tour['say']): Promise<void> {
  await gate.restore();
  say('the hub can be reached again');
  await press(app.page, keys.syncNow);
  await until(
    'everything is uploaded',
    async () => {
      const status = await statusOf(app);
      return status !== null && status.pending_results === 0 && status.sync.state === 'up_to_date';
    },
    120_000,
  );
}

async function review(tour: Tour, app: DrivenApp): Promise<{ reviewed: Reviewed; faults: FaultLog }> {
  const { options, camera, gate, say } = tour;
  const reviewed = nothingReviewed();
  const { moments, log } = faultsOf(app, gate, options, camera, say);
  const firstSights = async (index: number): Promise<void> => {
    await moments.before(index);
    await sightsOfReview(app, camera, index, options.language);
  };
  await reviewItems(app, options.items, options.language, { ...moments, before: firstSights }, reviewed);
  say(`${reviewed.items.size} items reviewed, ${reviewed.repeated} keys pressed again`);
  return { reviewed, faults: log };
}

/** How long the hands rest after each key while they are filmed. Milliseconds. */
const FILMED_BEAT = 450;

/** Does something in front of the film camera, slowly; without a file to write, at once. */
async function filmed<Value>(app: DrivenApp, file: string | null, act: () => Promise<Value>): Promise<Value> {
  if (file === null) return act();
  const film = await startFilm(app.page);
  setBeat(FILMED_BEAT);
  try {
    return await act();
  } finally {
    setBeat(0);
    await film.finish(resolve(file));
  }
}

async function asReviewer(tour: Tour): Promise<{ reviewed: Reviewed; faults: FaultLog; pace: number[] }> {
  const { options, place, gate, camera, say } = tour;
  const app = await launchApp({ userData: join(place.folder, 'reviewer'), display: tour.display });
  try {
    await speak(app, options.language);
    await enrol(app, gate.url, await place.code('reviewer'), camera, 'enrol');
    await takeKeymap(app, options.keymap);
    const { file, keymap } = options.keymap;
    say(`enrolled, keys of ${file ?? keymap.preset}; pulling batches and clips`);
    await settle(app, options.items);
    await goToQueue(app.page);
    await camera.take(app.page, 'queue');
    const outcome = await filmed(app, options.record, async () => {
      await press(app.page, 'Enter');
      await shownInReview(app.page);
      const found = await review(tour, app);
      await camera.take(app.page, 'all-reviewed');
      await upload(app, gate, say);
      return found;
    });
    await camera.take(app.page, 'uploaded');
    await sights(app, camera, options.language);
    return { ...outcome, pace: await paceSamples(app.page) };
  } catch (error) {
    await camera.take(app.page, 'where-it-failed').catch(() => undefined);
    throw error;
  } finally {
    await app.close();
  }
}

async function countEverything(
  tour: Tour,
  outcome: Awaited<ReturnType<typeof asReviewer>>,
  exported: SupervisorExport,
): Promise<TourReport> {
  const { options, place, camera } = tour;
  const { reviewed, faults, pace } = outcome;
  const counts = await countInHub(place.databaseUrl, place.batches, [...reviewed.acknowledged]);
  return {
    imported: counts.imported,
    refused: counts.refused,
    assigned: counts.assigned,
    reviewed: reviewed.items.size,
    uploaded: counts.uploaded,
    duplicates: counts.duplicates,
    lost: counts.missing.length,
    key_to_next_frame_ms: percentilesOf(pace),
    details: {
      options,
      acknowledged: reviewed.acknowledged.size,
      kinds: reviewed.kinds,
      keys_pressed_again: reviewed.repeated,
      results: counts.results,
      superseded: counts.superseded,
      alarms: counts.alarms,
      session_events: counts.session_events,
      faults,
      export: exported,
      screenshots: camera.taken,
    },
  };
}

/**
 * Takes a review pack through the whole journey in the real app: import, assignment, review by keyboard with the hub cut off and the storage
 * process killed on the way, upload, and a supervisor's export. Writes screenshots, `report.json` and the export to the folder of the options.
 * @param display X display for the windows
 */
export async function runTour(options: TourOptions, display: string, say: (line: string) => void): Promise<TourReport> {
  const out = resolve(options.out);
  mkdirSync(out, { recursive: true });
  say(`importing ${options.pack}`);
  const place = await openWorkplace(options.pack, options.items, say);
  const gate = await openNetworkGate(place.hubUrl);
  try {
    const tour: Tour = { options, place, gate, camera: createCamera(out), display, say };
    const outcome = await asReviewer(tour);
    say('a supervisor exports the session log');
    const exported = await exportAsSupervisor(tour, out);
    const report = await countEverything(tour, outcome, exported);
    writeFileSync(join(out, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
    return report;
  } finally {
    await gate.close();
    await place.close();
  }
}
