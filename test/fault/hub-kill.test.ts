import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Item } from '#contract/batches.ts';
import { hubApi } from '#contract/hub-api.ts';
import type { ResultEnvelope } from '#contract/verdicts.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#server/storage/embedded-postgres.ts';
import { enrolDevice, fetchAs } from '#scripts/lib/device.ts';
import type { TestDevice } from '#test/support/hub.ts';
import { envelopeOf, verdictOn } from '#test/support/hub-records.ts';
import { type HubProcess, startHubProcess } from '#test/support/hub-process.ts';

const KILLS = 50;
const PER_PUSH = 10;

let folder: string;
let postgres: EmbeddedPostgres;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lupa-hub-kill-'));
  await chmod(folder, 0o711);
  postgres = await startEmbeddedPostgres(folder);
});
afterAll(async () => {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(...args: string[]): Promise<HubProcess> {
  const started = await startHubProcess(['--data', folder, ...args], { DATABASE_URL: postgres.url('postgres') });
  if (!('url' in started)) throw new Error(started.output);
  return started;
}

async function enrolAna(hub: HubProcess): Promise<TestDevice> {
  const code = new RegExp(`Ana Ruiz.*?(\\S+-\\S+-\\S+)`).exec(hub.output())?.[1];
  return enrolDevice(hub.url, code ?? '', 'kill loop');
}

async function itemsOf(hub: HubProcess, device: TestDevice): Promise<Item[]> {
  const answer = await fetchAs(hub.url + hubApi.changes.path, device, { method: 'GET' });
  const lines = (await answer.text()).split('\n').filter((line) => line.includes('"kind":"item"'));
  return lines.map((line) => JSON.parse(line.split('\t')[1] ?? '') as Item);
}

/** Sends one push; null when the hub went away before its answer was whole. */
async function push(hub: HubProcess, device: TestDevice, results: readonly ResultEnvelope[]) {
  try {
    const body = JSON.stringify({ results });
    const answer = await fetchAs(hub.url + hubApi.pushResults.path, device, { method: 'POST', body });
    return hubApi.pushResults.response.parse(await answer.json()).receipts;
  } catch {
    return null;
  }
}

async function ask<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: postgres.url('postgres') });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('a hub that is killed again and again', () => {
  it(`keeps every receipt it gave and stores nothing twice over ${KILLS} kills, with the device sending again what was not answered`, async () => {
    let hub = await start('--demo');
    const ana = await enrolAna(hub);
    const items = await itemsOf(hub, ana);
    const receipted = new Map<string, string>();
    const made = new Set<string>();
    let waiting: ResultEnvelope[] = [];
    let seq = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const sending = (async () => {
        for (;;) {
          if (waiting.length === 0) {
            waiting = items.slice(0, PER_PUSH).map((item) => envelopeOf(verdictOn(item, ana, (seq += 1))));
            for (const each of waiting) made.add(each.id);
          }
          const receipts = await push(hub, ana, waiting);
          if (receipts === null) return;
          for (const receipt of receipts) {
            expect(receipt.status).not.toBe('refused');
            receipted.set(receipt.id, receipt.sha256);
          }
          waiting = [];
        }
      })();
      await sleep(Math.random() * 150);
      await hub.end('SIGKILL');
      await sending;
      hub = await start();
    }
    if (waiting.length > 0)
      for (const each of (await push(hub, ana, waiting)) ?? []) receipted.set(each.id, each.sha256);
    expect(await hub.end('SIGTERM')).toBe(0);

    const rows = await ask<{ id: string; sha256: string }>('select id, sha256 from results');
    const stored = new Map(rows.map((row) => [row.id, row.sha256]));
    expect(receipted.size).toBeGreaterThan(KILLS);
    expect([...receipted].filter(([id, sha256]) => stored.get(id) !== sha256)).toEqual([]);
    expect(rows.length).toBe(stored.size);
    expect(new Set(stored.keys())).toEqual(made);
    const most = await ask(
      'select max(n)::int as most from (select count(*) as n from results where effective group by item_id, round) c',
    );
    expect(most).toEqual([{ most: 1 }]);
  });
});
