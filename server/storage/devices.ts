import { type Person, person as personShape } from '#contract/people.ts';
import type { HubDatabase, WriteTx } from './open.ts';

/** A device and who works on it. */
export interface Caller {
  readonly person: Person;
  readonly deviceId: string;
  /** Every device the person ever had: who enrols anew still sends what an earlier enrolment left unsent. */
  readonly ownDevices: readonly string[];
}

/** The device with this access token and key, unless the token is over or the device was signed out. */
export async function findCaller(
  database: HubDatabase,
  shown: { readonly accessHash: string; readonly thumbprint: string; readonly now: Date },
): Promise<Caller | null> {
  const { accessHash, thumbprint, now } = shown;
  const { rows } = await database.pool.query<{ device_id: string; body: string; own: string[]; is_new: boolean }>({
    name: 'caller-by-token',
    text: `select d.id as device_id, p.body, t.first_used_at is null as is_new,
             (select array_agg(o.id::text) from devices o where o.person_id = p.id) as own
           from device_tokens t join devices d on d.id = t.device_id join people p on p.id = d.person_id
           where t.access_hash = $1 and d.key_thumbprint = $2 and t.access_expires_at > $3 and d.revoked_at is null`,
    values: [accessHash, thumbprint, now],
  });
  const row = rows[0];
  if (row === undefined) return null;
  if (row.is_new) {
    await database.pool.query({
      name: 'token-first-used',
      text: 'update device_tokens set first_used_at = $2 where access_hash = $1 and first_used_at is null',
      values: [accessHash, now],
    });
  }
  return { person: personShape.parse(JSON.parse(row.body)), deviceId: row.device_id, ownDevices: row.own };
}

/** Takes an enrolment code out of use, for a device; returns whose it is, or null when it is unknown, used or expired. */
export async function useEnrolmentCode(
  tx: WriteTx,
  codeHash: string,
  device: string,
  now: Date,
): Promise<string | null> {
  const row = await tx
    .updateTable('enrolment_codes')
    .set({ used_at: now, device_id: device })
    .where('code_hash', '=', codeHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('person_id')
    .executeTakeFirst();
  return row?.person_id ?? null;
}

/** The device that a code was used for, if it was lately, with this key, and nobody has heard of that device since. */
export async function findUnheard(
  tx: WriteTx,
  codeHash: string,
  shown: { readonly thumbprint: string; readonly since: Date },
): Promise<{ readonly id: string; readonly person_id: string } | null> {
  const row = await tx
    .selectFrom('enrolment_codes as c')
    .innerJoin('devices as d', 'd.id', 'c.device_id')
    .select(['d.id', 'd.person_id'])
    .where('c.code_hash', '=', codeHash)
    .where('c.used_at', '>', shown.since)
    .where('d.key_thumbprint', '=', shown.thumbprint)
    .where('d.revoked_at', 'is', null)
    .where((on) =>
      on.not(
        on.exists(
          on
            .selectFrom('device_tokens as t')
            .select('t.refresh_hash')
            .whereRef('t.device_id', '=', 'd.id')
            .where('t.first_used_at', 'is not', null),
        ),
      ),
    )
    .executeTakeFirst();
  return row ?? null;
}

/** Stores a device of a person, with the key that it proved to hold. */
export async function insertDevice(
  tx: WriteTx,
  device: {
    readonly id: string;
    readonly person_id: string;
    readonly name: string;
    readonly app_version: string;
    readonly key_thumbprint: string;
    readonly created_at: Date;
  },
): Promise<void> {
  await tx
    .insertInto('devices')
    .values({ ...device, revoked_at: null, revoked_by: null })
    .execute();
}

/** Name and version of a device, for one that takes its place. */
export async function findDeviceName(
  tx: WriteTx,
  id: string,
): Promise<{ readonly device_name: string; readonly app_version: string }> {
  return tx
    .selectFrom('devices')
    .select(['name as device_name', 'app_version'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
}
