import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { databaseFile } from '#core/signed-in.ts';
import { madeBatch, madeCredential, madeItem, must, seed, uphold } from '#test/support/core.ts';
import { buildCore, warmCore } from '#scripts/lib/forked-core.ts';

const VERDICTS = 60;
/** From the 30th call on every 7th does not reach the disk. */
const INJECT = 'inject=fsync,fdatasync:error=EIO:when=30+7';

const resultIn = (value: unknown) => z.object({ result_id: z.string() }).parse(value).result_id;

describe('a disk that refuses to synchronise', () => {
  it('check 9: no verdict is called saved then, the next one is written to a file opened anew, and none that was called saved is missing', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'lupa-eio-'));
    const trace = join(dataDir, 'trace');
    const who = madeCredential();
    const batch = madeBatch();
    const items = Array.from({ length: VERDICTS }, (_, position) => madeItem(batch, position, who.person.id));
    seed(dataDir, who, [batch], items);
    const strace = ['strace', '-f', '-qq', '-o', trace, '-e', 'trace=fsync,fdatasync', '-e', INJECT];
    const core = await warmCore(await buildCore(), strace)(dataDir, who);
    const saved: string[] = [];
    const refused: string[] = [];
    for (const item of items) {
      const answer = await core.call('review', 'submit', uphold(item.id));
      if (answer.ok) saved.push(resultIn(answer.value));
      else refused.push(answer.error.code);
      must(await core.call('batches', 'list', {}));
    }
    await core.stop();
    expect(readFileSync(trace, 'utf8').match(/EIO/g)?.length).toBeGreaterThan(5);
    expect(refused.length).toBeGreaterThan(5);
    expect(new Set(refused)).toEqual(new Set(['disk-error']));
    const db = new Database(databaseFile(dataDir, who.person.id), { readonly: true });
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.prepare('SELECT id FROM result ORDER BY seq').pluck().all()).toEqual(saved);
    expect(db.prepare('SELECT count(*) FROM outbox').pluck().get()).toBe(saved.length);
    db.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
});
