import { z } from 'zod';
import { coreCall } from './rpc.ts';

/**
 * How the device's disk takes what is written. `low`: verdicts are saved, but what Lupa keeps free for them is used up or the rest of the
 * disk is full; `full`: the last write found no space; `failing`: the last write was refused by the disk itself.
 */
export const diskState = z.enum(['ok', 'low', 'full', 'failing']);
export type DiskState = z.infer<typeof diskState>;

export const storageStatus = z.strictObject({ disk: diskState });
export type StorageStatus = z.infer<typeof storageStatus>;

/** The calls about the device's disk; part of `ipcContract`. */
export const storageCalls = {
  status: coreCall(z.strictObject({}), storageStatus),
  /** Tries the disk now, and says how it stands. */
  check: coreCall(z.strictObject({}), storageStatus),
} as const;
