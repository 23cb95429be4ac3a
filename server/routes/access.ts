import type { Access } from '#contract/route.ts';
import { fail, ok, type Result } from '#contract/result.ts';
import type { HubContext } from '../context.ts';
import { type Caller, findCaller } from '../storage/devices.ts';
import { secretHash } from '../usecases/tokens.ts';
import type { ProofDesk, ProvenRequest } from './proof.ts';

/** Somebody of whom only a key is known. */
export interface KeyHolder {
  readonly kind: 'key';
  readonly thumbprint: string;
}

/** Who calls: nobody in particular, the holder of a key, or an enrolled device. */
export type Visitor = { readonly kind: 'anybody' } | KeyHolder | ({ readonly kind: 'device' } & Caller);

/** What of a request says who calls. */
export type Shown = Omit<ProvenRequest, 'token'> & { readonly authorization: string | undefined };

type Refusal = 'unauthenticated' | 'forbidden' | 'proof-nonce';

/**
 * Decides who calls and whether they may: the one place for every route. Runs before a body is read. A token is taken only together
 * with a proof of the key that it is bound to.
 * @param what the route's name
 */
export async function authorise(
  hub: HubContext,
  desk: ProofDesk,
  what: string,
  access: Access,
  shown: Shown,
): Promise<Result<Visitor, Refusal>> {
  if (access === 'public') return ok({ kind: 'anybody' });
  if (access === 'key') {
    const proven = await desk.check({ ...shown, token: null });
    return proven.ok ? ok({ kind: 'key', thumbprint: proven.value.thumbprint }) : proven;
  }
  const token = /^DPoP ([\w-]{20,200})$/i.exec(shown.authorization ?? '')?.[1];
  if (token === undefined) return fail('unauthenticated', 'no token came with the request');
  const proven = await desk.check({ ...shown, token });
  if (!proven.ok) return proven;
  const caller = await findCaller(hub.database, {
    accessHash: secretHash(token),
    thumbprint: proven.value.thumbprint,
    now: hub.now(),
  });
  if (caller === null) return fail('unauthenticated', 'the token is unknown, over, signed out or bound to another key');
  if (access !== 'enrolled' && !access.includes(caller.person.role)) {
    const actor = { person: caller.person.id, device: caller.deviceId };
    await hub.refusals.record(hub.database, actor, 'forbidden', what);
    return fail('forbidden', `a ${caller.person.role} may not do this`);
  }
  return ok({ kind: 'device', ...caller });
}
