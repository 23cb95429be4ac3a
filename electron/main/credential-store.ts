import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Credential, credential } from '#contract/core-link.ts';
import { deriveKey, seal, unseal } from '../sealing/sealing.ts';
import { removeAndShred, replaceAndShred, writeDurably } from '../files/durable-file.ts';
import type { Log } from './log.ts';
import type { Keyring } from './vault/vault.ts';

const PLACE = 'credential';
const kept = z.union([
  z.strictObject({ sealed: z.base64() }),
  // As it was kept before there was a key of the device: in plain, or each time by the keyring.
  z.strictObject({ protection: z.literal('file_permissions'), credential }),
  z.strictObject({ protection: z.literal('keyring'), encrypted: z.base64() }),
]);

/** Keeps the device's token between starts. */
export interface CredentialStore {
  /** The kept credential; null when there is none, or when it does not open with this device's key. */
  read(): Credential | null;
  /** Keeps or (null) forgets it; false when that could not be made durable. */
  write(credential: Credential | null): boolean;
}

/** What the store needs from its surroundings. */
export interface CredentialPorts {
  readonly file: string;
  /** The device's key; null while it is not to be had, and then nothing is read or written. */
  readonly master: () => Uint8Array | null;
  /** Opens what an older Lupa had it encrypt. */
  readonly keyring: Pick<Keyring, 'decrypt'>;
  readonly log: Log;
}

const parsed = (text: string): Credential => credential.parse(JSON.parse(text));

/** The credential as it is kept, sealed under the device's key. */
function sealed(master: Uint8Array, value: Credential): string {
  const key = deriveKey(master, 'credential');
  try {
    return JSON.stringify({ sealed: seal(key, PLACE, Buffer.from(JSON.stringify(value), 'utf8')).toString('base64') });
  } finally {
    key.fill(0);
  }
}

function opened(master: Uint8Array, content: string): Credential {
  const key = deriveKey(master, 'credential');
  try {
    return parsed(unseal(key, PLACE, Buffer.from(content, 'base64')).toString('utf8'));
  } finally {
    key.fill(0);
  }
}

/** A store in one file, sealed under the device's key. */
export function createCredentialStore({ file, master, keyring, log }: CredentialPorts): CredentialStore {
  const isDone = (work: () => void): boolean => {
    try {
      work();
      return true;
    } catch (error) {
      log('credential_disk_error', { error: error instanceof Error && 'code' in error ? String(error.code) : '' });
      return false;
    }
  };
  /** Seals what an older Lupa kept. When the disk refuses, it is still there and the next start tries again. */
  const seal = (key: Uint8Array, old: Credential): Credential => {
    if (isDone(() => replaceAndShred(file, sealed(key, old)))) log('credential_sealed');
    return old;
  };
  const open = (key: Uint8Array, text: string): Credential => {
    const content = kept.parse(JSON.parse(text));
    if ('sealed' in content) return opened(key, content.sealed);
    if (content.protection === 'file_permissions') return seal(key, content.credential);
    return seal(key, parsed(keyring.decrypt(Buffer.from(content.encrypted, 'base64'))));
  };
  return {
    read() {
      const key = master();
      if (key === null) return null;
      try {
        return open(key, readFileSync(file, 'utf8'));
      } catch {
        return null;
      }
    },
    write(value) {
      if (value === null) return isDone(() => removeAndShred(file));
      const key = master();
      return key !== null && isDone(() => writeDurably(file, sealed(key, value)));
    },
  };
}
