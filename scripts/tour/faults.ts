import type { DrivenApp } from '#scripts/lib/electron-app.ts';
import type { NetworkGate } from '#scripts/lib/network-gate.ts';
import { until } from '#scripts/lib/until.ts';
import type { Camera } from './camera.ts';
import type { TourOptions } from './options.ts';
import { statusOf } from './page-reader.ts';
import type { Moments } from './reviewing.ts';

/** What was done to the app on the way. */
export interface FaultLog {
  offlineFromItem: number | null;
  killedAtItem: number | null;
  coreRestarted: boolean;
}

async function killCore(app: DrivenApp, log: FaultLog): Promise<void> {
  const pid = await app.corePid();
  if (pid === null) throw new Error('there is no storage process to kill');
  process.kill(pid, 'SIGKILL');
  await until('the storage process is back', async () => {
    const next = await app.corePid();
    return next !== null && next !== pid;
  });
  log.coreRestarted = true;
}

/** The network goes and the storage process is killed when the options say so; the camera is there. */
export function faultsOf(
  app: DrivenApp,
  gate: NetworkGate,
  options: TourOptions,
  camera: Camera,
  say: (line: string) => void,
): { readonly moments: Moments; readonly log: FaultLog } {
  const log: FaultLog = { offlineFromItem: null, killedAtItem: null, coreRestarted: false };
  const moments: Moments = {
    async before(index) {
      if (index % 10 === 0) say(`item ${index + 1} of ${options.items}`);
      if (options.offlineFrom !== index + 1) return;
      await gate.cut();
      log.offlineFromItem = index + 1;
      say(`item ${index + 1}: the hub cannot be reached any more`);
    },
    async during(index) {
      if (options.killAt !== index + 1) return;
      log.killedAtItem = index + 1;
      say(`item ${index + 1}: the storage process is killed`);
      await killCore(app, log);
      await until('the storage process answers', async () => (await statusOf(app)) !== null);
      await camera.take(app.page, 'core-restarted');
    },
  };
  return { moments, log };
}
