import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** Any number, the same in every hub. */
const hubLock = 7_220_010;
/** A killed hub's connection is given up by PostgreSQL within moments; a living one keeps it. Milliseconds. */
const patience = 5_000;

/**
 * Takes the one place for a hub on this database, held by an open connection: it is free again the moment its holder ends,
 * however it ends.
 * @param onLost hears when the database goes away under the hub
 * @returns how to give it back
 * @throws when another hub has it
 */
export async function takeHubPlace(databaseUrl: string, onLost: () => void): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: databaseUrl, keepAlive: true, application_name: 'lupa-hub-place' });
  let leaving = false;
  client.on('error', () => {
    if (!leaving) onLost();
  });
  await client.connect();
  const deadline = Date.now() + patience;
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [hubLock]);
    if (rows[0]?.taken === true) break;
    if (Date.now() > deadline) {
      leaving = true;
      await client.end();
      throw new Error('another hub is running on this data folder or database; stop it first, or give another --data');
    }
    await sleep(50);
  }
  return async () => {
    leaving = true;
    await client.end();
  };
}
