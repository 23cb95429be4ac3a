import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { type Credential, credential } from '#contract/core-link.ts';

/** The system's keyring as Electron's safeStorage offers it. */
export interface Keyring {
  /** False when there is none, or when it would only pretend to encrypt. */
  isUsable(): boolean;
  encrypt(text: string): Buffer;
  decrypt(bytes: Buffer): string;
}

/** How a kept credential is protected. */
export type Protection = 'keyring' | 'file_permissions';

const kept = z.discriminatedUnion('protection', [
  z.strictObject({ protection: z.literal('keyring'), encrypted: z.base64() }),
  z.strictObject({ protection: z.literal('file_permissions'), credential }),
]);

/** Keeps the device's token between starts. */
export interface CredentialStore {
  /** The kept credential; null when there is none, or when the keyring does not give it back. */
  read(): Credential | null;
  /** Keeps or (null) forgets it; false when that could not be made durable. */
  write(credential: Credential | null): boolean;
  /** How a credential is protected when it is kept now. */
  protection(): Protection;
}

function writeDurably(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const part = `${file}.part`;
  rmSync(part, { force: true });
  const handle = openSync(part, 'wx', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(part, file);
}

/**
 * A store in one file that only its owner may read; its content is encrypted when the system has a keyring. Without one
 * the file's mode is the only protection, and `protection()` says so instead of pretending.
 */
export function createCredentialStore(file: string, keyring: Keyring): CredentialStore {
  const protection = (): Protection => (keyring.isUsable() ? 'keyring' : 'file_permissions');
  const seal = (value: Credential): z.infer<typeof kept> =>
    keyring.isUsable()
      ? { protection: 'keyring', encrypted: keyring.encrypt(JSON.stringify(value)).toString('base64') }
      : { protection: 'file_permissions', credential: value };
  return {
    protection,
    read() {
      try {
        const content = kept.parse(JSON.parse(readFileSync(file, 'utf8')));
        if (content.protection === 'file_permissions') return content.credential;
        if (!keyring.isUsable()) return null;
        return credential.parse(JSON.parse(keyring.decrypt(Buffer.from(content.encrypted, 'base64'))));
      } catch {
        return null;
      }
    },
    write(value) {
      try {
        if (value === null) rmSync(file, { force: true });
        else writeDurably(file, JSON.stringify(seal(value)));
        return true;
      } catch {
        return false;
      }
    },
  };
}
