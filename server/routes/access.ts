import type { Access } from '#contract/hub-api.ts';
import { fail, ok, type Result } from '#contract/result.ts';
import type { HubContext } from '../context.ts';
import { type Caller, findCaller } from '../storage/devices.ts';
import { secretHash } from '../usecases/people.ts';

/**
 * Decides who calls and whether they may: the one place for every route. Runs before a body is read.
 * @returns null for a public route, otherwise the enrolled device
 */
export async function authorise(
  hub: HubContext,
  access: Access,
  authorization: string | undefined,
): Promise<Result<Caller | null, 'unauthenticated' | 'forbidden'>> {
  if (access === 'public') return ok(null);
  const token = /^Bearer ([\w-]{20,200})$/i.exec(authorization ?? '')?.[1];
  const caller = token === undefined ? null : await findCaller(hub.database, secretHash(token));
  if (caller === null) return fail('unauthenticated', 'the token is missing, unknown or signed out');
  if (access !== 'enrolled' && !access.includes(caller.person.role)) {
    return fail('forbidden', `a ${caller.person.role} may not do this`);
  }
  return ok(caller);
}
