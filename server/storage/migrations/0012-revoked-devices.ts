import { type Kysely, sql } from 'kysely';

/** Devices that a supervisor took out of use, and who did; why is in the audit. */
const statement = 'alter table devices add column revoked_by uuid references people (id)';

/** Applies the change. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql.raw(statement).execute(database);
}
