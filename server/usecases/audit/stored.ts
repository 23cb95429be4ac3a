import type { PoolClient } from 'pg';
import type { ResultEnvelope } from '#contract/verdicts.ts';
import type { HubContext } from '../../context.ts';
import { addActOn } from '../../storage/audit.ts';
import type { Caller } from '../../storage/devices.ts';
import type { Alarm } from '../../storage/results.ts';
import type { EventLine } from '../../storage/session-events.ts';
import { actOf } from './acts.ts';

const actorOf = (caller: Caller) => ({ person: caller.person.id, device: caller.deviceId });

async function recordAlarms(client: PoolClient, hub: HubContext, caller: Caller, alarms: readonly Alarm[]) {
  for (const { code, resultId, deviceId } of alarms) {
    await addActOn(client, actOf(hub, 'alarm_raised', actorOf(caller), { code, result: resultId, of: deviceId }));
  }
}

/**
 * Writes down which results were stored, in the transaction that stores them: their ids, and a commitment to the hash of each, so that bytes that
 * are changed later contradict the log.
 */
export async function recordStored(
  client: PoolClient,
  hub: HubContext,
  caller: Caller,
  stored: readonly ResultEnvelope[],
  alarms: readonly Alarm[],
): Promise<void> {
  await recordAlarms(client, hub, caller, alarms);
  if (stored.length === 0) return;
  const content = stored.map(({ id, sha256 }) => [id, sha256]);
  const facts = { results: stored.map(({ id }) => id) };
  await addActOn(client, actOf(hub, 'results_stored', actorOf(caller), facts, { content, kept: 'elsewhere' }));
}

/** Writes down how far a device's session log has come: the hash of its last line stands for every line before. */
export async function recordLogStored(
  client: PoolClient,
  hub: HubContext,
  caller: Caller,
  stored: readonly EventLine[],
  alarms: readonly Alarm[],
): Promise<void> {
  await recordAlarms(client, hub, caller, alarms);
  const last = stored.at(-1);
  if (last === undefined) return;
  const { device_id, device_seq } = last.event;
  const facts = { log: device_id, lines: stored.length, to: device_seq, hash: last.hash };
  await addActOn(client, actOf(hub, 'session_log_stored', actorOf(caller), facts));
}
