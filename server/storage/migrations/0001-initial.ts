import { type Kysely, sql } from 'kysely';

/**
 * First shape of the hub's database; docs/database-hub.md tells it in plain words. `raw`, `body` and `line` columns are
 * text, not jsonb: what came is kept to the byte, and jsonb cannot hold \u0000.
 */
const statements = `
create table hub_life (
  only_row boolean primary key default true check (only_row),
  epoch text not null,
  created_at timestamptz not null default now()
);
insert into hub_life (epoch) values (replace(gen_random_uuid()::text, '-', ''));

create table people (
  id uuid primary key,
  name text not null,
  role text not null check (role in ('reviewer', 'bilingual_reviewer', 'supervisor')),
  languages text[] not null,
  body text not null,
  created_at timestamptz not null default now()
);

create table enrolment_codes (
  code_hash text primary key,
  person_id uuid not null references people (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

create table devices (
  id uuid primary key,
  person_id uuid not null references people (id),
  name text not null,
  app_version text not null,
  token_hash text not null unique,
  created_at timestamptz not null,
  revoked_at timestamptz
);
create index devices_person on devices (person_id);

create table import_runs (
  id text primary key,
  pack text not null,
  state text not null check (state in ('running', 'done', 'interrupted', 'refused')),
  report text not null,
  started_at timestamptz not null,
  finished_at timestamptz
);

create sequence record_order;
create table records (
  id text primary key,
  pack_order bigint not null,
  content_sha256 text not null,
  raw text not null,
  clips text not null,
  stage text not null,
  surface text not null,
  violation_type text,
  subject_id text,
  language text,
  region text,
  team text,
  has_clip boolean not null,
  import_id text not null references import_runs (id),
  created_at timestamptz not null default now()
);
-- Records of some kilobytes stay in their row, uncompressed: a pull reads each of them once and sends it as it is.
alter table records alter column raw set storage external;
alter table records set (toast_tuple_target = 8160);
create index records_pack_order on records (pack_order);

create table objects (
  sha256 text primary key,
  bytes bigint not null,
  mime text,
  created_at timestamptz not null default now()
);

create table record_clips (
  record_id text not null references records (id),
  ordinal integer not null,
  sha256 text not null references objects (sha256),
  primary key (record_id, ordinal)
);
create index record_clips_sha256 on record_clips (sha256);

create table policy_versions (
  policy_id text not null,
  version text not null,
  entity text not null unique,
  body text not null,
  import_id text not null references import_runs (id),
  primary key (policy_id, version)
);

create table moderators (id text primary key, role text not null, line_sha256 text not null, raw text not null);
create table annotations (
  line_sha256 text primary key,
  record_id text not null references records (id),
  annotator text not null,
  label text not null,
  raw text not null
);
create index annotations_record on annotations (record_id);
create table gold (
  record_id text primary key references records (id),
  violation boolean not null,
  line_sha256 text not null,
  raw text not null
);
create table predictions (
  line_sha256 text primary key,
  record_id text not null references records (id),
  model text not null,
  version text not null,
  label text not null,
  score double precision not null,
  raw text not null
);
create index predictions_record on predictions (record_id);
create table heat (
  line_sha256 text primary key,
  at text not null,
  stream text not null,
  rank bigint not null,
  raw text not null
);

create table batches (
  id uuid primary key,
  name text not null,
  mode text not null,
  priority smallint not null,
  due_at timestamptz,
  created_at timestamptz not null,
  created_by uuid not null references people (id),
  source text not null,
  body text not null
);

create table items (
  id uuid primary key,
  batch_id uuid not null references batches (id),
  record_id text not null references records (id),
  assignee uuid not null references people (id),
  position integer not null,
  round integer not null default 1,
  unique (batch_id, position)
);
create index items_record on items (record_id, assignee);
create index items_assignee on items (assignee, batch_id);

create table item_assignments (
  item_id uuid not null references items (id),
  person_id uuid not null references people (id),
  assigned_at timestamptz not null,
  primary key (item_id, person_id)
);

create table results (
  id uuid primary key,
  server_seq bigint generated always as identity unique,
  sha256 text not null,
  body text not null,
  type text not null check (type in ('verdict', 'withdrawal')),
  kind text,
  item_id uuid not null references items (id),
  round integer not null,
  person_id uuid not null references people (id),
  device_id uuid not null references devices (id),
  device_seq bigint not null,
  supersedes uuid,
  in_turn boolean not null,
  effective boolean not null,
  received_at timestamptz not null
);
create unique index results_one_effective on results (item_id, round) where effective;
create index results_item on results (item_id, round);
create index results_device on results (device_id, device_seq);

create view effective_verdicts as select * from results where effective and type = 'verdict';

create table alarms (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  code text not null,
  result_id uuid,
  device_id uuid,
  detail text not null,
  offered text
);

create table session_events (
  id uuid primary key,
  at timestamptz not null,
  person_id uuid not null references people (id),
  device_id uuid not null references devices (id),
  device_seq bigint not null,
  type text not null,
  line text not null,
  received_at timestamptz not null
);
create index session_events_order on session_events (at, id);
create index session_events_person on session_events (person_id, at, id);

create sequence change_seq;
create table change_log (
  seq bigint primary key,
  scope text not null,
  kind text not null,
  entity text not null,
  op text not null check (op in ('put', 'remove')),
  removal text
);
create unique index change_log_entity on change_log (scope, kind, entity);
create index change_log_scope on change_log (scope, seq);
`;

/** Applies the first shape. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(database);
}
