import { parse } from 'csv-parse/sync';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SessionEvent, type SessionEventDetail, sessionEvent } from '#contract/sessions.ts';
import { sessionLogColumns } from '#domain/sessions/session-log-format.ts';
import { sha256 } from '#test/support/sha256.ts';
import { leafHash } from '#domain/audit/hashing.ts';
import { startTestHub, type TestDevice, type TestHub } from '#test/support/hub.ts';

let hub: TestHub;
let ana: TestDevice;
let sam: TestDevice;
const all: SessionEvent[] = [];

const at = (second: number): string => new Date(Date.UTC(2026, 4, 2, 10, 0, second)).toISOString();

/** The newest line of each device. */
const newest = new Map<string, string>();

/** The next line of a device's log. */
function eventOf(device: TestDevice, seq: number, detail: Record<string, unknown> & Pick<SessionEventDetail, 'type'>) {
  const before = newest.get(device.device_id);
  const event = sessionEvent.parse({
    id: v7(),
    session_id: v7(),
    person_id: device.person.id,
    device_id: device.device_id,
    device_seq: seq,
    at: at(Math.floor(seq / 3)),
    detail,
    prev: before === undefined ? null : leafHash(sha256, before),
  });
  newest.set(device.device_id, JSON.stringify(event));
  return event;
}

async function pushEvents(device: TestDevice, events: readonly SessionEvent[]): Promise<Response> {
  return hub.request(device, 'POST', '/v1/session-events', { lines: events.map((event) => JSON.stringify(event)) });
}

async function exported(query: Record<string, string>): Promise<{ text: string; rows: number; status: number }> {
  const range = { from: at(0), to: at(100_000), format: 'ndjson', ...query };
  const path = `/v1/session-log?${new URLSearchParams(range).toString()}`;
  const response = await hub.request(hub.supervisor, 'GET', path);
  return { text: await response.text(), rows: Number(response.headers.get('x-lupa-rows')), status: response.status };
}

const events = (text: string): SessionEvent[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => sessionEvent.parse(JSON.parse(line)));

beforeAll(async () => {
  hub = await startTestHub();
  ana = await hub.addDevice(await hub.addPerson('reviewer', '=Ana "Ñ" Ruiz'));
  sam = await hub.addDevice(await hub.addPerson('reviewer', 'Sam Lee'));
  // More than one block of the export, several at the same moment.
  for (let block = 0; block < 24; block += 1) {
    const some = Array.from({ length: 250 }, (_, index) => eventOf(ana, block * 250 + index + 1, { type: 'lock' }));
    all.push(...some);
    const { status } = await pushEvents(ana, some);
    if (status !== 200) throw new Error(`events were not stored: ${status}`);
  }
});
afterAll(() => hub.stop());

describe('session events', () => {
  it('are stored once, however often they come', async () => {
    const event = eventOf(sam, 1, { type: 'export', format: 'csv', rows: 3 });
    const first = await pushEvents(sam, [event]);
    expect(await first.json()).toEqual({ stored: [event.id] });
    const again = await pushEvents(sam, [event]);
    expect(await again.json()).toEqual({ stored: [event.id] });
    const { text } = await exported({ reviewers: sam.person.id });
    expect(events(text)).toEqual([event]);
  });

  it('of somebody else are refused', async () => {
    const response = await pushEvents(sam, [eventOf(ana, 1, { type: 'lock' })]);
    expect(response.status).toBe(403);
  });
});

describe('the export of the session log', () => {
  it('gives every event once, in order of time, and says beforehand how many', async () => {
    const { text, rows } = await exported({ reviewers: ana.person.id });
    const got = events(text);
    expect(rows).toBe(all.length);
    expect(got.map((event) => event.id).toSorted()).toEqual(all.map((event) => event.id).toSorted());
    expect(got.map((event) => event.at)).toEqual(got.map((event) => event.at).toSorted());
  });

  it('takes a time range with its start and without its end', async () => {
    const { text, rows } = await exported({ reviewers: ana.person.id, from: at(10), to: at(20) });
    const wanted = all.filter((event) => event.at >= at(10) && event.at < at(20));
    expect(rows).toBe(wanted.length);
    expect(events(text)).toHaveLength(wanted.length);
  });

  it('as CSV has one row for each event, with names that no spreadsheet runs', async () => {
    const { text, rows } = await exported({ reviewers: ana.person.id, format: 'csv' });
    const table: string[][] = parse(text, { bom: true });
    expect(table[0]).toEqual([...sessionLogColumns]);
    expect(table).toHaveLength(rows + 1);
    expect(new Set(table.slice(1).map((row) => row[1]))).toEqual(new Set([`'=Ana "Ñ" Ruiz`]));
  });

  it('of nothing is empty', async () => {
    expect(await exported({ from: at(90_000) })).toMatchObject({ text: '', rows: 0 });
  });

  it('refuses people who are none', async () => {
    expect((await exported({ reviewers: 'everybody' })).status).toBe(400);
  });

  it('gives its connection back when its reader goes away', async () => {
    const path = `/v1/session-log?${new URLSearchParams({ from: at(0), to: at(100_000), format: 'csv' }).toString()}`;
    for (let time = 0; time < 12; time += 1) {
      const response = await hub.request(hub.supervisor, 'GET', path);
      await response.body?.cancel();
    }
    expect((await exported({ reviewers: ana.person.id })).rows).toBe(all.length);
  });
});
