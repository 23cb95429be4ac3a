import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import type { SessionEvent } from '#contract/sessions.ts';
import { leafHash } from '#domain/audit/hashing.ts';
import { databaseFile } from '#core/signed-in.ts';
import { must, startSeededCore, type TestCore, uphold } from '#test/support/core.ts';
import { sha256 } from '#test/support/sha256.ts';

let open: TestCore | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});

/** A core that has decided on three items; its log begins with `app_started`. */
async function worked(): Promise<TestCore> {
  const core = startSeededCore(3);
  open = core;
  for (const item of core.items) must(await core.client.review.submit(uphold(item.id)));
  return core;
}

const fileOf = (core: TestCore): string => databaseFile(core.dataDir, core.credential()?.person.id ?? '');

/** Lays hands on the file as somebody does who has it, triggers or not. */
function meddle(core: TestCore, sql: string): void {
  const file = new Database(fileOf(core));
  file.exec(`DROP TRIGGER session_event_never_changes; DROP TRIGGER session_event_never_goes; ${sql}`);
  file.close();
}

function linesOf(core: TestCore): string[] {
  const file = new Database(fileOf(core), { readonly: true });
  const rows = file.prepare<[], { body: string }>('SELECT body FROM session_event ORDER BY seq').all();
  file.close();
  return rows.map((row) => row.body);
}

describe('the session log of a device', () => {
  it('is a chain, across a restart too', async () => {
    const core = await worked();
    await core.restart();
    const lines = linesOf(core);
    const named = lines.map((line) => (JSON.parse(line) as SessionEvent).prev);
    expect(named).toEqual([null, ...lines.slice(0, -1).map((line) => leafHash(sha256, line))]);
    expect(must(await core.client.sessions.check({}))).toEqual({ lines: 5, broken: null });
  });

  it('goes on from the right line when a transaction did not happen', async () => {
    const core = startSeededCore(2);
    open = core;
    const file = new Database(fileOf(core));
    file.exec("CREATE TRIGGER full AFTER INSERT ON session_event BEGIN SELECT RAISE(ABORT, 'no room'); END");
    const [first, second] = core.items;
    expect((await core.client.review.submit(uphold(first?.id ?? ''))).ok).toBe(false);
    file.exec('DROP TRIGGER full');
    file.close();
    must(await core.client.review.submit(uphold(second?.id ?? '')));
    expect(must(await core.client.sessions.check({}))).toEqual({ lines: 2, broken: null });
  });

  it('refuses to be changed', async () => {
    const core = await worked();
    const file = new Database(fileOf(core));
    expect(() => file.exec("UPDATE session_event SET body = '{}' WHERE seq = 2")).toThrow('never changed');
    expect(() => file.exec('DELETE FROM session_event WHERE seq = 2')).toThrow('never deleted');
    file.close();
  });

  it.each([
    [
      'changed',
      "UPDATE session_event SET body = replace(body, 'uphold', 'overturn') WHERE seq = 2",
      { line: 3, judged: 'fork' },
    ],
    ['taken out', 'DELETE FROM session_event WHERE seq = 2', { line: 3, judged: 'gap' }],
    ['no JSON any more', "UPDATE session_event SET body = 'x' WHERE seq = 2", { line: 2, judged: 'fork' }],
    ['given another number', 'UPDATE session_event SET device_seq = 9 WHERE seq = 4', { line: 9, judged: 'fork' }],
  ])('tells of a line that was %s, keeps everything and writes it down', async (_, sql, broken) => {
    const core = await worked();
    meddle(core, sql);
    const before = linesOf(core);
    expect(must(await core.client.sessions.check({})).broken).toMatchObject(broken);
    const after = linesOf(core);
    expect(after.slice(0, before.length)).toEqual(before);
    expect((JSON.parse(after.at(-1) ?? '') as SessionEvent).detail).toEqual({ type: 'log_broken', ...broken });
  });

  it('is read by itself after an unclean exit, and a person hears of a break', async () => {
    const core = await worked();
    await core.core().stop();
    meddle(core, 'DELETE FROM session_event WHERE seq = 2');
    // Whoever has the file open and dies leaves the log of SQLite behind.
    const dead = new Database(fileOf(core));
    dead.exec('UPDATE sync_state SET opened = opened + 1');
    await core.restart();
    await expect
      .poll(async () => must(await core.client.sync.status({})).sync, { timeout: 5_000 })
      .toMatchObject({ state: 'needs_attention', code: 'session-log-broken' });
    dead.close();
  });
});
