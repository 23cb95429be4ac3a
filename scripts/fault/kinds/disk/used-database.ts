import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Credential } from '#contract/core-link.ts';
import { type Core, createCore } from '#core/create-core.ts';
import { systemPorts } from '#core/ports/ports.ts';
import { databaseFile } from '#core/signed-in.ts';
import { noChoices } from '#domain/review/verdict-form.ts';
import { type FrozenResult, readFrozen } from '#scripts/lib/frozen-results.ts';
import { madeBatch, madeCredential, madeItem, seed } from '#scripts/lib/made-desk.ts';
import { MADE_KEYS } from '#scripts/lib/made-key.ts';

const ITEMS = 80;
const UNDECIDED = 8;

/** A database that a device has worked with, closed cleanly, and what must never be lost of it. */
export interface UsedDatabase {
  readonly folder: string;
  readonly file: string;
  readonly who: Credential;
  readonly itemIds: readonly string[];
  readonly batchId: string;
  /** Every result, by id. */
  readonly results: ReadonlyMap<string, FrozenResult>;
  remove(): void;
}

/** A core in this process; null when it wanted its process to end while it started. `ended` is true once it wants that. */
export interface InProcessCore {
  readonly core: Core | null;
  readonly ended: () => boolean;
}

/** Starts a core on a folder. Throws what a core throws that cannot start. */
export function startCore(dataDir: string, who: Credential): InProcessCore {
  let ended = false;
  const ports = {
    ...systemPorts,
    log: () => undefined,
    emit: () => undefined,
    storeCredential: () => Promise.resolve(true),
    openBrowser: () => Promise.resolve(false),
    endAtOnce: () => {
      ended = true;
    },
  };
  try {
    return {
      core: createCore(ports, { data_dir: dataDir, app_version: '0', credential: who, keys: MADE_KEYS }),
      ended: () => ended,
    };
  } catch (error) {
    if (!ended) throw error;
    return { core: null, ended: () => ended };
  }
}

/** What a page submits. */
export function submission(itemId: string, note: string) {
  const choices = { ...noChoices, note };
  return { item_id: itemId, kind: 'uphold', choices, policy_read: null, playhead_s: null, clip_ordinal: null };
}

function seedWords(dataDir: string, who: Credential): { batchId: string; itemIds: string[] } {
  const batch = madeBatch();
  const items = Array.from({ length: ITEMS }, (_, position) => {
    const title = `Words of record ${position}. `.repeat(40);
    return madeItem(batch, position, who.person.id, {
      record: { id: `rec-${position}`, stage: 'live', surface: 'live', title },
    });
  });
  seed(dataDir, who, [batch], items);
  return { batchId: batch.id, itemIds: items.map(({ id }) => id) };
}

/** Makes a database by real work: verdicts with notes of different lengths, some taken back. */
export async function makeUsedDatabase(): Promise<UsedDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'lupa-fault-disk-'));
  const who = madeCredential();
  const { batchId, itemIds } = seedWords(folder, who);
  const { core } = startCore(folder, who);
  if (core === null) throw new Error('the database could not be made');
  for (const [at, itemId] of itemIds.slice(0, ITEMS - UNDECIDED).entries()) {
    const answer = await core.call('review', 'submit', submission(itemId, `Note ${at}. `.repeat(at % 30)));
    if (!answer.ok) throw new Error(`the database could not be made: ${answer.error.detail}`);
    if (at % 9 === 8) await core.call('review', 'undo', { item_id: null });
  }
  await core.stop();
  const file = databaseFile(folder, who.person.id);
  const results = new Map(readFrozen(file, who.person.id).map((result) => [result.id, result]));
  return {
    folder,
    file,
    who,
    itemIds,
    batchId,
    results,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
