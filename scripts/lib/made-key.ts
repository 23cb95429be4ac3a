import type { CoreKeys } from '#contract/core-link.ts';

/** The keys where no device is: tests and measurements that run a core without a shell. */
export const MADE_KEYS: CoreKeys = { clips: Buffer.alloc(32, 'clips').toString('base64') };
