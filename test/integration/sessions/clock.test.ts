import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SessionEvent, sessionEvent } from '#contract/sessions.ts';
import { systemPorts } from '#core/ports/ports.ts';
import { until } from '#scripts/lib/until.ts';
import { startTestHub, type TestDevice, type TestHub } from '#test/support/hub.ts';
import { madeBatch, madeItem, must, seed, startTestCore, type TestCore, uphold } from '#test/support/core.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** The clock that is two years slow, and what happens to it between one verdict and the next. */
const WRONG = Date.parse('2024-03-31T00:59:00.000Z');
const STEPS = [0, MINUTE, -3 * DAY, MINUTE, 700 * DAY, -2 * MINUTE, MINUTE];
const ZONES = ['Europe/Madrid', 'America/Bogota', 'Asia/Kolkata', 'UTC', 'Pacific/Apia'];

let hub: TestHub;
let device: TestDevice;
let core: TestCore;
let chief: TestCore;
beforeAll(async () => {
  hub = await startTestHub();
  device = await hub.addDevice(await hub.addPerson('reviewer', 'Ana Ruiz'));
  let now = WRONG;
  const batch = madeBatch();
  const who = { ...device, hub_url: hub.url };
  const items = STEPS.map((_, place) => madeItem(batch, place, device.person.id));
  const clock = { ...systemPorts.clock, now: () => now };
  core = startTestCore(who, { clock }, (dataDir) => seed(dataDir, who, [batch], items));
  const zone = process.env['TZ'];
  for (const [index, step] of STEPS.entries()) {
    now += step;
    process.env['TZ'] = ZONES[index % ZONES.length];
    must(await core.client.sessions.report({ detail: { type: 'break_start' } }));
    must(await core.client.review.submit(uphold(items[index]?.id ?? '')));
  }
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
  chief = startTestCore({ ...hub.supervisor, hub_url: hub.url });
}, 180_000);
afterAll(async () => {
  await core.close();
  await chief.close();
  await hub.stop();
});

/** The session as an export tells it, in the export's own order. */
async function exportedBy(from: TestCore): Promise<SessionEvent[]> {
  const range = { from: '2000-01-01T00:00:00.000Z', to: '2100-01-01T00:00:00.000Z' };
  const query = { ...range, reviewers: [device.person.id], format: 'ndjson' as const };
  const done = must(await from.client.sessions.exportLog(query));
  const lines = readFileSync(join(from.dataDir, 'exports', done.name), 'utf8')
    .split('\n')
    .slice(0, -1);
  return lines.map((line) => sessionEvent.parse(JSON.parse(line)));
}

function expectConsistent(events: readonly SessionEvent[]): void {
  const times = events.map(({ at }) => Date.parse(at));
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  const numbers = events.map((event) => event.device_seq);
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  expect(events.every(({ at }) => at.endsWith('Z'))).toBe(true);
  expect(events.filter(({ detail }) => detail.type === 'verdict')).toHaveLength(STEPS.length);
}

describe('check 29: a session under a clock that is wrong, is set back and forth, and changes its zone', () => {
  it('keeps its order and never runs backwards on the device', async () => {
    const events = must(await core.client.sessions.recent({ limit: 200 })).toReversed();
    expectConsistent(events);
    const [first, second] = events.filter(({ detail }) => detail.type === 'verdict');
    expect(Date.parse(second?.at ?? '') - Date.parse(first?.at ?? '')).toBe(MINUTE);
  });

  it('goes on by as much as the clock goes on after it was set back', async () => {
    const events = must(await core.client.sessions.recent({ limit: 200 })).toReversed();
    const verdicts = events.filter(({ detail }) => detail.type === 'verdict').map(({ at }) => Date.parse(at));
    const passed = verdicts.slice(1).map((at, index) => at - (verdicts[index] ?? 0));
    expect(passed).toEqual([MINUTE, 0, MINUTE, 700 * DAY, 0, MINUTE]);
  });

  it('comes out of the hub in the same order, with the same times', async () => {
    const own = must(await core.client.sessions.recent({ limit: 200 })).toReversed();
    const events = await until('the hub has the session', async () => {
      must(await core.client.sync.now({}));
      const got = await exportedBy(chief);
      return got.filter(({ detail }) => detail.type === 'verdict').length === STEPS.length ? got : null;
    });
    expectConsistent(events);
    const known = new Map(own.map((event) => [event.id as string, event.at]));
    expect(events.filter(({ id, at }) => known.has(id) && known.get(id) !== at)).toEqual([]);
  });
});
