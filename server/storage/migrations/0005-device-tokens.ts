import { type Kysely, sql } from 'kysely';

/**
 * Tokens that are bound to a device's key and change every ten minutes. Devices of before have no key: they are signed out, and what
 * they have not sent is sent after their people have signed in again.
 */
const statements = `
alter table devices add column key_thumbprint text;
update devices set revoked_at = coalesce(revoked_at, now());
alter table devices drop column token_hash;

create table device_tokens (
  refresh_hash text primary key,
  device_id uuid not null references devices (id),
  access_hash text not null unique,
  epoch text not null,
  issued_at timestamptz not null,
  access_expires_at timestamptz not null,
  refresh_expires_at timestamptz not null,
  first_used_at timestamptz,
  rotated_at timestamptz,
  salt text,
  next_hash text
);
create index device_tokens_device on device_tokens (device_id, issued_at);

alter table enrolment_codes add column device_id uuid references devices (id) deferrable initially deferred;
`;

/** Applies the change. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(database);
}
