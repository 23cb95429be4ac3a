import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ipcEvents } from '#contract/ipc.ts';
import type { SessionEvent } from '#contract/sessions.ts';
import { databaseFile } from '#core/signed-in.ts';
import { write } from '#core/storage/database.ts';
import { openDatabase } from '#core/storage/open.ts';
import { madeOwner } from '#scripts/lib/made-key.ts';
import { addSessionEvent } from '#core/storage/session-events.ts';
import { insertSessionEvents } from '#server/storage/session-events.ts';
import { startTestHub, type TestHub } from '#test/support/hub.ts';
import { madeCredential, must, NOWHERE, startTestCore, type TestCore } from '#test/support/core.ts';

const MANY = 100_000;
/** Most that the process may grow while it writes; the events themselves are several times as much. */
const MOST_GROWTH = 160 * 1024 * 1024;
const all = { from: '2020-01-01T00:00:00.000Z', to: '2100-01-01T00:00:00.000Z', reviewers: [] };
const BEGIN = Date.UTC(2026, 4, 1);

/** Made without the schema: a hundred thousand are many, and the export reads each by it. */
function madeEvents(person: string, device: string, count: number): SessionEvent[] {
  const idOf = (number: number): string => `019e0000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
  const played = { type: 'clip_played', item_id: v7(), clip_ordinal: 0, from_s: 1.5, to_s: 2.25 };
  const read = { type: 'policy_read', item_id: null, policy_id: '=cmd|calc', version: 'año-1', language: 'es' };
  const same = { session_id: v7(), person_id: person, device_id: device };
  return Array.from({ length: count }, (_, index) => ({
    id: idOf(index),
    ...same,
    device_seq: index + 1,
    at: new Date(BEGIN + index * 1_000).toISOString(),
    detail: index % 2 === 0 ? played : read,
    prev: null,
  })) as unknown as SessionEvent[];
}

const fileOf = (core: TestCore, name: string): string => readFileSync(join(core.dataDir, 'exports', name), 'utf8');
const filesOf = (core: TestCore): string[] => readdirSync(join(core.dataDir, 'exports'));
const times = (text: string, part: string): number => text.split(part).length - 1;
const told = (core: TestCore) =>
  core.events.flatMap(({ name, payload }) =>
    name === 'export.progress' ? [ipcEvents['export.progress'].parse(payload)] : [],
  );

/** Exports, and says how much the process grew at most meanwhile. */
async function grownBy(core: TestCore, format: 'csv' | 'ndjson') {
  const before = process.memoryUsage().rss;
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 5);
  const done = must(await core.client.sessions.exportLog({ ...all, format }));
  clearInterval(timer);
  return { ...done, growth: most - before };
}

let hub: TestHub;
let fromHub: TestCore;
let fromDevice: TestCore;
beforeAll(async () => {
  hub = await startTestHub();
  const { supervisor } = hub;
  const ana = await hub.addDevice(await hub.addPerson('reviewer', 'Íñigo Muñoz'));
  const events = madeEvents(ana.person.id, ana.device_id, MANY);
  const lines = events.map((event, index) => {
    const hash = index.toString(16).padStart(64, '0');
    return { event, line: JSON.stringify(event), hash };
  });
  const client = await hub.hub.context.database.pool.connect();
  for (let from = 0; from < MANY; from += 10_000)
    await insertSessionEvents(client, lines.slice(from, from + 10_000), new Date());
  client.release();
  fromHub = startTestCore({ ...supervisor, hub_url: hub.url });
  const who = madeCredential('supervisor', NOWHERE);
  fromDevice = startTestCore(who, {}, (dataDir) => {
    const { db } = openDatabase(databaseFile(dataDir, who.person.id), 'seed', madeOwner(who.person.id));
    write(db, (tx) => {
      for (const event of madeEvents(who.person.id, who.device_id, MANY))
        addSessionEvent(tx, event, JSON.stringify(event));
    });
    db.close();
  });
}, 180_000);
afterAll(async () => {
  await fromHub.close();
  await fromDevice.close();
  await hub.stop();
});

describe.each([
  ['hub', () => fromHub],
  ['device', () => fromDevice],
] as const)('check 23: 100,000 rows from the %s', (source, coreOf) => {
  it('come with progress, in little memory, and are as many in CSV as in NDJSON', async () => {
    const core = coreOf();
    const ndjson = await grownBy(core, 'ndjson');
    const csv = await grownBy(core, 'csv');
    expect([ndjson.source, csv.source]).toEqual([source, source]);
    const written = { ndjson: fileOf(core, ndjson.name), csv: fileOf(core, csv.name) };
    // What the app itself does meanwhile, an export among it, is in the log too.
    for (const text of Object.values(written))
      expect(times(text, '"clip_played"') + times(text, '"policy_read"')).toBe(MANY);
    // No cell of these has a line end in it; one row of the CSV names the columns.
    expect([ndjson.rows, csv.rows]).toEqual([times(written.ndjson, '\n'), times(written.csv, '\r\n') - 1]);
    const shares = told(core).map(({ share }) => share);
    expect(new Set(shares).size).toBeGreaterThan(20);
    expect(Math.max(ndjson.growth, csv.growth)).toBeLessThan(MOST_GROWTH);
  });

  it('stop when they are cancelled, and leave nothing behind', async () => {
    const core = coreOf();
    const before = filesOf(core);
    const toldBefore = told(core).length;
    const running = core.client.sessions.exportLog({ ...all, format: 'csv' });
    while (told(core).length < toldBefore + 3) await new Promise((resolve) => setTimeout(resolve, 1));
    must(await core.client.sessions.cancelExport({}));
    expect(await running).toMatchObject({ error: { code: 'export-cancelled' } });
    expect(filesOf(core)).toEqual(before);
  });
});

describe('check 22: a CSV for Excel in Spanish', () => {
  it('is read as UTF-8 with its accents, has its columns at the semicolons, decimal commas, and no formula', async () => {
    const headers = ['Momento (UTC)', 'Persona'];
    const csv = { separator: 'semicolon' as const, headers };
    const tenMinutes = { from: new Date(BEGIN).toISOString(), to: new Date(BEGIN + 600_000).toISOString() };
    const done = must(await fromHub.client.sessions.exportLog({ ...all, ...tenMinutes, format: 'csv', csv }));
    const text = fileOf(fromHub, done.name);
    // Excel takes a file that begins so as UTF-8, whatever the code page of the system.
    expect(text.startsWith('\uFEFF')).toBe(true);
    const table: Record<string, string>[] = parse(text, { bom: true, delimiter: ';', columns: true });
    expect([done.rows, table.length]).toEqual([600, 600]);
    const played = table.find((row) => row['type'] === 'clip_played');
    expect(played).toMatchObject({ from_s: '1,5', to_s: '2,25' });
    const read = table.find((row) => row['type'] === 'policy_read');
    expect(read).toMatchObject({ policy_id: "'=cmd|calc", policy_version: 'año-1' });
    expect(Object.keys(table[0] ?? {}).slice(0, 2)).toEqual(headers);
    expect(table.flatMap((row) => Object.values(row)).filter((cell) => /^[=+\-@]/.test(cell))).toEqual([]);
  });
});
