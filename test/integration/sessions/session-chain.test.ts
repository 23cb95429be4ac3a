import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SessionEvent } from '#contract/sessions.ts';
import { leafHash } from '#domain/audit/hashing.ts';
import { startTestHub, type TestDevice, type TestHub } from '#test/support/hub.ts';
import { sha256 } from '#test/support/sha256.ts';

let hub: TestHub;
let ana: TestDevice;

beforeAll(async () => {
  hub = await startTestHub();
});
beforeEach(async () => {
  ana = await hub.addDevice(await hub.addPerson('reviewer'));
});
afterAll(() => hub.stop());

/** A whole log of this many lines, as the device froze them. */
function logOf(
  device: TestDevice,
  length: number,
  from: { seq: number; prev: string | null } = { seq: 1, prev: null },
) {
  const lines: string[] = [];
  let { prev } = from;
  for (let seq = from.seq; seq < from.seq + length; seq += 1) {
    const ids = { id: v7(), session_id: v7(), person_id: device.person.id, device_id: device.device_id };
    const line = JSON.stringify({
      ...ids,
      device_seq: seq,
      at: '2026-05-02T10:00:00.000Z',
      detail: { type: 'lock' },
      prev,
    });
    lines.push(line);
    prev = leafHash(sha256, line);
  }
  return lines;
}

async function push(device: TestDevice, lines: readonly string[]): Promise<void> {
  const response = await hub.request(device, 'POST', '/v1/session-events', { lines });
  expect(await response.json()).toEqual({ stored: lines.map((line) => (JSON.parse(line) as SessionEvent).id) });
}

const rows = async (sql: string): Promise<Record<string, string>[]> =>
  (await hub.hub.context.database.pool.query<Record<string, string>>(sql, [ana.device_id])).rows;
const stored = async (): Promise<string[]> =>
  (await rows('select line from session_events where device_id = $1 order by device_seq, id')).map(
    (row) => row['line'] ?? '',
  );
const alarms = async (): Promise<string[]> =>
  (await rows('select code, detail from alarms where device_id = $1 order by id')).map(
    (row) => `${row['code']} ${row['detail']?.split(':')[0]}`,
  );

describe('a device’s log that comes to the hub', () => {
  it('is kept to the byte, and an unbroken one raises no alarm, however it is cut and repeated', async () => {
    const lines = logOf(ana, 9);
    await push(ana, lines.slice(0, 4));
    await push(ana, lines.slice(2, 7));
    await push(ana, lines);
    expect(await stored()).toEqual(lines);
    expect(await alarms()).toEqual([]);
  });

  it('with a line missing raises an alarm, and none when the line comes after all', async () => {
    const lines = logOf(ana, 6);
    await push(ana, lines.toSpliced(2, 2));
    expect(await alarms()).toEqual(['session-log-gap line 5']);
    await push(ana, lines);
    expect(await stored()).toEqual(lines);
    expect(await alarms()).toEqual(['session-log-gap line 5']);
  });

  it('with another line in a place that is taken keeps both and raises an alarm', async () => {
    const lines = logOf(ana, 4);
    await push(ana, lines);
    const other = logOf(ana, 1, { seq: 4, prev: leafHash(sha256, lines[2] ?? '') });
    await push(ana, other);
    expect(new Set(await stored())).toEqual(new Set([...lines, ...other]));
    expect(await alarms()).toEqual(['session-log-forked line 4']);
  });

  it('with a line that follows from another one than is stored raises an alarm', async () => {
    const lines = logOf(ana, 3);
    await push(ana, lines);
    await push(ana, logOf(ana, 2, { seq: 4, prev: sha256('a line that never was') }));
    expect(await alarms()).toEqual(['session-log-forked line 4']);
  });

  it('with another text under a stored id keeps what was stored, and the other in the alarm', async () => {
    const lines = logOf(ana, 3);
    await push(ana, lines);
    const changed = lines.map((line) => line.replace('"lock"', '"unlock"'));
    await push(ana, changed.slice(1, 2));
    expect(await stored()).toEqual(lines);
    expect(await alarms()).toEqual(['session-log-forked line 2']);
    expect(await rows('select offered from alarms where device_id = $1')).toEqual([{ offered: changed[1] }]);
  });

  it('that begins anew raises an alarm: the lines between are not known', async () => {
    await push(ana, logOf(ana, 3));
    await push(ana, logOf(ana, 2, { seq: 1_780_000_000, prev: null }));
    expect(await alarms()).toEqual(['session-log-gap line 1780000000']);
  });

  it('cannot be changed or emptied in the database', async () => {
    await push(ana, logOf(ana, 3));
    const { pool } = hub.hub.context.database;
    for (const statement of [
      `update session_events set line = replace(line, 'lock', 'unlock') where device_id = '${ana.device_id}'`,
      `delete from session_events where device_id = '${ana.device_id}'`,
      'truncate session_events',
    ]) {
      await expect(pool.query(statement)).rejects.toThrow('session_events is never changed');
    }
  });

  it('with a line that is none is refused as a whole, and says which', async () => {
    const lines = [...logOf(ana, 2), '{"id":"no"}'];
    const response = await hub.request(ana, 'POST', '/v1/session-events', { lines });
    expect(response.status).toBe(400);
    expect(((await response.json()) as { error: { detail: string } }).error.detail).toContain('lines/2');
    expect(await stored()).toEqual([]);
  });
});
