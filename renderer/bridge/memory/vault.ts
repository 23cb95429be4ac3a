import type { ShellHandlers } from '#contract/ipc.ts';
import type { Preferences } from '#contract/preferences.ts';
import { fail, ok } from '#contract/result.ts';
import { PASSPHRASE_LEAST, type VaultState } from '#contract/vault.ts';

/** The passphrase of a device that the page finds locked. */
export const PASSPHRASE = 'correct horse battery';

const states: Readonly<Record<string, VaultState>> = {
  choose: { state: 'choose', holds_work: false },
  'choose-again': { state: 'choose', holds_work: true },
  locked: { state: 'locked' },
  passphrase: { state: 'open', protection: 'passphrase' },
  refused: { state: 'refused', reason: 'keyring-changed', was: 'gnome_libsecret', now: '' },
};

const tooShort = () => fail('passphrase-too-short', 'too short', { least: PASSPHRASE_LEAST });

/** How the vault is found, by the page's address. */
export function vaultAtFirst(name: string | null): VaultState {
  return states[name ?? ''] ?? { state: 'open', protection: 'keyring' };
}

/** What of the backend these calls need. */
interface VaultBackend {
  readonly kept: { vault: VaultState; readonly preferences: Pick<Preferences, 'language'> };
  readonly save: () => void;
}

/** The shell's calls about the device's key. As there, the page is loaded anew when something came of it. */
export function vaultCalls({ kept, save }: VaultBackend): ShellHandlers['vault'] {
  const become = (vault: VaultState) => {
    kept.vault = vault;
    save();
    location.reload();
    return ok({});
  };
  return {
    state: () => ok({ language: kept.preferences.language, vault: kept.vault }),
    choosePassphrase: ({ passphrase }) =>
      passphrase.length < PASSPHRASE_LEAST ? tooShort() : become({ state: 'open', protection: 'passphrase' }),
    unlock: ({ passphrase }) =>
      passphrase === PASSPHRASE
        ? become({ state: 'open', protection: 'passphrase' })
        : fail('passphrase-wrong', 'another one'),
    changePassphrase: ({ passphrase, next }) => {
      if (next.length < PASSPHRASE_LEAST) return tooShort();
      return passphrase === PASSPHRASE ? ok({}) : fail('passphrase-wrong', 'another one');
    },
    keepNothing: () => become({ state: 'open', protection: 'nothing_kept' }),
    startOver: () => become({ state: 'choose', holds_work: true }),
  };
}
