import { type ParkedReport, type ParkedResult, parkedResult } from '#contract/sync.ts';
import type { Caller } from './devices.ts';
import type { HubDatabase } from './open.ts';

/** PostgreSQL's text cannot hold NUL; the hash still names the true bytes. */
const storable = (text: string): string => text.replaceAll('\0', '\uFFFD');

/** Keeps what a device tells of results it cannot deliver; telling again replaces the reason. */
export async function putParked(database: HubDatabase, caller: Caller, reports: readonly ParkedReport[]) {
  await database.pool.query(
    `insert into parked_results (id, sha256, item_id, person_id, device_id, code, detail, at, body)
     select n.id, n.sha256, n.item_id, $1, $2, n.code, n.detail, n.at, n.body
     from unnest($3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::timestamptz[], $9::text[])
       as n (id, sha256, item_id, code, detail, at, body)
     on conflict (id, sha256, person_id) do update
       set code = excluded.code, detail = excluded.detail, at = excluded.at, device_id = excluded.device_id`,
    [
      caller.person.id,
      caller.deviceId,
      reports.map((each) => each.id),
      reports.map((each) => each.sha256),
      reports.map((each) => each.item_id),
      reports.map((each) => each.code),
      reports.map((each) => storable(each.detail)),
      reports.map((each) => each.at),
      reports.map((each) => (each.body === null ? null : storable(each.body))),
    ],
  );
}

/** Most that a supervisor is shown at once. */
const MOST = 500;

/** What devices cannot deliver, newest first, without what came after all. */
export async function listParked(database: HubDatabase): Promise<ParkedResult[]> {
  const { rows } = await database.pool.query<{ at: Date } & Record<string, unknown>>(
    `select k.id, k.item_id, k.sha256, k.code, k.detail, k.at, k.body, k.person_id, p.name as person, k.device_id
     from parked_results k join people p on p.id = k.person_id
     where not exists (select from results r where r.id = k.id and r.sha256 = k.sha256)
     order by k.at desc, k.id limit ${MOST}`,
  );
  return rows.map((row) => parkedResult.parse({ ...row, at: row.at.toISOString() }));
}
