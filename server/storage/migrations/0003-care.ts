import { type Kysely, sql } from 'kysely';

/** Who does not want to see which violation types: only so that such items are not dealt to them again. */
const statements = `
create table opt_outs (
  person_id uuid not null references people (id),
  violation_type text not null,
  at timestamptz not null,
  primary key (person_id, violation_type)
);
`;

/** Applies the change. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(database);
}
