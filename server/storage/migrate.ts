import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Schema } from './schema.ts';
import { up as initial } from './migrations/0001-initial.ts';
import { up as care } from './migrations/0003-care.ts';
import { up as deviceTokens } from './migrations/0005-device-tokens.ts';
import { up as audit } from './migrations/0007-audit.ts';
import { up as sessionChain } from './migrations/0006-session-chain.ts';
import { up as restoreAndClones } from './migrations/0009-restore-and-clones.ts';
import { up as changeLogOrder } from './migrations/0010-change-log-order.ts';
import { up as parkedResults } from './migrations/0008-parked-results.ts';
import { up as identities } from './migrations/0011-identities.ts';
import { up as revokedDevices } from './migrations/0012-revoked-devices.ts';
import { up as qaRequests } from './migrations/0013-qa-requests.ts';

/** Every migration in order, by name. A name once released is never changed; forward only. */
const migrations: Readonly<Record<string, Migration>> = {
  '0001-initial': { up: initial },
  '0003-care': { up: care },
  '0005-device-tokens': { up: deviceTokens },
  '0006-session-chain': { up: sessionChain },
  '0007-audit': { up: audit },
  '0008-parked-results': { up: parkedResults },
  '0009-restore-and-clones': { up: restoreAndClones },
  '0010-change-log-order': { up: changeLogOrder },
  '0011-identities': { up: identities },
  '0012-revoked-devices': { up: revokedDevices },
  '0013-qa-requests': { up: qaRequests },
};

/**
 * Brings the database to this hub's shape, all in one transaction and under a lock, so hubs that start together wait in turn.
 * @throws when a migration fails, or the database was written by a newer hub
 */
export async function migrate(db: Kysely<Schema>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve({ ...migrations }) } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  throw new Error('the database cannot be brought to the shape of this hub; is it of a newer one?', { cause: error });
}
