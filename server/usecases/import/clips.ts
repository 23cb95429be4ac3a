import type { ItemClip } from '#contract/batches.ts';
import type { ImportReason } from '#contract/packs.ts';
import type { ClipReference, ModerationRecord } from '#contract/records.ts';
import { HashMismatch, type StoredObject } from '../../object-store/object-store.ts';
import { PackDamaged } from './pack-source.ts';
import type { ImportRun } from './run.ts';

type Problem = { readonly reason: ImportReason; readonly detail: string };
type Fetched =
  | { readonly kind: 'stored'; readonly object: StoredObject }
  | { readonly kind: 'missing' }
  | ({ readonly kind: 'refused' } & Problem);

/** The clips of a record as items carry them, or why the record cannot be taken. */
export type RecordClips =
  | { readonly ok: true; readonly clips: readonly ItemClip[]; readonly missing: readonly string[] }
  | { readonly ok: false; readonly error: Problem };

/** Stores the clips of records, each file once however many records name it. */
export class ClipIntake {
  readonly #run: ImportRun;
  readonly #known = new Map<string, Fetched>();
  /** Hashes of files that were not stored because a record named another; the next record may name this one. */
  readonly #hashes = new Map<string, string>();

  constructor(run: ImportRun) {
    this.#run = run;
  }

  async #fetch(path: string, expected: string | undefined): Promise<Fetched> {
    const found = await this.#run.source.find(path);
    if (found.kind !== 'file') return found;
    try {
      return { kind: 'stored', object: await this.#run.hub.objects.put(await found.open(), expected) };
    } catch (error) {
      if (error instanceof HashMismatch) {
        this.#hashes.set(path, error.actual);
        return mismatch(path, error.actual);
      }
      if (error instanceof PackDamaged)
        return { kind: 'refused', reason: 'archive_damaged', detail: `${path}: ${error.message}` };
      throw error;
    }
  }

  async #clip(reference: ClipReference): Promise<Fetched> {
    const { path } = reference;
    const expected = reference.sha256 ?? undefined;
    const actual = this.#hashes.get(path);
    if (actual !== undefined && expected !== undefined && actual !== expected) return mismatch(path, actual);
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    const fetched = await this.#fetch(path, expected);
    if (fetched.kind === 'stored') this.#hashes.set(path, fetched.object.sha256);
    if (fetched.kind !== 'refused' || fetched.reason !== 'hash_mismatch') this.#known.set(path, fetched);
    return fetched;
  }

  /** Brings in all clips of a record; one that was never delivered does not keep the record out. */
  async take(record: ModerationRecord): Promise<RecordClips> {
    const clips: ItemClip[] = [];
    const missing: string[] = [];
    for (const [ordinal, reference] of (record.clips ?? []).entries()) {
      const fetched = await this.#clip(reference);
      if (fetched.kind === 'refused') return { ok: false, error: { reason: fetched.reason, detail: fetched.detail } };
      if (fetched.kind === 'missing') missing.push(reference.path);
      const object = fetched.kind === 'stored' ? fetched.object : null;
      clips.push({
        ordinal,
        sha256: (object?.sha256 as ItemClip['sha256'] | undefined) ?? null,
        bytes: object?.bytes ?? null,
        mime: reference.mime ?? null,
        duration_s: reference.duration_s ?? null,
      });
    }
    return { ok: true, clips, missing };
  }
}

const mismatch = (path: string, actual: string): Fetched => ({
  kind: 'refused',
  reason: 'hash_mismatch',
  detail: `${path} has sha256 ${actual}, not the one the record names`,
});
