import { fail, ok, type Result } from '#contract/result.ts';
import type { HubContext } from '../../context.ts';
import { addActOn, forgetSealed } from '../../storage/audit.ts';
import type { Caller } from '../../storage/devices.ts';
import { inTransaction } from '../../storage/open.ts';
import { actOf } from './acts.ts';

/**
 * Forgets the salt, and what is kept with it, behind an entry of the audit. The entry stays as it is and the tree with it; its commitment says
 * nothing any more. Forgetting is an act of its own.
 */
export async function forgetBehind(
  hub: HubContext,
  caller: Caller,
  entryId: string,
): Promise<Result<Record<string, never>, 'not-found'>> {
  return inTransaction(hub.database, async (client) => {
    if (!(await forgetSealed(client, entryId))) return fail('not-found', `nothing is kept behind entry ${entryId}`);
    const actor = { person: caller.person.id, device: caller.deviceId };
    await addActOn(client, actOf(hub, 'sealed_forgotten', actor, { entry: entryId }));
    return ok({});
  });
}
