import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { resultDocument } from '#contract/verdicts.ts';
import { databaseFile } from '#core/signed-in.ts';
import { madeBatch, madeCredential, madeItem, must, seed, uphold } from '#test/support/core.ts';
import { buildCore, type ForkedCore, warmCore } from '#test/support/killed-core.ts';

const KILLS = 200;
const ITEMS = 400;
/** A life of the core after its start, in milliseconds; short ones fall into the start, long ones into the work. */
const LONGEST_LIFE_MS = 120;

/** What the core said it had saved. */
interface Acknowledged {
  readonly verdicts: Set<string>;
  /** Item ids of undos that were answered. */
  undone: number;
}

/** Decides and undoes as fast as answers come, until the core does not answer any more. */
async function work(core: ForkedCore, items: readonly string[], first: number, seen: Acknowledged) {
  for (let turn = first; ; turn += 1) {
    const submitted = await core.call('review', 'submit', uphold(items[turn % items.length] ?? ''));
    seen.verdicts.add(z.object({ result_id: z.string() }).parse(must(submitted)).result_id);
    if (turn % 5 !== 4) continue;
    must(await core.call('review', 'undo', { item_id: null }));
    seen.undone += 1;
  }
}

function check(file: string, seen: Acknowledged): void {
  const db = new Database(file);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  const results = db
    .prepare<[], { body: Buffer }>('SELECT body FROM result ORDER BY seq')
    .all()
    .map((row) => resultDocument.parse(JSON.parse(row.body.toString('utf8'))));
  const stored = results.map((each) => each.id as string);
  const lost = [...seen.verdicts].filter((id) => !stored.includes(id));
  expect(lost).toEqual([]);
  expect(new Set(stored).size).toBe(stored.length);
  expect(new Set(results.map((each) => each.device_seq)).size).toBe(stored.length);
  const count = (sql: string) => db.prepare<[], { n: number }>(sql).get()?.n;
  expect(results.filter((each) => each.type === 'withdrawal').length).toBeGreaterThanOrEqual(seen.undone);
  expect(count('SELECT count(*) AS n FROM outbox o JOIN result r ON r.seq = o.seq AND r.body = o.payload')).toBe(
    stored.length,
  );
  const told =
    "SELECT count(*) AS n FROM session_event WHERE json_extract(body, '$.detail.type') IN ('verdict', 'undo')";
  expect(count(told)).toBe(stored.length);
  const superseded = new Set(results.map((each) => each.supersedes));
  const counting = results.filter((each) => !superseded.has(each.id));
  expect(new Set(counting.map((each) => each.item_id)).size).toBe(counting.length);
  expect(count("SELECT count(*) AS n FROM item WHERE state = 'decided'")).toBe(
    counting.filter((each) => each.type === 'verdict').length,
  );
  db.close();
}

describe('killing the storage process', () => {
  it(`check 16: ${KILLS} times at random moments loses no acknowledged verdict, doubles none and damages nothing`, async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'lupa-kill-'));
    const who = madeCredential();
    const batch = madeBatch();
    const items = Array.from({ length: ITEMS }, (_, position) => madeItem(batch, position, who.person.id));
    seed(dataDir, who, [batch], items);
    const ids = items.map((each) => each.id as string);
    const seen: Acknowledged = { verdicts: new Set(), undone: 0 };
    const entry = await buildCore();
    let next = warmCore(entry);
    for (let kill = 0; kill < KILLS; kill += 1) {
      const core = await next(dataDir, who);
      next = warmCore(entry);
      void work(core, ids, seen.verdicts.size, seen);
      await pause(Math.random() * LONGEST_LIFE_MS);
      await core.kill();
      if (kill % 20 === 19) check(databaseFile(dataDir, who.person.id), seen);
    }
    await (await next(dataDir, who)).stop();
    expect(seen.verdicts.size).toBeGreaterThan(KILLS);
    check(databaseFile(dataDir, who.person.id), seen);
    rmSync(dataDir, { recursive: true, force: true });
  });
});
