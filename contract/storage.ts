import { z } from 'zod';
import { coreCall } from './rpc.ts';

/**
 * How the device's disk takes what is written. `low`: verdicts are saved, but what Lupa keeps free for them is used up or the rest of the
 * disk is full; `full`: the last write found no space; `failing`: the last write was refused by the disk itself.
 */
export const diskState = z.enum(['ok', 'low', 'full', 'failing']);
export type DiskState = z.infer<typeof diskState>;

/** What became of a damaged database at this start: the file stays beside the new one, and what could be saved is offered to the hub again. */
export const damageNotice = z.strictObject({
  /** Name of the file that was set aside. */
  file: z.string(),
  saved_results: z.number().int().nonnegative(),
  unreadable_results: z.number().int().nonnegative(),
});
export type DamageNotice = z.infer<typeof damageNotice>;

/** `damage` is there until somebody says that they have read it. */
export const storageStatus = z.strictObject({ disk: diskState, damage: damageNotice.nullable() });
export type StorageStatus = z.infer<typeof storageStatus>;

/** The calls about the device's disk; part of `ipcContract`. */
export const storageCalls = {
  status: coreCall(z.strictObject({}), storageStatus),
  /** Tries the disk now, and says how it stands. */
  check: coreCall(z.strictObject({}), storageStatus),
  /** The notice of a damaged database was read. */
  damageRead: coreCall(z.strictObject({}), storageStatus),
} as const;
