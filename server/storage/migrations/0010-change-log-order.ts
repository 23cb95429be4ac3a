import { type Kysely, sql } from 'kysely';

/**
 * A page is read in the order of one scope. With an index of all changes in the order of their numbers beside it, the planner walks through everybody's
 * changes to find those of one person.
 */
const statements = `
alter table change_log drop constraint change_log_pkey;
drop index change_log_scope;
alter table change_log add primary key (scope, seq);
`;

/** Applies the change. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(database);
}
