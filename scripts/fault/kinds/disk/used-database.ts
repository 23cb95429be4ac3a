import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { v7 } from 'uuid';
import { batch, item } from '#contract/batches.ts';
import { type Credential, credential } from '#contract/core-link.ts';
import { type Core, createCore } from '#core/create-core.ts';
import { systemPorts } from '#core/ports/ports.ts';
import { databaseFile } from '#core/signed-in.ts';
import { putBatch } from '#core/storage/batches.ts';
import { write } from '#core/storage/database.ts';
import { putItem } from '#core/storage/items.ts';
import { openDatabase } from '#core/storage/open.ts';
import { noChoices } from '#domain/review/verdict-form.ts';

/** Nothing listens there: all work stays on the device. */
const NOWHERE = 'http://127.0.0.1:9';
const ITEMS = 80;
const UNDECIDED = 8;

/** A database that a device has worked with, closed cleanly, and what must never be lost of it. */
export interface UsedDatabase {
  readonly folder: string;
  readonly file: string;
  readonly who: Credential;
  readonly itemIds: readonly string[];
  readonly batchId: string;
  /** Frozen bytes of every result, by id. */
  readonly results: ReadonlyMap<string, Buffer>;
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
    endAtOnce: () => {
      ended = true;
    },
  };
  try {
    return { core: createCore(ports, { data_dir: dataDir, app_version: '0', credential: who }), ended: () => ended };
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

function seed(dataDir: string, who: Credential): { batchId: string; itemIds: string[] } {
  const made = batch.parse({
    id: v7(),
    name: 'Second looks',
    mode: 'open',
    priority: 1,
    due_at: null,
    created_at: '2026-05-02T18:00:00.000Z',
  });
  const { db } = openDatabase(databaseFile(dataDir, who.person.id), 'seed');
  const itemIds = write(db, (tx) => {
    putBatch(tx, made);
    return Array.from({ length: ITEMS }, (_, position) => {
      const text = `Words of record ${position}. `.repeat(40);
      const record = { id: `rec-${position}`, stage: 'live', surface: 'live', title: text };
      const facts = { id: v7(), batch_id: made.id, record_id: record.id, assignee: who.person.id, position, round: 1 };
      const one = item.parse({ ...facts, clips: [], record });
      putItem(tx, { ...one, language: 'en', violation_type: null, subject_id: null }, JSON.stringify(one), 0);
      return one.id;
    });
  });
  db.close();
  return { batchId: made.id, itemIds };
}

/** Makes a database by real work: verdicts with notes of different lengths, some taken back. */
export async function makeUsedDatabase(): Promise<UsedDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'lupa-fault-disk-'));
  const who = credential.parse({
    hub_url: NOWHERE,
    device_id: v7(),
    key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
    tokens: { access_token: 'a'.repeat(40), refresh_token: 'r'.repeat(40) },
    person: { id: v7(), name: 'Ana Ruiz', role: 'reviewer', languages: ['en', 'es'] },
  });
  const { batchId, itemIds } = seed(folder, who);
  const { core } = startCore(folder, who);
  if (core === null) throw new Error('the database could not be made');
  for (const [at, itemId] of itemIds.slice(0, ITEMS - UNDECIDED).entries()) {
    const answer = await core.call('review', 'submit', submission(itemId, `Note ${at}. `.repeat(at % 30)));
    if (!answer.ok) throw new Error(`the database could not be made: ${answer.error.detail}`);
    if (at % 9 === 8) await core.call('review', 'undo', { item_id: null });
  }
  await core.stop();
  const file = databaseFile(folder, who.person.id);
  const raw = new Database(file, { readonly: true });
  const rows = raw.prepare<[], { id: string; body: Buffer }>('SELECT id, body FROM result').all();
  raw.close();
  const results = new Map(rows.map(({ id, body }) => [id, body]));
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
