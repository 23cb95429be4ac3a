import { createHash } from 'node:crypto';
import { deviceId, type PersonId, personId } from '#contract/ids.ts';
import type { enrolment, enrolmentCode, newPerson, Person } from '#contract/people.ts';
import { fail, ok, type Result } from '#contract/result.ts';
import type { z } from 'zod';
import type { HubContext } from '../context.ts';
import { useEnrolmentCode } from '../storage/devices.ts';
import { findPerson, insertPerson } from '../storage/people.ts';

/** No letters or digits that look alike (0 O, 1 I L, U V), so that a code can be read out and typed. */
const codeAlphabet = '23456789ABCDEFGHJKMNPQRSTWXYZ';
const codeLength = 12;
const codeLifeMs = 24 * 60 * 60 * 1000;
const tokenBytes = 32;

/** What is kept of a code or token: enough to know it again, useless to whoever reads the database. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

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

/** Adds a person. */
export async function createPerson(hub: HubContext, input: z.infer<typeof newPerson>): Promise<Person> {
  const person: Person = { id: personId.parse(hub.newId()), ...input };
  await hub.database.db.transaction().execute((tx) => insertPerson(tx, person));
  return person;
}

/** A one-time code for one device of the person, valid for 24 hours; only its hash is kept. */
export async function createEnrolmentCode(
  hub: HubContext,
  person: PersonId,
): Promise<Result<z.infer<typeof enrolmentCode>, 'not-found'>> {
  if ((await findPerson(hub.database.db, person)) === null) return fail('not-found', `no person ${person}`);
  const code = randomCode(hub.randomBytes);
  const createdAt = hub.now();
  const expiresAt = new Date(createdAt.getTime() + codeLifeMs);
  await hub.database.db
    .insertInto('enrolment_codes')
    .values({
      code_hash: secretHash(normalCode(code)),
      person_id: person,
      created_at: createdAt,
      expires_at: expiresAt,
      used_at: null,
    })
    .execute();
  return ok({ code, expires_at: expiresAt.toISOString() });
}

/** Turns a code into a device and its token; the token is in the answer only. */
export async function enrol(
  hub: HubContext,
  input: { readonly code: string; readonly device_name: string; readonly app_version: string },
): Promise<Result<z.infer<typeof enrolment>, 'enrolment-code-invalid'>> {
  const token = hub.randomBytes(tokenBytes).toString('base64url');
  const device = deviceId.parse(hub.newId());
  const now = hub.now();
  return hub.database.db.transaction().execute(async (tx) => {
    const owner = await useEnrolmentCode(tx, secretHash(normalCode(input.code)), now);
    const person = owner === null ? null : await findPerson(tx, owner);
    if (person === null) return fail('enrolment-code-invalid', 'the code is unknown, used or expired');
    await tx
      .insertInto('devices')
      .values({
        id: device,
        person_id: person.id,
        name: input.device_name,
        app_version: input.app_version,
        token_hash: secretHash(token),
        created_at: now,
        revoked_at: null,
      })
      .execute();
    return ok({ token, device_id: device, person, epoch: hub.epoch });
  });
}

/** Takes the device's token out of use, for good. */
export async function signOut(hub: HubContext, device: string): Promise<void> {
  await hub.database.db
    .updateTable('devices')
    .set({ revoked_at: hub.now() })
    .where('id', '=', device)
    .where('revoked_at', 'is', null)
    .execute();
}
