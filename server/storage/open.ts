import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import type { Schema } from './schema.ts';

/** What may read; a transaction also may. */
export type ReadDb = Kysely<Schema>;

/** Proof that a transaction is open; every function that changes rows asks for one. */
export type WriteTx = Transaction<Schema>;

/** The hub's database: Kysely for ordinary queries, the pool for the few statements where it would be in the way. */
export interface HubDatabase {
  readonly db: ReadDb;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

const int8 = 20;

const types = {
  // bigint columns here count rows and bytes: far below 2^53.
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === int8 ? Number : pg.types.getTypeParser(oid, format ?? 'text'),
};

/**
 * Opens connections to a PostgreSQL.
 * @param onIdleError hears of connections that broke while nobody used them, such as at a restart of the database
 */
export function openDatabase(url: string, onIdleError: (error: Error) => void, connections = 10): HubDatabase {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    application_name: 'lupa-hub',
    types,
  });
  pool.on('error', onIdleError);
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  return { db, pool, close: () => db.destroy() };
}

/** Runs the work in one transaction on one connection; what it returns is committed. */
export async function inTransaction<Value>(
  { pool }: Pick<HubDatabase, 'pool'>,
  work: (client: pg.PoolClient) => Promise<Value>,
): Promise<Value> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const value = await work(client);
    await client.query('commit');
    return value;
  } catch (error) {
    await client.query('rollback').catch((lost: unknown) => {
      broken = lost instanceof Error ? lost : new Error('the connection is lost');
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
