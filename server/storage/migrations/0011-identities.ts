import { type Kysely, sql } from 'kysely';

/** Who somebody is at the site's identity provider. */
const statements = `
create table identities (
  issuer text not null,
  subject text not null,
  person_id uuid not null references people (id),
  created_at timestamptz not null,
  primary key (issuer, subject)
);
`;

/** Applies the change. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(database);
}
