import { timingSafeEqual } from 'node:crypto';
import { assertNever } from '#contract/assert.ts';
import { fail, ok, type Result } from '#contract/result.ts';
import { PASSPHRASE_LEAST, type Protection, type VaultRefusal, type VaultState } from '#contract/vault.ts';
import { KEY_BYTES, newKey, SealBroken } from '../../sealing/sealing.ts';
import type { Log } from '../log.ts';
import { type KeyFile, readKeyFile, removeKeyFile, replaceKeyFile, writeKeyFile } from './key-file.ts';
import { unwrapByPassphrase, wrapByPassphrase } from './passphrase.ts';

/** The system's keyring as Electron's safeStorage offers it. */
export interface Keyring {
  /** Its name; null when there is none, or when it would only pretend to encrypt. */
  backend(): string | null;
  /** Throws when it does not take it. */
  encrypt(text: string): Buffer;
  /** Throws when it does not give it back. */
  decrypt(bytes: Buffer): string;
}

/** What the vault needs from its surroundings. */
export interface VaultPorts {
  /** Where the wrapped key is kept. */
  readonly file: string;
  readonly keyring: Keyring;
  /** Whether a key may lie unprotected in the file: never in a released app. */
  readonly mayUseDevelopmentKey: boolean;
  /** Whether whoever runs this device wants nothing to be kept on it. */
  readonly mustKeepNothing: boolean;
  /** Whether somebody worked on this device before. */
  readonly holdsWork: () => boolean;
  /** Forgets the sign-in that the key seals; can be repeated. Throws what the disk throws. */
  readonly forgetSignIn: () => void;
  /** Deletes all work of an earlier run, where nothing is to be kept; can be repeated. Throws what the disk throws. */
  readonly deleteWork: () => void;
  readonly log: Log;
}

type Held =
  | { readonly state: 'open'; readonly protection: Protection; readonly key: Buffer }
  | Exclude<VaultState, { readonly state: 'open' }>;

const refused = (reason: VaultRefusal, was = '', now = ''): Held => ({ state: 'refused', reason, was, now });

/** A key from text; null when it is none. */
function keyOf(text: string): Buffer | null {
  const key = Buffer.from(text, 'base64');
  return key.byteLength === KEY_BYTES ? key : null;
}

const tooShort = () =>
  fail('passphrase-too-short', `at least ${PASSPHRASE_LEAST} characters`, { least: PASSPHRASE_LEAST });

/** States in which the key is lost for good, and may be given up. */
function mayBeGivenUp(held: Held): boolean {
  if (held.state !== 'refused') return held.state === 'locked';
  return held.reason !== 'disk-error' && held.reason !== 'holds-work';
}

/**
 * Holds the one key of this device. It comes from the system's keyring, from a passphrase, or from memory alone. A key that is kept one way is
 * never silently replaced by another: what no longer fits is refused and explained, and everything stays as it is.
 */
export class Vault {
  readonly #ports: VaultPorts;
  #held: Held;
  /** While a passphrase is being stretched; whatever else is asked then would race with its end. */
  #isBusy = false;

  /** Looks for the key. */
  constructor(ports: VaultPorts) {
    this.#ports = ports;
    try {
      this.#held = this.#find();
    } catch (error) {
      ports.log('vault_disk_error', { error: error instanceof Error && 'code' in error ? String(error.code) : '' });
      this.#held = refused('disk-error');
    }
  }

  /** What the page may know. */
  state(): VaultState {
    if (this.#held.state !== 'open') return this.#held;
    return { state: 'open', protection: this.#held.protection };
  }

  /** The master key; null while it is not to be had. */
  key(): Buffer | null {
    return this.#held.state === 'open' ? this.#held.key : null;
  }

  /** Makes a new key and keeps it under a passphrase. Throws what the disk throws; then there is still no key. */
  async choosePassphrase(passphrase: string): Promise<Result<null, 'conflict' | 'passphrase-too-short'>> {
    if (this.#isBusy || this.#held.state !== 'choose') return fail('conflict', 'this device has a key already');
    if (passphrase.length < PASSPHRASE_LEAST) return tooShort();
    return this.#alone(async () => {
      const key = newKey();
      writeKeyFile(this.#ports.file, await wrapByPassphrase(key, passphrase));
      this.#open('passphrase', key);
      return ok(null);
    });
  }

  /** Takes the key out from under the passphrase. One try at a time, so that each costs what it costs. */
  async unlock(passphrase: string): Promise<Result<null, 'conflict' | 'passphrase-wrong'>> {
    const kept = readKeyFile(this.#ports.file);
    if (this.#isBusy || this.#held.state !== 'locked' || typeof kept === 'string' || kept.protection !== 'passphrase')
      return fail('conflict', 'no passphrase is asked for');
    return this.#alone(async () => {
      const key = await this.#unwrap(kept, passphrase);
      if (key === null) return fail('passphrase-wrong', 'the key does not open with this passphrase');
      this.#open('passphrase', key);
      return ok(null);
    });
  }

  /** Whether somebody knows the passphrase of the key that is in use: another key under theirs is none. */
  async confirm(passphrase: string): Promise<Result<null, 'conflict' | 'passphrase-wrong'>> {
    const kept = readKeyFile(this.#ports.file);
    const held = this.key();
    if (this.#isBusy || held === null || typeof kept === 'string' || kept.protection !== 'passphrase')
      return fail('conflict', 'no passphrase is asked for');
    return this.#alone(async () => {
      const key = await this.#unwrap(kept, passphrase);
      const isSame = key !== null && timingSafeEqual(key, held);
      key?.fill(0);
      return isSame ? ok(null) : fail('passphrase-wrong', 'the key does not open with this passphrase');
    });
  }

  /**
   * Keeps the key under another passphrase from now on; whoever asks must know the one before. The key stays, and what lies under it. Throws what the
   * disk throws; then either passphrase may hold.
   */
  async changePassphrase(
    passphrase: string,
    next: string,
  ): Promise<Result<null, 'conflict' | 'passphrase-too-short' | 'passphrase-wrong'>> {
    if (next.length < PASSPHRASE_LEAST) return tooShort();
    const confirmed = await this.confirm(passphrase);
    if (!confirmed.ok) return confirmed;
    const key = this.key();
    if (this.#isBusy || key === null) return fail('conflict', 'something else is done with the key just now');
    return this.#alone(async () => {
      replaceKeyFile(this.#ports.file, await wrapByPassphrase(key, next));
      this.#ports.log('passphrase_changed');
      return ok(null);
    });
  }

  /** From now on nothing outlives the program. */
  keepNothing(): Result<null, 'conflict'> {
    if (this.#isBusy || this.#held.state !== 'choose') return fail('conflict', 'this device has a key already');
    if (this.#ports.holdsWork()) return fail('conflict', 'there is work from before on this device');
    this.#held = this.#beginInMemory();
    return ok(null);
  }

  /** Gives up key and sign-in. A kill on the way leaves either both, or a sign-in that no key opens and the next one replaces. */
  startOver(): Result<null, 'conflict'> {
    if (this.#isBusy || !mayBeGivenUp(this.#held)) return fail('conflict', 'only what cannot be opened is given up');
    removeKeyFile(this.#ports.file);
    this.#ports.forgetSignIn();
    this.#ports.log('vault_given_up');
    this.#held = this.#find();
    return ok(null);
  }

  async #alone<T>(work: () => Promise<T>): Promise<T> {
    this.#isBusy = true;
    try {
      return await work();
    } finally {
      this.#isBusy = false;
    }
  }

  /** The key from under the passphrase; null when it was another one. */
  async #unwrap(kept: Extract<KeyFile, { protection: 'passphrase' }>, passphrase: string): Promise<Buffer | null> {
    try {
      return await unwrapByPassphrase(kept, passphrase);
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error;
      this.#ports.log('passphrase_wrong');
      return null;
    }
  }

  #open(protection: Protection, key: Buffer): Held {
    this.#held = { state: 'open', protection, key };
    return this.#held;
  }

  #find(): Held {
    const kept = readKeyFile(this.#ports.file);
    if (kept === 'damaged') return refused('key-file-damaged');
    if (kept === 'none') return this.#begin();
    if (this.#ports.mustKeepNothing && kept.protection !== 'nothing_kept') return refused('holds-work');
    return this.#take(kept);
  }

  /** There is no key yet. */
  #begin(): Held {
    const { keyring, holdsWork, mustKeepNothing, mayUseDevelopmentKey } = this.#ports;
    if (mustKeepNothing) return holdsWork() ? refused('holds-work') : this.#beginInMemory();
    const backend = keyring.backend();
    if (backend !== null) return this.#beginInKeyring(backend);
    return mayUseDevelopmentKey ? this.#beginDevelopment() : { state: 'choose', holds_work: holdsWork() };
  }

  #beginInKeyring(backend: string): Held {
    const key = newKey();
    let wrapped: string;
    try {
      wrapped = this.#ports.keyring.encrypt(key.toString('base64')).toString('base64');
    } catch {
      this.#ports.log('keyring_refuses', { was: backend });
      return refused('keyring-refuses', backend, backend);
    }
    writeKeyFile(this.#ports.file, { version: 1, protection: 'keyring', backend, wrapped });
    return this.#open('keyring', key);
  }

  #beginDevelopment(): Held {
    const key = newKey();
    writeKeyFile(this.#ports.file, { version: 1, protection: 'development', key: key.toString('base64') });
    return this.#open('development', key);
  }

  /** The word is kept before anything else is: by it the next start knows that what it finds is to be deleted. */
  #beginInMemory(): Held {
    writeKeyFile(this.#ports.file, { version: 1, protection: 'nothing_kept' });
    return this.#inMemory();
  }

  #take(kept: KeyFile): Held {
    switch (kept.protection) {
      case 'keyring':
        return this.#fromKeyring(kept);
      case 'passphrase':
        return { state: 'locked' };
      case 'nothing_kept':
        return this.#inMemory();
      case 'development': {
        if (!this.#ports.mayUseDevelopmentKey) return refused('development-key');
        const key = keyOf(kept.key);
        return key === null ? refused('key-file-damaged') : this.#open('development', key);
      }
      default:
        return assertNever(kept);
    }
  }

  #fromKeyring({ backend: was, wrapped }: Extract<KeyFile, { protection: 'keyring' }>): Held {
    const { keyring, log } = this.#ports;
    const now = keyring.backend();
    if (now !== was) {
      log('keyring_changed', { was, now });
      return refused('keyring-changed', was, now ?? '');
    }
    try {
      const key = keyOf(keyring.decrypt(Buffer.from(wrapped, 'base64')));
      if (key !== null) return this.#open('keyring', key);
    } catch {
      log('keyring_refuses', { was });
    }
    return refused('keyring-refuses', was, now);
  }

  /** What an earlier run left was to be deleted at its end: if it was killed, that is done now. */
  #inMemory(): Held {
    this.#ports.forgetSignIn();
    this.#ports.deleteWork();
    return this.#open('nothing_kept', newKey());
  }
}
