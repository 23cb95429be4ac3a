import type { CoreKeys } from '#contract/core-link.ts';
import type { RowOwner } from '#core/storage/row-seals.ts';

const madeKey = (purpose: string): string => Buffer.alloc(32, purpose).toString('base64');

/** The keys where no device is: tests and measurements that run a core without a shell. */
export const MADE_KEYS: CoreKeys = { clips: madeKey('clips'), rows: madeKey('rows') };

/** Whose database it is, where no device is. */
export function madeOwner(personId: string): RowOwner {
  return { personId, key: Buffer.from(MADE_KEYS.rows, 'base64') };
}
