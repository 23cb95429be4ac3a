import type { z } from 'zod';
import type { hubApi } from '#contract/hub-api.ts';
import { deviceId } from '#contract/ids.ts';
import type { Enrolment, Person } from '#contract/people.ts';
import { fail, ok, type Result } from '#contract/result.ts';
import { personOfClaims } from '#domain/people/person-of-claims.ts';
import type { HubContext } from '../context.ts';
import type { Attempt, ProvenIdentity, ProviderError } from '../identity/provider.ts';
import { addAct } from '../storage/audit.ts';
import type { WriteTx } from '../storage/open.ts';
import { findIdentity, findPerson, insertIdentity, updatePerson } from '../storage/people.ts';
import { hubItself } from './audit/life.ts';
import { addPerson, admit, personAct } from './people.ts';

/** So long a person may take in the browser. */
const ATTEMPT_LIFE_MS = 10 * 60_000;
const SECRET_BYTES = 32;

type Options = z.output<typeof hubApi.signInOptions.response>;
type Begun = z.output<typeof hubApi.beginSignIn.response>;
type Finish = z.output<typeof hubApi.finishSignIn.body>;

/** The ways into this hub. */
export function signInOptions({ signIn }: HubContext): Options {
  return { identity_provider: signIn === null ? null : { name: signIn.provider.name, host: signIn.provider.host } };
}

const noProvider = (): Result<never, 'not-found'> => fail('not-found', 'this hub has no identity provider');

/** Begins a sign-in: where the browser must go, and what must come back. */
export async function beginSignIn(
  hub: HubContext,
  thumbprint: string,
  input: { readonly redirect_uri: string; readonly code_challenge: string },
): Promise<Result<Begun, ProviderError | 'not-found'>> {
  if (hub.signIn === null) return noProvider();
  const secret = (): string => hub.randomBytes(SECRET_BYTES).toString('base64url');
  const attempt: Attempt = { state: secret(), nonce: secret(), redirectUri: input.redirect_uri };
  const url = await hub.signIn.provider.authorizationUrl(attempt, input.code_challenge);
  if (!url.ok) return url;
  const attempt_id = hub.newId();
  const now = hub.now().getTime();
  hub.signIn.attempts.add(attempt_id, { ...attempt, thumbprint, expiresAt: now + ATTEMPT_LIFE_MS }, now);
  return ok({ attempt_id, state: attempt.state, authorization_url: url.value.href });
}

async function personOf(
  tx: WriteTx,
  hub: HubContext,
  proven: ProvenIdentity,
  said: Omit<Person, 'id'>,
): Promise<Person> {
  const known = await findIdentity(tx, proven.issuer, proven.subject);
  if (known === null) {
    const person = await addPerson(tx, hub, said, hubItself);
    await insertIdentity(tx, { issuer: proven.issuer, subject: proven.subject, person_id: person.id, at: hub.now() });
    return person;
  }
  const before = await findPerson(tx, known);
  if (before === null) throw new Error(`the identity of ${known} has no person`);
  const person: Person = { id: before.id, ...said };
  if (JSON.stringify(person) === JSON.stringify(before)) return before;
  await updatePerson(tx, person);
  await addAct(tx, personAct(hub, 'person_changed', person, hubItself));
  return person;
}

type Finished = Result<Enrolment, ProviderError | 'not-found' | 'sign-in-expired' | 'sign-in-no-role'>;

/**
 * Finishes a sign-in with what the browser brought back: the identity provider is asked by the hub itself, the person is made or brought
 * up to date, and the device gets its tokens. A refusal is written into the audit.
 */
export async function finishSignIn(
  hub: HubContext,
  thumbprint: string,
  attemptId: string,
  input: Finish,
): Promise<Finished> {
  const finished = await finish(hub, thumbprint, attemptId, input);
  if (!finished.ok) await hub.refusals.record(hub.database, hubItself, finished.error.code, 'finishSignIn');
  return finished;
}

async function finish(hub: HubContext, thumbprint: string, attemptId: string, input: Finish): Promise<Finished> {
  if (hub.signIn === null) return noProvider();
  const { provider, attempts, mapping } = hub.signIn;
  const attempt = attempts.take(attemptId, thumbprint, hub.now().getTime());
  if (attempt === null) return fail('sign-in-expired', 'no such sign-in is under way for this key');
  const proven = await provider.redeem(attempt, new URLSearchParams(input.callback), input.code_verifier);
  if (!proven.ok) return proven;
  const said = personOfClaims(proven.value.claims, mapping);
  if (said === null) return fail('sign-in-no-role', 'the account has none of the roles that this hub knows');
  const { device_name, app_version } = input;
  return hub.database.db.transaction().execute(async (tx) => {
    const person = await personOf(tx, hub, proven.value, said);
    const id = deviceId.parse(hub.newId());
    return ok(await admit(tx, hub, person, id, { device_name, app_version, thumbprint }));
  });
}
