import { join } from 'node:path';
import pg from 'pg';
import { type DrivenApp, launchApp } from '#scripts/lib/electron-app.ts';
import { type NetworkGate, openNetworkGate } from '#scripts/lib/network-gate.ts';
import { killTree } from '#scripts/lib/process-tree.ts';
import { until } from '#scripts/lib/until.ts';
import { type Display, openDisplay } from '#scripts/setup/display.ts';
import { REPOSITORY } from '#scripts/setup/paths.ts';
import type { Camera } from '#scripts/tour/camera.ts';
import { enrol, settle } from '#scripts/tour/enrol.ts';
import { keys, press } from '#scripts/tour/hands.ts';
import { goToQueue, shownInReview, statusOf } from '#scripts/tour/page-reader.ts';
import { openWorkplace, type Workplace } from '#scripts/tour/workplace.ts';

const noCamera: Camera = { take: () => Promise.resolve(), has: () => false, taken: [] };

/** A result as the hub holds it. */
export interface HubResult {
  readonly id: string;
  readonly item_id: string;
  readonly type: string;
  readonly kind: string | null;
  readonly effective: boolean;
  readonly supersedes: string | null;
  /** The document as the device froze it. */
  readonly body: string;
}

/** A real hub with the demo pack, a network that can be cut, and apps to review with. */
export interface ReviewDesk {
  readonly place: Workplace;
  readonly gate: NetworkGate;
  /** Starts an app on the data folder of that name: again, the same device. */
  open(name: string): Promise<DrivenApp>;
  /** Starts a fresh app and enrols it. */
  enrolled(name: string, who: 'reviewer' | 'supervisor'): Promise<DrivenApp>;
  /** Waits for batches and clips, and opens the first item. */
  begin(app: DrivenApp): Promise<void>;
  /** Lets the hub be reached again and waits until it has everything. */
  uploaded(app: DrivenApp): Promise<void>;
  /** All results in the hub, in order of arrival. */
  results(): Promise<HubResult[]>;
  /** Ends an app with all its processes at once. */
  cutPower(app: DrivenApp): void;
  close(): Promise<void>;
}

/** Opens a desk with `items` items of the demo pack assigned. */
export async function openDesk(items: number): Promise<ReviewDesk> {
  const display: Display = await openDisplay();
  const place = await openWorkplace(join(REPOSITORY, 'resources', 'demo'), items, () => undefined);
  const gate = await openNetworkGate(place.hubUrl);
  const opened: DrivenApp[] = [];
  const cutPower = ({ process: child }: DrivenApp): void => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) killTree(child.pid);
  };
  const open = async (name: string): Promise<DrivenApp> => {
    const app = await launchApp({ userData: join(place.folder, name), display: display.name });
    opened.push(app);
    return app;
  };
  return {
    place,
    gate,
    open,
    cutPower,
    async enrolled(name, who) {
      const app = await open(name);
      await enrol(app, gate.url, await place.code(who), noCamera, '');
      return app;
    },
    async begin(app) {
      await settle(app, items);
      await goToQueue(app.page);
      await press(app.page, 'Enter');
      await shownInReview(app.page);
    },
    async uploaded(app) {
      await gate.restore();
      await press(app.page, keys.syncNow);
      await until('everything is uploaded', async () => {
        const status = await statusOf(app);
        return status !== null && status.pending_results === 0 && status.sync.state === 'up_to_date';
      });
    },
    async results() {
      const client = new pg.Client({ connectionString: place.databaseUrl });
      await client.connect();
      try {
        const { rows } = await client.query<HubResult>(
          'select id::text, item_id::text, type, kind, effective, supersedes::text, body from results order by server_seq',
        );
        return rows;
      } finally {
        await client.end();
      }
    },
    async close() {
      for (const app of opened) cutPower(app);
      await gate.close();
      await place.close();
      await display.stop();
    },
  };
}
