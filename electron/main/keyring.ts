import { safeStorage } from 'electron';
import type { Keyring } from './vault/vault.ts';

// Named so by Chromium: a fixed password that everybody knows.
const PRETENDING = new Set(['basic_text', 'unknown']);

function backend(): string | null {
  if (process.platform !== 'linux') return safeStorage.isEncryptionAvailable() ? process.platform : null;
  const name = safeStorage.getSelectedStorageBackend();
  return PRETENDING.has(name) || !safeStorage.isEncryptionAvailable() ? null : name;
}

/** The system's keyring; to be asked only after the app is ready. */
export const systemKeyring: Keyring = {
  backend,
  encrypt: (text) => safeStorage.encryptString(text),
  decrypt: (bytes) => safeStorage.decryptString(bytes),
};
