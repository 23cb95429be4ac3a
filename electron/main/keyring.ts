import { safeStorage } from 'electron';
import type { Keyring } from './credential-store.ts';

// Named so by Chromium: a fixed password that everybody knows.
const PRETENDING = new Set(['basic_text', 'unknown']);

/** The system's keyring; to be asked only after the app is ready. */
export const systemKeyring: Keyring = {
  isUsable() {
    if (!safeStorage.isEncryptionAvailable()) return false;
    return process.platform !== 'linux' || !PRETENDING.has(safeStorage.getSelectedStorageBackend());
  },
  encrypt: (text) => safeStorage.encryptString(text),
  decrypt: (bytes) => safeStorage.decryptString(bytes),
};
