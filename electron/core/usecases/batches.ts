import type { z } from 'zod';
import type { ipcContract } from '#contract/ipc.ts';
import type { Account } from '../account.ts';
import { listBatches as allBatches } from '../storage/batches.ts';
import { totalClipsOf } from '../storage/clips.ts';
import { countLanguages, listQueue } from '../storage/items.ts';

type BatchLine = z.input<typeof ipcContract.batches.list.output>[number];

/** The batches that hold something for this person, in the order of work. */
export function listBatches(account: Account): BatchLine[] {
  const { db, progress } = account;
  return allBatches(db)
    .map((batch) => ({
      batch,
      progress: progress.of(db, batch.id),
      language_mix: countLanguages(db, batch.id),
      clips: totalClipsOf(db, batch.id),
    }))
    .filter((line) => line.progress.total > 0);
}

/** The items of a batch by position, with how far each has come. */
export function queueOf(account: Account, batchId: string) {
  return listQueue(account.db, batchId);
}
