import { type Kysely, sql } from 'kysely';

/** What devices could not deliver. Without a foreign key to items: an unknown item is one of the reasons. */
const statements = `
create table parked_results (
  id uuid not null,
  sha256 text not null,
  item_id uuid not null,
  person_id uuid not null references people (id),
  device_id uuid not null references devices (id),
  code text not null,
  detail text not null,
  at timestamptz not null,
  body text,
  primary key (id, sha256, person_id)
);
create index parked_results_at on parked_results (at);
`;

/** Applies the change. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(database);
}
