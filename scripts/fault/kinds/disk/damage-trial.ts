import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { failureSchema } from '#contract/result.ts';
import { storageStatus } from '#contract/storage.ts';
import type { Core } from '#core/create-core.ts';
import { CodedError, isDamage } from '#core/coded-error.ts';
import { databaseFile } from '#core/signed-in.ts';
import { write } from '#core/storage/database.ts';
import { openDatabase } from '#core/storage/open.ts';
import { madeOwner } from '#scripts/lib/made-key.ts';
import { RESERVE_BYTES } from '#core/storage/reserve.ts';
import { takeBatch } from '#core/storage/outbox.ts';
import { markSuspect } from '#core/storage/set-aside.ts';
import { sha256, startCore, submission, type UsedDatabase } from './used-database.ts';

/** A device starts again when its core ends, but not for ever. */
const MOST_STARTS = 4;

/** What one damaged file came to. */
export interface Outcome {
  readonly lost: number;
  readonly undetected: number;
  readonly crashes: number;
}

interface Life {
  /** The person was told: by the notice of damage, or by a start that was refused in words. */
  readonly told: boolean;
  readonly crashes: number;
}

/** A little of everything a page asks for; answers the codes of what failed. */
async function work(core: Core, used: UsedDatabase): Promise<string[]> {
  const open = used.itemIds.at(-1) ?? '';
  const calls: readonly (readonly [string, string, unknown])[] = [
    ['storage', 'check', {}],
    ['batches', 'list', {}],
    ['batches', 'items', { batch_id: used.batchId }],
    ['review', 'resume', { batch_id: null }],
    ['review', 'recent', { limit: 10 }],
    ['review', 'steps', {}],
    ...used.itemIds.filter((_, at) => at % 10 === 0).map((id) => ['review', 'item', { item_id: id }] as const),
    ['sessions', 'recent', { limit: 100 }],
    ['sync', 'status', {}],
    ['review', 'submit', submission(open, 'after the damage')],
    ['preferences', 'get', {}],
  ];
  const codes: string[] = [];
  for (const [group, name, input] of calls) {
    const answer = await core.call(group, name, input);
    if (!answer.ok) codes.push(failureSchema.parse(answer.error).code);
  }
  return codes;
}

async function live(folder: string, used: UsedDatabase): Promise<Life> {
  let told = false;
  for (let start = 1; start <= MOST_STARTS; start += 1) {
    let running: ReturnType<typeof startCore>;
    try {
      running = startCore(folder, used.who);
    } catch (error) {
      const isWorded = error instanceof CodedError && error.failure.code === 'database-newer';
      return { told: told || isWorded, crashes: isWorded ? 0 : 1 };
    }
    if (running.core === null) continue;
    const status = await running.core.call('storage', 'status', {});
    if (status.ok && storageStatus.parse(status.value).damage !== null) told = true;
    const codes = await work(running.core, used);
    await running.core.stop();
    if (!running.ended()) return { told, crashes: codes.includes('internal') ? 1 : 0 };
  }
  return { told, crashes: 1 };
}

/** What the device would offer to the hub now, by id. */
function offered(
  file: string,
  personId: string,
): ReadonlyMap<string, { readonly payload: Buffer; readonly sha256: string }> | null {
  try {
    const { db } = openDatabase(file, 'after', madeOwner(personId));
    let entries: ReturnType<typeof takeBatch>;
    try {
      entries = write(db, (tx) => takeBatch(tx, 10_000));
    } finally {
      db.close();
    }
    return new Map(entries.map(({ result_id, payload, sha256: hash }) => [result_id, { payload, sha256: hash }]));
  } catch (error) {
    if (error instanceof CodedError && error.failure.code === 'database-newer') return null;
    throw error;
  }
}

function compare(
  used: UsedDatabase,
  file: string,
  damaged: Buffer,
  told: boolean,
): { lost: number; undetected: number } {
  const now = offered(file, used.who.person.id);
  // Refused in words, and nothing was touched: whoever repairs the file has all of it.
  if (now === null)
    return { lost: readFileSync(file).equals(damaged) ? 0 : used.results.size, undetected: told ? 0 : 1 };
  let lost = 0;
  let undetected = 0;
  for (const [id, { bytes, cell }] of used.results) {
    const here = now.get(id);
    if (here?.payload.equals(bytes) === true && here.sha256 === sha256(bytes)) continue;
    if (damaged.includes(cell)) lost += 1;
    // Bytes that do not match their hash are refused by the hub, and so seen.
    else if (here === undefined ? !told : sha256(here.payload) === here.sha256) undetected += 1;
  }
  return { lost, undetected };
}

/** Whether the damaged file is still there, byte for byte: in its place, or set aside. */
function isKept(file: string, damaged: Buffer): boolean {
  const folder = dirname(file);
  const asides = readdirSync(folder).filter((name) => /^lupa\.db\.damaged-[^.]+$/.test(name));
  return asides.length === 0 || asides.some((name) => readFileSync(join(folder, name)).length >= damaged.length);
}

function outcomeOf(used: UsedDatabase, file: string, damaged: Buffer, { told, crashes }: Life): Outcome {
  const { lost, undetected } = compare(used, file, damaged, told);
  return { lost: lost + (isKept(file, damaged) ? 0 : 1), undetected, crashes };
}

/** Puts a damaged copy in the place of a database, lets a device work with it, and looks what became of the verdicts. */
export async function tryDamaged(used: UsedDatabase, damaged: Buffer): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'lupa-fault-damaged-'));
  try {
    const file = databaseFile(folder, used.who.person.id);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, damaged);
    // The ballast is there already: laying it in would take longer than all the rest.
    writeFileSync(join(folder, 'ballast'), '');
    truncateSync(join(folder, 'ballast'), RESERVE_BYTES);
    const first = await live(folder, used);
    try {
      return outcomeOf(used, file, damaged, first);
    } catch (error) {
      if (!isDamage(error)) throw error;
      // What sends results would have met it: its process ends with this mark, and another one starts.
      markSuspect(file);
      return outcomeOf(used, file, damaged, await live(folder, used));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
