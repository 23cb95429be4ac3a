import { type Kysely, sql } from 'kysely';

/**
 * The hub's audit. An act waits in the transaction that does it, and is given its place in the tree right after; from then on
 * it is never changed. `audit_sealed` is apart, because it may have to be forgotten.
 */
const statements = `
create table audit_waiting (
  waiting bigint generated always as identity primary key,
  body text not null
);

create table audit_entries (
  seq bigint primary key,
  id uuid not null unique,
  line text not null,
  hash text not null
);

create table audit_nodes (
  level smallint not null,
  position bigint not null,
  hash text not null,
  primary key (level, position)
);

create table audit_heads (
  epoch text not null,
  tree_size bigint not null,
  line text not null,
  signature text not null,
  primary key (epoch, tree_size)
);

create table audit_sealed (
  id uuid primary key,
  salt text not null,
  content text
);

create trigger audit_entries_never_change before update or delete on audit_entries
  for each row execute function never_changes();
create trigger audit_entries_never_go before truncate on audit_entries execute function never_changes();
create trigger audit_nodes_never_change before update or delete on audit_nodes
  for each row execute function never_changes();
create trigger audit_nodes_never_go before truncate on audit_nodes execute function never_changes();
create trigger audit_heads_never_change before update or delete on audit_heads
  for each row execute function never_changes();
create trigger audit_heads_never_go before truncate on audit_heads execute function never_changes();
`;

/** Applies the change. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(database);
}
