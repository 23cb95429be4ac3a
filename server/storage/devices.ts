import { type Person, person as personShape } from '#contract/people.ts';
import type { HubDatabase, WriteTx } from './open.ts';

/** A device and who works on it. */
export interface Caller {
  readonly person: Person;
  readonly deviceId: string;
  /** Every device the person ever had: who enrols anew still sends what an earlier enrolment left unsent. */
  readonly ownDevices: readonly string[];
}

/** The device that holds the token with this hash, unless it was signed out. */
export async function findCaller(database: HubDatabase, tokenHash: string): Promise<Caller | null> {
  const { rows } = await database.pool.query<{ device_id: string; body: string; own: string[] }>({
    name: 'caller-by-token',
    text: `select d.id as device_id, p.body,
             (select array_agg(o.id::text) from devices o where o.person_id = p.id) as own
           from devices d join people p on p.id = d.person_id
           where d.token_hash = $1 and d.revoked_at is null`,
    values: [tokenHash],
  });
  const row = rows[0];
  if (row === undefined) return null;
  return { person: personShape.parse(JSON.parse(row.body)), deviceId: row.device_id, ownDevices: row.own };
}

/** Takes an enrolment code out of use; returns whose it is, or null when it is unknown, used or expired. */
export async function useEnrolmentCode(tx: WriteTx, codeHash: string, now: Date): Promise<string | null> {
  const row = await tx
    .updateTable('enrolment_codes')
    .set({ used_at: now })
    .where('code_hash', '=', codeHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('person_id')
    .executeTakeFirst();
  return row?.person_id ?? null;
}
