import { startBenchHub } from './bench-hub.ts';
import { barePostgresInserts } from './floors/pg-insert.ts';
import { type Bench, rateFigure } from './measure.ts';
import { freezePushes, pullItems, sendPushes } from './push-load.ts';

const connections = 8;
const perRound = 10_000;
const rounds = 4;

/**
 * `push_verdicts_per_s`: verdicts that the hub process stored and answered with receipts after a durable commit, sent in full
 * pushes over eight connections by a load that shares the cores with hub and database.
 */
export const bench: Bench = async () => {
  const hub = await startBenchHub(perRound * rounds);
  try {
    const device = await hub.addDevice();
    const items = await pullItems(hub.url, device);
    const floor = await barePostgresInserts(hub.databaseUrl, { connections, rows: perRound, rounds });
    const samples: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const first = round * perRound;
      const pushes = freezePushes(device, items.slice(first, first + perRound), first + 1);
      const start = performance.now();
      await sendPushes(hub.url, device, pushes, connections);
      samples.push(perRound / ((performance.now() - start) / 1000));
    }
    return {
      push_verdicts_per_s: rateFigure({
        samples,
        floor,
        floorIs: `${connections} connections insert the same rows by unnest, 100 a commit, no HTTP, no checks, no change log`,
        atLeast: 15_000,
      }),
    };
  } finally {
    await hub.stop();
  }
};
