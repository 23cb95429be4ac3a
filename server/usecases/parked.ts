import type { ResultId } from '#contract/ids.ts';
import type { ParkedReport } from '#contract/sync.ts';
import type { HubContext } from '../context.ts';
import type { Caller } from '../storage/devices.ts';
import { putParked } from '../storage/parked.ts';

/** Keeps what a device cannot deliver where a supervisor sees it; answers the ids that are kept. */
export async function keepParked(
  hub: HubContext,
  caller: Caller,
  reports: readonly ParkedReport[],
): Promise<ResultId[]> {
  // One entry twice in a report would meet itself in the same statement.
  const once = [...new Map(reports.map((each) => [`${each.id} ${each.sha256}`, each])).values()];
  await putParked(hub.database, caller, once);
  for (const { id, code } of once)
    hub.log.warn({ result_id: id, device_id: caller.deviceId, code }, 'a device could not deliver a result');
  return once.map((each) => each.id);
}
