import { type Kysely, sql } from 'kysely';

/** Lines of the session log have a hash and name the line before; those from before this have neither. */
const statements = `
alter table session_events add column hash text, add column prev text;
create index session_events_device on session_events (device_id, device_seq);
create function never_changes() returns trigger language plpgsql as $$
begin raise exception '% is never changed', tg_table_name; end $$;
create trigger session_events_never_change before update or delete on session_events
  for each row execute function never_changes();
create trigger session_events_never_go before truncate on session_events execute function never_changes();
`;

/** Applies the change. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(database);
}
