import type { Receipt, Reconciled, ReconcileEntry } from '#contract/sync.ts';
import type { HubContext } from '../context.ts';
import type { Caller } from '../storage/devices.ts';
import { findOwnResults } from '../storage/results.ts';

/**
 * Says which of a person's results are stored here with the same bytes. A result under the same id with other bytes counts as missing: pushing it
 * raises the alarm.
 */
export async function reconcile(
  hub: HubContext,
  caller: Caller,
  entries: readonly ReconcileEntry[],
): Promise<Reconciled> {
  const { epoch } = hub;
  const stored = new Map(
    (await findOwnResults(hub.database, caller.person.id, entries)).map((result) => [result.id, result]),
  );
  const receipts: Receipt[] = [];
  const missing: ReconcileEntry['id'][] = [];
  for (const { id, sha256 } of entries) {
    const found = stored.get(id);
    if (found?.sha256 !== sha256) missing.push(id);
    else {
      const { server_seq, effective, clash, in_turn } = found;
      const received_at = found.received_at.toISOString();
      const about = { id, sha256, epoch, received_at, server_seq, effective, device_cloned: clash };
      receipts.push({ ...about, status: 'duplicate', reason: in_turn ? null : 'verdict-late' });
    }
  }
  return { receipts, missing };
}
