import type { HubContext } from '../../context.ts';
import { addActOn } from '../../storage/audit.ts';
import { inTransaction } from '../../storage/open.ts';
import { actOf } from './acts.ts';

/** Who acts when nobody in particular does: the hub by itself, or whoever runs it. */
export const hubItself = { person: null, device: null } as const;

/** Writes down that this life of the database began, at its first start and after a restore. */
export async function recordLife(hub: HubContext, isRestored: boolean): Promise<void> {
  await inTransaction(hub.database, async (client) => {
    const { rows } = await client.query<{ empty: boolean }>(
      'select not exists (select from audit_entries) and not exists (select from audit_waiting) as empty',
    );
    if (!isRestored && rows[0]?.empty !== true) return;
    await addActOn(client, actOf(hub, 'life_begun', hubItself, { epoch: hub.epoch, restored: isRestored }));
  });
}
