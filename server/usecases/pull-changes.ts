import type { Person } from '#contract/people.ts';
import { fail, type Result } from '#contract/result.ts';
import type { HubContext } from '../context.ts';
import { beginNewLife, readChanges } from '../storage/change-log.ts';

/**
 * A page of what changed for a person. A cursor of the hub's own that is ahead of the database shows that a backup was restored and nobody said so:
 * another life begins by itself, and every device offers again what this database lacks.
 */
export async function pullChanges(
  hub: HubContext,
  person: Person,
  query: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Result<Buffer, 'cursor-expired'>> {
  const before = hub.life.now;
  const page = await readChanges(hub.database, before, person, query);
  if (page !== 'set-back') return page;
  hub.log.error({ epoch: before.epoch }, 'the database was set back without --restored; another life begins');
  hub.life.now = await beginNewLife(hub.database.db, before, hub.randomBytes);
  return fail('cursor-expired', 'the database was restored from a backup');
}
