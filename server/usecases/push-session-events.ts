import type { PoolClient } from 'pg';
import type { SessionEventId } from '#contract/ids.ts';
import { fail, ok, type Result } from '#contract/result.ts';
import { sessionEvent } from '#contract/sessions.ts';
import { judgePlace } from '#domain/audit/event-chain.ts';
import { leafHash } from '#domain/audit/hashing.ts';
import { sha256 } from '../audit/sha256.ts';
import type { HubContext } from '../context.ts';
import type { Caller } from '../storage/devices.ts';
import { recordLogStored } from './audit/stored.ts';
import { inTransaction } from '../storage/open.ts';
import { type Alarm, insertAlarms } from '../storage/results.ts';
import {
  type EventLine,
  hasEarlierLine,
  insertSessionEvents,
  lockDeviceLog,
  type NearLine,
  nearLines,
} from '../storage/session-events.ts';

function readLine(line: string): EventLine | null {
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch {
    return null;
  }
  const parsed = sessionEvent.safeParse(raw);
  return parsed.success ? { event: parsed.data, line, hash: leafHash(sha256, line) } : null;
}

const alarm = (code: 'session-log-forked' | 'session-log-gap', { event, line }: EventLine, detail: string): Alarm => ({
  code,
  resultId: null,
  deviceId: event.device_id,
  detail: `line ${event.device_seq}: ${detail}`,
  offered: line,
});

/** What is known of one device while its lines are judged in turn. */
class DeviceLog {
  readonly #client: PoolClient;
  readonly #device: string;
  readonly #byId: Map<string, NearLine>;
  readonly #byNumber: Map<number, NearLine>;

  constructor(client: PoolClient, device: string, near: readonly NearLine[]) {
    this.#client = client;
    this.#device = device;
    this.#byId = new Map(near.map((each) => [each.id, each]));
    this.#byNumber = new Map(near.map((each) => [each.device_seq, each]));
  }

  /** Judges a line and adds it to what is known; answers the alarm it raises. */
  async take(line: EventLine): Promise<{ readonly isNew: boolean; readonly alarm: Alarm | null }> {
    const { id, device_seq, prev } = line.event;
    const known = this.#byId.get(id);
    if (known !== undefined) {
      const isSame = known.hash === line.hash;
      return {
        isNew: false,
        alarm: isSame ? null : alarm('session-log-forked', line, 'another text under a stored id'),
      };
    }
    const next = this.#byNumber.get(device_seq + 1);
    const place = {
      isTaken: this.#byNumber.has(device_seq),
      before: this.#byNumber.get(device_seq - 1)?.hash ?? null,
      namedByNext: next?.prev ?? null,
      hasEarlier: prev === null && (await hasEarlierLine(this.#client, this.#device, device_seq)),
    };
    const added: NearLine = { id, device_seq, hash: line.hash, prev };
    this.#byId.set(id, added);
    if (!place.isTaken) this.#byNumber.set(device_seq, added);
    const judged = judgePlace(place, line.event, line.hash);
    if (judged === 'fork') return { isNew: true, alarm: alarm('session-log-forked', line, 'contradicts another line') };
    if (judged === 'gap') return { isNew: true, alarm: alarm('session-log-gap', line, 'the line before never came') };
    return { isNew: true, alarm: null };
  }
}

async function storeDevice(
  client: PoolClient,
  hub: HubContext,
  caller: Caller,
  device: string,
  lines: readonly EventLine[],
): Promise<void> {
  const now = hub.now();
  await lockDeviceLog(client, device);
  const numbers = lines.map(({ event }) => event.device_seq);
  const range = { from: Math.min(...numbers), to: Math.max(...numbers) };
  const log = new DeviceLog(
    client,
    device,
    await nearLines(
      client,
      device,
      range,
      lines.map(({ event }) => event.id),
    ),
  );
  const fresh: EventLine[] = [];
  const alarms: Alarm[] = [];
  for (const line of lines) {
    const taken = await log.take(line);
    if (taken.isNew) fresh.push(line);
    if (taken.alarm !== null) alarms.push(taken.alarm);
  }
  await insertSessionEvents(client, fresh, now);
  await insertAlarms(client, alarms, now);
  await recordLogStored(client, hub, caller, fresh, alarms);
}

/**
 * Stores a device's lines as they came, in one transaction; all of them must be its own. A line that contradicts another (fork) or whose
 * predecessor never came (gap) is stored all the same and raises an alarm; another text under a stored id is kept in the alarm.
 */
export async function pushSessionEvents(
  hub: HubContext,
  caller: Caller,
  texts: readonly string[],
): Promise<Result<{ stored: SessionEventId[] }, 'forbidden' | 'invalid-request'>> {
  const lines: EventLine[] = [];
  for (const text of texts) {
    const line = readLine(text);
    if (line === null) return fail('invalid-request', `lines/${lines.length}: not an event of the session log`);
    lines.push(line);
  }
  const isForeign = ({ event }: EventLine): boolean =>
    event.person_id !== caller.person.id || !caller.ownDevices.includes(event.device_id);
  const foreign = lines.find(isForeign);
  if (foreign !== undefined) return fail('forbidden', `event ${foreign.event.id} is of another person or device`);
  const devices = [...new Set(lines.map(({ event }) => event.device_id))].toSorted();
  await inTransaction(hub.database, async (client) => {
    // In one order, so that two pushes never wait for each other in a ring.
    for (const device of devices) {
      const own = lines.filter(({ event }) => event.device_id === device);
      await storeDevice(client, hub, caller, device, own);
    }
  });
  return ok({ stored: lines.map(({ event }) => event.id) });
}
