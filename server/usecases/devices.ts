import { sql } from 'kysely';
import { type Device, device as deviceShape } from '#contract/devices.ts';
import { fail, ok, type Result } from '#contract/result.ts';
import type { HubContext } from '../context.ts';
import { addAct } from '../storage/audit.ts';
import type { ReadDb } from '../storage/open.ts';
import { type Actor, actOf } from './audit/acts.ts';

interface DeviceRow {
  readonly id: string;
  readonly name: string;
  readonly app_version: string;
  readonly created_at: Date;
  readonly revoked_at: Date | null;
  readonly revoked_by: string | null;
  readonly person: string;
  readonly heard_at: Date | null;
}

async function readDevices(db: ReadDb, only: string | null): Promise<Device[]> {
  const { rows } = await sql<DeviceRow>`
    select d.id, d.name, d.app_version, d.created_at, d.revoked_at, d.revoked_by, p.body as person,
      (select max(t.first_used_at) from device_tokens t where t.device_id = d.id) as heard_at
    from devices d join people p on p.id = d.person_id
    where ${only}::uuid is null or d.id = ${only}::uuid order by p.name, d.created_at, d.id`.execute(db);
  return rows.map((row) =>
    deviceShape.parse({
      id: row.id,
      person: JSON.parse(row.person),
      name: row.name,
      app_version: row.app_version,
      enrolled_at: row.created_at.toISOString(),
      heard_at: row.heard_at?.toISOString() ?? null,
      state: stateOf(row),
    }),
  );
}

function stateOf({ revoked_at, revoked_by }: DeviceRow): Device['state'] {
  if (revoked_at === null) return 'in_use';
  return revoked_by === null ? 'signed_out' : 'revoked';
}

/** Every device there ever was, by person. */
export function listDevices({ database }: HubContext): Promise<Device[]> {
  return readDevices(database.db, null);
}

/**
 * Takes a device out of use: from its next request on it is refused, and told to empty itself. A device that was signed out is told too.
 * Who did it and why is written into the audit; doing it again changes nothing and is written down as well.
 */
export async function revokeByHand(
  hub: HubContext,
  by: Actor & { readonly person: string },
  id: string,
  reason: string,
): Promise<Result<Device, 'not-found'>> {
  return hub.database.db.transaction().execute(async (tx) => {
    const query = tx.selectFrom('devices').select(['person_id', 'revoked_at', 'revoked_by']).where('id', '=', id);
    const found = await query.forUpdate().executeTakeFirst();
    if (found === undefined) return fail('not-found', `no device ${id}`);
    await tx
      .updateTable('devices')
      .set({ revoked_at: found.revoked_at ?? hub.now(), revoked_by: found.revoked_by ?? by.person })
      .where('id', '=', id)
      .execute();
    const sealed = { content: { reason }, kept: 'here' } as const;
    await addAct(tx, actOf(hub, 'device_revoked', by, { person: found.person_id, revoked: id }, sealed));
    const [device] = await readDevices(tx, id);
    if (device === undefined) throw new Error(`the device ${id} is gone`);
    return ok(device);
  });
}
