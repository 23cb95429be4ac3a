import { copyFile, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ShellHandlers } from '#contract/ipc.ts';
import { TEXT_FILE_BYTES } from '#contract/keymap.ts';
import type { PageMenus } from '#contract/menu.ts';
import { fail, ok, type Result } from '#contract/result.ts';
import type { ErrorCode } from '#contract/errors.ts';
import type { Language } from '#contract/ids.ts';
import type { ScreenLockState } from '#contract/lock.ts';
import type { ScreenLock } from './screen-lock.ts';
import type { Vault } from './vault/vault.ts';

/** What the shell's own calls need from their surroundings. */
export interface ShellPorts {
  readonly version: string;
  readonly electron: string;
  readonly platform: string;
  readonly exportsFolder: string;
  readonly vault: Vault;
  readonly lock: ScreenLock;
  /** Of the system: nobody's choice is known while the device is locked. */
  readonly language: () => Language;
  /** The vault opened or was emptied: everything begins anew. */
  readonly onVault: () => void;
  readonly enrolHint: () => { hub_url: string; code: string } | null;
  /** Asks where to put a file; null when the person changed their mind. */
  readonly askWhere: (suggestedName: string) => Promise<string | null>;
  /** Asks for a JSON file; null when the person changed their mind. */
  readonly askWhich: () => Promise<string | null>;
  readonly showMenus: (menus: PageMenus) => void;
  readonly quit: () => void;
}

/** Copies beside the target first, so that a half-written file never bears the final name. */
async function copyWhole(from: string, to: string): Promise<void> {
  const part = `${to}.part`;
  try {
    await copyFile(from, part);
    await rename(part, to);
  } finally {
    await rm(part, { force: true });
  }
}

const reasonOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';

/** Writes beside the target first, so that a half-written file never bears the final name. */
async function writeWhole(to: string, text: string): Promise<void> {
  const part = `${to}.part`;
  try {
    await writeFile(part, text, { encoding: 'utf8', flush: true });
    await rename(part, to);
  } finally {
    await rm(part, { force: true });
  }
}

/** Text files in and out, wherever the person's dialog says. */
function textFiles({ askWhere, askWhich }: ShellPorts): Pick<ShellHandlers['app'], 'saveTextAs' | 'openText'> {
  return {
    async saveTextAs({ name, text }) {
      const target = await askWhere(name);
      if (target === null) return ok({ saved: false });
      try {
        await writeWhole(target, text);
        return ok({ saved: true });
      } catch (error) {
        return fail('export-failed', `the file could not be written to the chosen place: ${reasonOf(error)}`);
      }
    },
    async openText() {
      const source = await askWhich();
      if (source === null) return ok(null);
      if (!source.toLowerCase().endsWith('.json')) return fail('file-unreadable', 'only .json files are opened');
      try {
        const found = await stat(source);
        if (!found.isFile()) return fail('file-unreadable', 'what was chosen is no file');
        if (found.size > TEXT_FILE_BYTES)
          return fail('file-too-large', `${found.size} bytes; at most ${TEXT_FILE_BYTES}`);
        return ok({ name: basename(source), text: await readFile(source, 'utf8') });
      } catch (error) {
        return fail('file-unreadable', `the chosen file could not be read: ${reasonOf(error)}`);
      }
    },
  };
}

function protectionOf(vault: Vault) {
  const now = vault.state();
  return now.state === 'open' ? now.protection : null;
}

/** What the page may know of the lock. */
export function lockState(lock: ScreenLock, vault: Vault): ScreenLockState {
  if (!lock.isLocked) return { locked: false };
  return { locked: true, asks: protectionOf(vault) === 'passphrase' ? 'passphrase' : 'confirmation' };
}

function lockHandlers({ lock, vault }: ShellPorts): ShellHandlers['lock'] {
  return {
    now() {
      lock.lock();
      return ok({});
    },
    async open({ passphrase }) {
      const state = lockState(lock, vault);
      if (state.locked && state.asks === 'passphrase') {
        const confirmed = await vault.confirm(passphrase ?? '');
        if (!confirmed.ok) return confirmed;
      }
      lock.open();
      return ok({});
    },
  };
}

/** Passes on what became of the vault, and a disk that refuses as a failure in words. */
function vaultHandlers({ vault, language, onVault }: ShellPorts): ShellHandlers['vault'] {
  const told = <Code extends ErrorCode>(result: Result<null, Code>) => {
    if (!result.ok) return result;
    onVault();
    return ok({});
  };
  const onDisk = (error: unknown) => {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    return fail('disk-error', `the key could not be kept: ${reasonOf(error)}`);
  };
  return {
    state: () => ok({ language: language(), vault: vault.state() }),
    choosePassphrase: ({ passphrase }) => vault.choosePassphrase(passphrase).then(told, onDisk),
    unlock: ({ passphrase }) => vault.unlock(passphrase).then(told, onDisk),
    changePassphrase: ({ passphrase, next }) =>
      vault.changePassphrase(passphrase, next).then((result) => (result.ok ? ok({}) : result), onDisk),
    keepNothing() {
      try {
        return told(vault.keepNothing());
      } catch (error) {
        return onDisk(error);
      }
    },
    startOver() {
      try {
        return told(vault.startOver());
      } catch (error) {
        return onDisk(error);
      }
    },
  };
}

/** The calls that the shell answers itself. */
export function createShellHandlers(ports: ShellPorts): ShellHandlers {
  return {
    app: {
      info: () =>
        ok({
          version: ports.version,
          electron: ports.electron,
          platform: ports.platform,
          protection: protectionOf(ports.vault),
          lock: lockState(ports.lock, ports.vault),
          enrol_hint: ports.enrolHint(),
        }),
      async saveExportAs({ name }) {
        const source = join(ports.exportsFolder, basename(name));
        const found = await stat(source).catch(() => null);
        if (found === null || !found.isFile()) return fail('not-found', `there is no finished export named ${name}`);
        const target = await ports.askWhere(name);
        if (target === null) return ok({ saved: false });
        try {
          await copyWhole(source, target);
          return ok({ saved: true });
        } catch (error) {
          return fail('export-failed', `the export could not be written to the chosen place: ${reasonOf(error)}`);
        }
      },
      ...textFiles(ports),
      setMenus(menus) {
        ports.showMenus(menus);
        return ok({});
      },
      quit() {
        ports.quit();
        return ok({});
      },
    },
    vault: vaultHandlers(ports),
    lock: lockHandlers(ports),
  };
}
