import type { Readable } from 'node:stream';
import type { ImportIssue, ImportReason } from '#contract/packs.ts';

/** A file of a pack: ready to be read, not there, or not to be touched. */
export type PackFile =
  | { readonly kind: 'file'; readonly bytes: number; open(): Promise<Readable> }
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused'; readonly reason: ImportReason; readonly detail: string };

/** A review pack, whatever it comes in. Never hands out a file from outside it. */
export interface PackSource {
  /** What was wrong with the container itself, such as entries that lead out of an archive. */
  readonly issues: readonly Omit<ImportIssue, 'kind'>[];
  /** Looks a file up by its path in the pack. */
  find(path: string): Promise<PackFile>;
  close(): Promise<void>;
}

/** The pack cannot be opened at all. */
export class PackUnreadable extends Error {
  override readonly name = 'PackUnreadable';
  readonly reason: ImportReason;
  constructor(reason: ImportReason, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.reason = reason;
  }
}

/** A file of the pack cannot be unpacked: the fault is the pack's, not the hub's. */
export class PackDamaged extends Error {
  override readonly name = 'PackDamaged';
}

/** No single file of a pack may be larger, in bytes. */
export const largestFile = 8 * 1024 ** 3;
