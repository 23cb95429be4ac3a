import { dirname, join } from 'node:path';
import { RowSeal } from '../../sealing/row-seal.ts';
import { deriveKey } from '../../sealing/sealing.ts';
import { ContentKeys } from './content-keys.ts';

/** Whose database it is, and what its device's key gives for rows (`deriveKey` of purpose `rows`). */
export interface RowOwner {
  readonly personId: string;
  readonly key: Uint8Array;
}

/** What seals the confidential columns of one person's database. */
export interface RowSeals {
  /** For what the hub lent: records. Its keys can be given up, one batch's or all. */
  readonly content: ContentKeys;
  /** For what the person made. It needs nothing but the device's key, so it is there as long as that is. */
  readonly own: RowSeal;
}

/** Where the keys of what the hub lent are kept, beside the person's database. */
export function keysFolder(databaseFile: string): string {
  return join(dirname(databaseFile), 'keys');
}

/** The seals of a person's database. */
export function rowSealsOf(databaseFile: string, { personId, key }: RowOwner): RowSeals {
  return {
    content: new ContentKeys(keysFolder(databaseFile), deriveKey(key, `content-keys/${personId}`)),
    own: new RowSeal(deriveKey(key, `own-rows/${personId}`)),
  };
}
