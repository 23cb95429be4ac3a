import { type Kysely, sql } from 'kysely';

/**
 * A device gives each of its numbers once; where a copied or set-back device gives one again, the later result is stored and marked. The key signs
 * cursors, so that only the hub's own can say that the database was set back.
 */
const statements = `
alter table results add column clash boolean not null default false;
update results r set clash = true where exists (
  select from results e where e.device_id = r.device_id and e.device_seq = r.device_seq and e.server_seq < r.server_seq);
drop index results_device;
create unique index results_device on results (device_id, device_seq) where not clash;

alter table hub_life add column cursor_key text not null
  default replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
`;

/** Applies the change. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(database);
}
