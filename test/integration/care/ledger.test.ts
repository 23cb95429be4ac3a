import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { systemPorts } from '#core/ports/ports.ts';
import {
  madeBatch,
  madeCredential,
  madeItem,
  must,
  seed,
  startTestCore,
  type TestCore,
  uphold,
} from '#test/support/core.ts';
import { answer, type ScriptedHub, startScriptedHub } from '#test/support/scripted-hub.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});

const severe = (severity: number | null) => ({
  id: 'rec',
  stage: 'live',
  surface: 'live',
  decision: { action: 'ban_7d', violation_type: 'hate_speech', severity },
});

function coreWith(hubUrl?: string, clock = systemPorts.clock, mode: 'open' | 'blind' = 'open') {
  const who = madeCredential('supervisor', hubUrl);
  const batch = madeBatch({ mode });
  const items = [4, 4, 1, null].map((severity, position) =>
    madeItem(batch, position, who.person.id, { record: severe(severity), record_id: 'rec' }),
  );
  const core = startTestCore(who, { clock }, (dataDir) => seed(dataDir, who, [batch], items));
  open.push(core);
  return { core, ids: items.map((item) => item.id) };
}

const spend = (core: TestCore, item_id: string | null, shown_s: number, work_s = shown_s) =>
  core.client.care.spent({ item_id, shown_s, work_s });

describe('the exposure ledger', () => {
  it('adds up seconds by the severity of the item, and stays after a restart', async () => {
    const { core, ids } = coreWith();
    await spend(core, ids[0] ?? null, 30);
    await spend(core, ids[1] ?? null, 12);
    await spend(core, ids[2] ?? null, 5);
    await spend(core, ids[3] ?? null, 7);
    await spend(core, null, 0, 20);
    await core.restart();
    const day = must(await core.client.care.day({}));
    expect(day.shown).toEqual([
      { severity: 1, seconds: 5 },
      { severity: 4, seconds: 42 },
      { severity: null, seconds: 7 },
    ]);
    expect(day.work_s).toBe(74);
    expect(must(await core.client.care.ledger({ days: 30 }))).toHaveLength(1);
  });

  it('does not give away how severe a blind item was found before its verdict', async () => {
    const { core, ids } = coreWith(undefined, systemPorts.clock, 'blind');
    await spend(core, ids[0] ?? null, 9);
    expect(must(await core.client.care.day({})).shown).toEqual([{ severity: null, seconds: 9 }]);
    must(await core.client.review.submit(uphold(ids[0] ?? '')));
    expect(must(await spend(core, ids[0] ?? null, 3)).shown).toContainEqual({ severity: 4, seconds: 3 });
  });

  it('counts the verdicts of today by kind, and breaks begin the count anew', async () => {
    const { core, ids } = coreWith();
    for (const id of ids.slice(0, 3)) must(await core.client.review.submit(uphold(id)));
    await spend(core, ids[0] ?? null, 60);
    const after = must(await core.client.care.breakTaken({ seconds: 300 }));
    expect(after.verdicts).toEqual([{ kind: 'uphold', count: 3 }]);
    expect(after.since_break).toEqual({ work_s: 0, shown_s: 0 });
    expect(after.breaks).toEqual({ count: 1, seconds: 300 });
    expect(after.work_s).toBe(60);
  });

  it('is in no export of the session log and in nothing that is sent to the hub', async () => {
    const bodies: string[] = [];
    const hub: ScriptedHub = await startScriptedHub((asked, response) => {
      bodies.push(JSON.stringify(asked));
      return asked.path === '/v1/session-log' ? answer(response, 503, {}) : false;
    });
    open.push(hub);
    const { core, ids } = coreWith(hub.url);
    await spend(core, ids[0] ?? null, 47.125, 53.625);
    await core.client.care.breakTaken({ seconds: 311.5 });
    must(await core.client.review.submit(uphold(ids[0] ?? '')));
    must(await core.client.sync.now({}));
    const range = { from: '2000-01-01T00:00:00.000Z', to: '2100-01-01T00:00:00.000Z', reviewers: [] };
    for (const format of ['csv', 'ndjson'] as const) {
      const made = must(await core.client.sessions.exportLog({ ...range, format }));
      expect(made.rows).toBeGreaterThan(0);
      bodies.push(readFileSync(join(core.dataDir, 'exports', made.name), 'utf8'));
    }
    expect(hub.asked.some(({ path }) => path === '/v1/results')).toBe(true);
    const all = bodies.join('\n');
    for (const trace of ['47.125', '53.625', '311.5', 'shown_s', 'care', 'exposure', 'severity":4']) {
      expect(all).not.toContain(trace);
    }
  });
});

describe('a wrong clock', () => {
  it('check 29: a clock that jumps back or changes its zone leaves the order of a session by device_seq whole', async () => {
    let now = Date.parse('2026-05-20T23:30:00.000Z');
    const { core, ids } = coreWith(undefined, { ...systemPorts.clock, now: () => now });
    const zone = process.env.TZ;
    const steps = [0, -86_400_000, 400 * 86_400_000];
    for (const [index, step] of steps.entries()) {
      now += step;
      process.env.TZ = ['America/Bogota', 'Asia/Kolkata', 'UTC'][index];
      const id = ids[index] ?? '';
      must(await core.client.review.submit(uphold(id)));
      await spend(core, id, 10);
    }
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
    const events = must(await core.client.sessions.recent({ limit: 50 })).toReversed();
    const numbers = events.map((event) => event.device_seq);
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
    const decided = events.flatMap(({ detail }) => (detail.type === 'verdict' ? [detail.item_id] : []));
    expect(decided).toEqual(ids.slice(0, 3));
    expect(events.every(({ at }) => at.endsWith('Z'))).toBe(true);
    expect(must(await core.client.care.ledger({ days: 30 }))).toHaveLength(2);
  });
});
