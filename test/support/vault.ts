import { ScreenLock } from '#main/screen-lock.ts';
import { type Keyring, Vault, type VaultPorts } from '#main/vault/vault.ts';

/** A system without a keyring. */
export const noKeyring: Keyring = {
  backend: () => null,
  encrypt: () => {
    throw new Error('there is no keyring');
  },
  decrypt: () => {
    throw new Error('there is no keyring');
  },
};

/** Not encryption, but enough to see that what is kept is what the keyring gave. */
export function flippingKeyring(name: string): Keyring {
  return {
    backend: () => name,
    encrypt: (text) => Buffer.from(Buffer.from(text).map((byte) => byte ^ 0xff)),
    decrypt: (bytes) => Buffer.from(bytes.map((byte) => byte ^ 0xff)).toString('utf8'),
  };
}

/** A screen's lock that nobody waits for. */
export function madeLock(): ScreenLock {
  return new ScreenLock({ now: () => 0, holdsWork: () => true, onChange: () => undefined });
}

/** A vault on a file; no work, no sign-in and no keyring but what is said. */
export function madeVault(file: string, over: Partial<VaultPorts> = {}): Vault {
  return new Vault({
    file,
    keyring: noKeyring,
    mayUseDevelopmentKey: false,
    mustKeepNothing: false,
    holdsWork: () => false,
    forgetSignIn: () => undefined,
    deleteWork: () => undefined,
    log: () => undefined,
    ...over,
  });
}
