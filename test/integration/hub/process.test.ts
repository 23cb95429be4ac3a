import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmbeddedPostgres } from '#server/storage/embedded-postgres.ts';
import { enrolDevice, fetchAs, type Sender } from '#scripts/lib/device.ts';
import type { TestDevice } from '#test/support/hub.ts';
import { type FailedStart, type HubProcess, startHubProcess } from '#test/support/hub-process.ts';
import { createTestDatabase } from '#test/support/postgres.ts';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'lupa-test-data-'));
  await chmod(data, 0o711);
});
afterEach(async () => {
  const pointer = join(data, 'postgres-folder');
  const parent = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : join(data, 'postgres');
  await (await startEmbeddedPostgres(data)).stop();
  await rm(parent, { recursive: true, force: true });
  await rm(data, { recursive: true, force: true });
});

function running(started: HubProcess | FailedStart): HubProcess {
  if ('output' in started && typeof started.output === 'string') throw new Error(started.output);
  return started as HubProcess;
}
const start = async (...args: string[]): Promise<HubProcess> =>
  running(await startHubProcess(['--data', data, ...args]));

async function json<Value>(
  hub: HubProcess,
  sender: Sender,
  method: string,
  path: string,
  body?: unknown,
): Promise<Value> {
  const text = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetchAs(hub.url + path, sender, { method, ...text });
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Value;
}

const enrol = (hub: HubProcess, code: string): Promise<TestDevice> => enrolDevice(hub.url, code, 'Test');

const codeIn = (output: string, who: string): string =>
  new RegExp(`${who}.*one-time code (\\S+)`).exec(output)?.[1] ?? '';

describe('a hub process', () => {
  it('gives the first supervisor a code once, serves, and ends cleanly on SIGTERM', async () => {
    const first = await start();
    const supervisor = await enrol(first, codeIn(first.output(), 'first supervisor'));
    expect(supervisor.person.role).toBe('supervisor');
    expect(await first.end('SIGTERM')).toBe(0);
    const second = await start();
    expect(second.output()).not.toContain('first supervisor');
    expect(await json(second, supervisor, 'GET', '/v1/me')).toEqual(supervisor.person);
    expect(await second.end('SIGINT')).toBe(0);
  });

  it('refuses a data folder that another hub has, and leaves that one working', async () => {
    const first = await start();
    const second = await startHubProcess(['--data', data]);
    expect(second).toMatchObject({ code: 1, output: expect.stringContaining('another hub is running') });
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
    expect(await first.end('SIGTERM')).toBe(0);
  });

  it('starts over a lock file whose process id went to another program', async () => {
    const first = await start();
    await first.end('SIGTERM');
    const pointer = join(data, 'postgres-folder');
    const parent = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : join(data, 'postgres');
    await writeFile(join(parent, 'data/postmaster.pid'), `${process.pid}\n${parent}/data\n0\n1\n\n127.0.0.1\n`);
    const second = await start();
    expect(await second.end('SIGTERM')).toBe(0);
  });

  it('works from a folder that the database account cannot enter', async () => {
    const closed = await mkdtemp(join(tmpdir(), 'lupa-test-closed-'));
    const inside = join(closed, 'hub');
    const hub = running(await startHubProcess(['--data', inside]));
    expect((await fetch(`${hub.url}/readyz`)).status).toBe(200);
    expect(await hub.end('SIGTERM')).toBe(0);
    const pointer = join(inside, 'postgres-folder');
    if (existsSync(pointer)) await rm(readFileSync(pointer, 'utf8').trim(), { recursive: true, force: true });
    await rm(closed, { recursive: true, force: true });
  });

  it('refuses a database that confirms before it has written', async () => {
    const database = await createTestDatabase();
    const name = new URL(database.url).pathname.slice(1);
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(`alter database ${name} set synchronous_commit = off`);
    await client.end();
    const started = await startHubProcess(['--data', data], { DATABASE_URL: database.url });
    expect(started).toMatchObject({ code: 1, output: expect.stringContaining('synchronous_commit is off') });
    await database.drop();
  });

  it('says what is wrong with its options', () => {
    const run = () =>
      execFileSync(process.execPath, ['server/main.ts', '--port', 'x'], { encoding: 'utf8', stdio: 'pipe' });
    expect(run).toThrow(/--port x is not a port/);
  });
});
