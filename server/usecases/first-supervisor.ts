import type { HubContext } from '../context.ts';
import { listPeople } from '../storage/people.ts';
import { createEnrolmentCode, createPerson } from './people.ts';

/**
 * On a hub without people makes a supervisor, who can make everybody else, and a code for their first device. Until that
 * device is enrolled, each start gives a fresh code.
 * @returns the code, or null when the hub has other people or the supervisor has a device
 */
export async function firstSupervisorCode(hub: HubContext): Promise<string | null> {
  const people = await listPeople(hub.database.db);
  const [only] = people;
  if (people.length > 1) return null;
  if (only !== undefined) {
    const device = await hub.database.db.selectFrom('devices').select('id').limit(1).executeTakeFirst();
    if (device !== undefined) return null;
  }
  const supervisor =
    only ?? (await createPerson(hub, { name: 'Supervisor', role: 'supervisor', languages: ['en', 'es'] }));
  const code = await createEnrolmentCode(hub, supervisor.id);
  if (!code.ok) throw new Error(code.error.detail);
  return code.value.code;
}
