import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

/** A fresh, empty database on the test run's shared PostgreSQL. */
export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
  /** Copies it aside as it is now, by PostgreSQL itself; answers how to put the copy in its place. Nobody may be connected for either. */
  backUp(): Promise<() => Promise<void>>;
}

async function asOwner(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Makes an empty database; drop it when the tests are through. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asOwner(`create database ${name}`);
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${name}`;
  const drop = () => asOwner(`drop database if exists ${name} with (force)`);
  return {
    url: url.href,
    drop,
    backUp: async () => {
      const copy = `${name}_copy_${randomBytes(3).toString('hex')}`;
      await asOwner(`create database ${copy} template ${name}`);
      return async () => {
        await drop();
        await asOwner(`alter database ${copy} rename to ${name}`);
      };
    },
  };
}
