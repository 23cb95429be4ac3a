import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { storageStatus } from '#contract/storage.ts';
import { databaseFile } from '#core/signed-in.ts';
import { isHarmless } from '#scripts/fault/fault.ts';
import { fault } from '#scripts/fault/kinds/disk/disk.ts';
import { buildCore, warmCore } from '#scripts/lib/forked-core.ts';
import { madeBatch, madeCredential, madeItem, must, seed, uphold } from '#scripts/lib/made-desk.ts';

/** Overwrites the first page of the batches, while the file is closed. */
function spoilBatches(file: string): void {
  const raw = new Database(file);
  const size = Number(raw.pragma('page_size', { simple: true }));
  const root = Number(raw.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'batch'").pluck().get());
  raw.close();
  const bytes = readFileSync(file);
  bytes.fill(0xa5, (root - 1) * size, root * size);
  writeFileSync(file, bytes);
}

describe('a damaged database', () => {
  it('check 10: loses no verdict that still stands in it, hides no loss, and stops nothing (smoke)', async () => {
    const figures = await fault({ form: 'smoke', seed: 11, say: () => undefined });
    expect(figures.map(({ figure }) => figure)).toEqual(['one byte changed in a database', 'a database cut short']);
    expect(figures.filter((figure) => !isHarmless(figure))).toEqual([]);
  });

  it('ends the storage process that meets it, and the next process goes on with every verdict', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'lupa-damaged-'));
    const who = madeCredential();
    const batch = madeBatch();
    const items = Array.from({ length: 5 }, (_, position) => madeItem(batch, position, who.person.id));
    seed(dataDir, who, [batch], items);
    const entry = await buildCore();
    const first = await warmCore(entry)(dataDir, who);
    for (const item of items) must(await first.call('review', 'submit', uphold(item.id)));
    await first.stop();
    spoilBatches(databaseFile(dataDir, who.person.id));

    const second = await warmCore(entry)(dataDir, who);
    void second.call('batches', 'list', {});
    await second.gone;
    const third = await warmCore(entry)(dataDir, who);
    const { damage } = storageStatus.parse(must(await third.call('storage', 'status', {})));
    expect(damage).toMatchObject({ saved_results: 5, unreadable_results: 0 });
    await third.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
});
