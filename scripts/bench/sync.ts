import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ItemId } from '#contract/ids.ts';
import { credentialOf, type Device } from '#scripts/lib/device.ts';
import { verdictChoices } from '#contract/verdicts.ts';
import { BatchProgress } from '#core/account.ts';
import { createCore } from '#core/create-core.ts';
import { type Ports, systemPorts } from '#core/ports/ports.ts';
import { databaseFile } from '#core/signed-in.ts';
import { openDatabase } from '#core/storage/open.ts';
import { createHubClient } from '#core/sync/hub-client.ts';
import { Puller } from '#core/sync/puller.ts';
import { type BenchHub, startBenchHub } from './bench-hub.ts';
import { barePulls } from './floors/bare-pull.ts';
import { bareCommits } from './floors/sqlite-commit.ts';
import { type Bench, type Figure, rateFigure, timeFigure } from './measure.ts';
import { MADE_KEYS, madeOwner } from '#scripts/lib/made-key.ts';

const rounds = 3;
const commits = 2_000;
/** How many items behind the shown one the review screen reads. */
const AHEAD = 3;

const quietPorts: Ports = {
  ...systemPorts,
  log: () => undefined,
  emit: () => undefined,
  storeCredential: () => Promise.resolve(true),
  openBrowser: () => Promise.resolve(false),
};

/** Pulls everything into a new database by the core's own puller; gives pulled changes per second. */
async function pullOnce(hub: BenchHub, device: Device, dataDir: string): Promise<number> {
  const { db } = openDatabase(databaseFile(dataDir, device.person.id), 'bench', madeOwner(device.person.id));
  const client = createHubClient(quietPorts, hub.url, { kind: 'device', credential: credentialOf(hub.url, device) });
  const puller = new Puller({ db, progress: new BatchProgress(), ports: quietPorts }, client);
  const start = performance.now();
  let changes = 0;
  for (;;) {
    const page = await puller.pullPage();
    if (!page.ok) throw new Error(`${page.error.code}: ${page.error.detail}`);
    changes += page.value.changes;
    if (!page.value.more) break;
  }
  const rate = changes / ((performance.now() - start) / 1000);
  db.close();
  return rate;
}

/** The hub's pages as text, to be served again by the floor. */
async function capturePages(hub: BenchHub, device: Device): Promise<string[]> {
  const client = createHubClient(quietPorts, hub.url, { kind: 'device', credential: credentialOf(hub.url, device) });
  const pages: string[] = [];
  for (let cursor: string | null = null; ; ) {
    const page = await client.changes(cursor, 1_000);
    if (!page.ok) throw new Error(`${page.error.code}: ${page.error.detail}`);
    const text = page.value.toString('utf8');
    pages.push(text);
    const head = JSON.parse(text.slice(0, text.indexOf('\n'))) as { cursor: string; more: boolean };
    if (!head.more) return pages;
    cursor = head.cursor;
  }
}

async function pullFigure(hub: BenchHub, folder: string): Promise<Figure> {
  const device = await hub.addDevice();
  const floor = await barePulls(folder, await capturePages(hub, device), rounds);
  const samples: number[] = [];
  for (let round = 0; round < rounds; round += 1)
    samples.push(await pullOnce(hub, device, join(folder, `pull-${round}`)));
  return rateFigure({
    samples,
    floor,
    floorIs:
      'the same pages from memory by a bare HTTP server, inserted raw with two fields, synchronous=NORMAL, nothing checked',
    atLeast: 25_000,
  });
}

/**
 * Verdicts through the core's own handler on the pulled items, with the hub out of reach; milliseconds each. As in the review screen, the item
 * and the three behind it were read before it is decided.
 */
async function commitVerdicts(hub: BenchHub, device: Device, dataDir: string): Promise<number[]> {
  const offline: Ports = { ...quietPorts, fetch: () => Promise.reject(new Error('no network')) };
  const core = createCore(offline, {
    data_dir: dataDir,
    app_version: '0',
    credential: credentialOf(hub.url, device),
    keys: MADE_KEYS,
  });
  const { review } = core.handlers;
  const choices = verdictChoices.parse({
    corrected_action: null,
    corrected_violation_type: null,
    corrected_severity: null,
    note: '',
    flagged: false,
  });
  const first = await review.resume({ batch_id: null });
  let current = first.ok ? (first.value.item_id as ItemId | null) : null;
  const samples: number[] = [];
  let furthest = current;
  const readAhead = async (): Promise<void> => {
    if (furthest === null) return;
    const view = await review.item({ item_id: furthest });
    if (!view.ok) throw new Error(`${view.error.code}: ${view.error.detail}`);
    furthest = view.value.next_id as ItemId | null;
  };
  for (let ahead = 0; ahead < AHEAD; ahead += 1) await readAhead();
  while (current !== null && samples.length < commits) {
    await readAhead();
    const start = performance.now();
    const answer = await review.submit({
      item_id: current,
      kind: 'uphold',
      choices,
      policy_read: null,
      playhead_s: 1.5,
      clip_ordinal: 0,
    });
    samples.push(performance.now() - start);
    if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.detail}`);
    current = answer.value.next_id as ItemId | null;
  }
  await core.stop();
  return samples;
}

/**
 * `pull_items_per_s` at 10,000 and 100,000 items of 2 KB from a real hub process on the same cores, and `verdict_commit_ms`
 * from the handler's call to its answer, durable on disk.
 */
export const bench: Bench = async () => {
  const figures: Record<string, Figure> = {};
  for (const items of [10_000, 100_000]) {
    const hub = await startBenchHub(items);
    const folder = await mkdtemp(join(tmpdir(), 'lupa-bench-sync-'));
    try {
      figures[`pull_items_per_s_${items}`] = await pullFigure(hub, folder);
      if (items > 10_000) continue;
      const device = await hub.addDevice();
      const dataDir = join(folder, 'commit');
      await pullOnce(hub, device, dataDir);
      figures['verdict_commit_ms'] = timeFigure({
        samples: await commitVerdicts(hub, device, dataDir),
        floor: bareCommits(folder, commits),
        floorIs: 'three rows and a hash in one transaction, WAL, synchronous=FULL, no checks',
        atMost: { p50: 0.5 },
      });
    } finally {
      await hub.stop();
      await rm(folder, { recursive: true, force: true });
    }
  }
  return figures;
};
