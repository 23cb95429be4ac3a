import { type Kysely, sql } from 'kysely';

/** What was asked, which samples were drawn for it, and how probable each drawn record was. `filter` is canonical JSON: the same text for the same records. */
const statements = `
create table qa_requests (
  id uuid primary key,
  asked_by uuid not null references people (id),
  filter text not null,
  created_at timestamptz not null,
  body text not null
);
create index qa_requests_filter on qa_requests (md5(filter));

create table qa_draws (
  batch_id uuid primary key references batches (id),
  request_id uuid not null references qa_requests (id),
  body text not null,
  drawn_at timestamptz not null
);
create index qa_draws_request on qa_draws (request_id);

create table drawn_records (
  batch_id uuid not null references qa_draws (batch_id),
  record_id text not null references records (id),
  stratum text not null,
  probability double precision not null check (probability > 0 and probability <= 1),
  primary key (batch_id, record_id)
);
`;

/** Applies the change. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(database);
}
