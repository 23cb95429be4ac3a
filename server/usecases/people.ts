import { type DeviceId, deviceId, type PersonId, personId } from '#contract/ids.ts';
import type { Enrolment, enrolmentCode, newPerson, Person } from '#contract/people.ts';
import { fail, ok, type Result } from '#contract/result.ts';
import type { z } from 'zod';
import type { HubContext } from '../context.ts';
import { addAct } from '../storage/audit.ts';
import { revokeDevice } from '../storage/device-tokens.ts';
import { type Caller, findDeviceName, findUnheard, insertDevice, useEnrolmentCode } from '../storage/devices.ts';
import type { WriteTx } from '../storage/open.ts';
import { findPerson, insertPerson } from '../storage/people.ts';
import { type Actor, actOf } from './audit/acts.ts';
import { hubItself } from './audit/life.ts';
import { firstTokens, secretHash } from './tokens.ts';

/** No letters or digits that look alike (0 O, 1 I L, U V), so that a code can be read out and typed. */
const codeAlphabet = '23456789ABCDEFGHJKMNPQRSTWXYZ';
const codeLength = 12;
const codeLifeMs = 24 * 60 * 60 * 1000;
/** So long a device that never heard its enrolment answered may ask again. */
const lostAnswerMs = 10 * 60 * 1000;

/** A code as it is compared: without the dashes and in capitals, however it was typed. */
const normalCode = (typed: string): string => typed.toUpperCase().replaceAll(/[^0-9A-Z]/g, '');

function randomCode(random: (count: number) => Buffer): string {
  let code = '';
  while (code.length < codeLength) {
    const byte = random(1)[0] ?? 255;
    // Bytes past the last whole round of the alphabet would make its first letters likelier.
    if (byte < 256 - (256 % codeAlphabet.length)) code += codeAlphabet[byte % codeAlphabet.length];
  }
  return code.replaceAll(/(.{4})(?=.)/g, '$1-');
}

/** Adds a person within a transaction. */
export async function addPerson(
  tx: WriteTx,
  hub: HubContext,
  input: z.infer<typeof newPerson>,
  by: Actor,
): Promise<Person> {
  const person: Person = { id: personId.parse(hub.newId()), ...input };
  await insertPerson(tx, person);
  await addAct(tx, personAct(hub, 'person_added', person, by));
  return person;
}

/** Words what became known of a person; the name can be forgotten. */
export function personAct(
  hub: HubContext,
  act: 'person_added' | 'person_changed',
  { id, role, name }: Person,
  by: Actor,
) {
  return actOf(hub, act, by, { person: id, role }, { content: { name }, kept: 'here' });
}

/** Adds a person. */
export function createPerson(
  hub: HubContext,
  input: z.infer<typeof newPerson>,
  by: Actor = hubItself,
): Promise<Person> {
  return hub.database.db.transaction().execute((tx) => addPerson(tx, hub, input, by));
}

/** A one-time code for one device of the person, valid for 24 hours; only its hash is kept. */
export async function createEnrolmentCode(
  hub: HubContext,
  person: PersonId,
  by: Actor = hubItself,
): Promise<Result<z.infer<typeof enrolmentCode>, 'not-found'>> {
  if ((await findPerson(hub.database.db, person)) === null) return fail('not-found', `no person ${person}`);
  const code = randomCode(hub.randomBytes);
  const createdAt = hub.now();
  const expiresAt = new Date(createdAt.getTime() + codeLifeMs);
  await hub.database.db.transaction().execute(async (tx) => {
    await tx
      .insertInto('enrolment_codes')
      .values({
        code_hash: secretHash(normalCode(code)),
        person_id: person,
        created_at: createdAt,
        expires_at: expiresAt,
        used_at: null,
        device_id: null,
      })
      .execute();
    await addAct(tx, actOf(hub, 'code_made', by, { person }));
  });
  return ok({ code, expires_at: expiresAt.toISOString() });
}

/** Who wants to become a device. */
export interface NewDevice {
  readonly device_name: string;
  readonly app_version: string;
  /** Of the key that the request proved. */
  readonly thumbprint: string;
}

/** Makes a device of a person and gives it its first tokens. */
export async function admit(
  tx: WriteTx,
  hub: HubContext,
  person: Person,
  id: DeviceId,
  device: NewDevice,
): Promise<Enrolment> {
  await insertDevice(tx, {
    id,
    person_id: person.id,
    name: device.device_name,
    app_version: device.app_version,
    key_thumbprint: device.thumbprint,
    created_at: hub.now(),
  });
  const sealed = { content: { device_name: device.device_name }, kept: 'here' } as const;
  const facts = { app_version: device.app_version, key: device.thumbprint };
  await addAct(tx, actOf(hub, 'signed_in', { person: person.id, device: id }, facts, sealed));
  return { tokens: await firstTokens(tx, hub, id), device_id: id, person, epoch: hub.epoch };
}

/** The answer to an enrolment was lost: whoever has the same key gets another one for the same device. */
async function admitAgain(
  tx: WriteTx,
  hub: HubContext,
  codeHash: string,
  thumbprint: string,
): Promise<Enrolment | null> {
  const since = new Date(hub.now().getTime() - lostAnswerMs);
  const unheard = await findUnheard(tx, codeHash, { thumbprint, since });
  const person = unheard === null ? null : await findPerson(tx, unheard.person_id);
  if (unheard === null || person === null) return null;
  const tokens = await firstTokens(tx, hub, unheard.id);
  return { tokens, device_id: deviceId.parse(unheard.id), person, epoch: hub.epoch };
}

/** Turns a code into a device and its tokens; they are in the answer only. */
export async function enrol(
  hub: HubContext,
  input: NewDevice & { readonly code: string },
): Promise<Result<Enrolment, 'enrolment-code-invalid'>> {
  const codeHash = secretHash(normalCode(input.code));
  const enrolled = await hub.database.db.transaction().execute(async (tx) => {
    const again = await admitAgain(tx, hub, codeHash, input.thumbprint);
    if (again !== null) return ok(again);
    const id = deviceId.parse(hub.newId());
    // The code names the device before it is there; the check waits for the commit.
    const owner = await useEnrolmentCode(tx, codeHash, id, hub.now());
    const person = owner === null ? null : await findPerson(tx, owner);
    if (person === null) return fail('enrolment-code-invalid', 'the code is unknown, used or expired');
    return ok(await admit(tx, hub, person, id, input));
  });
  if (!enrolled.ok) await hub.refusals.record(hub.database, hubItself, enrolled.error.code, 'enrol');
  return enrolled;
}

/** Another device for the caller, under the same name, with another key: their old one is also at work elsewhere, and goes on. */
export async function registerAnew(
  hub: HubContext,
  { person, deviceId: old }: Caller,
  thumbprint: string,
): Promise<Enrolment> {
  const id = deviceId.parse(hub.newId());
  hub.log.warn({ device_id: id, of: old }, 'a cloned device registers anew');
  return hub.database.db
    .transaction()
    .execute(async (tx) => admit(tx, hub, person, id, { ...(await findDeviceName(tx, old)), thumbprint }));
}

/** Takes the device's tokens out of use, for good. */
export async function signOut(hub: HubContext, caller: Actor & { readonly device: string }): Promise<void> {
  await hub.database.db.transaction().execute(async (tx) => {
    await revokeDevice(tx, caller.device, hub.now());
    await addAct(tx, actOf(hub, 'signed_out', caller, {}));
  });
}
