import { existsSync, rmSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { app, type BrowserWindow, powerMonitor, type Session } from 'electron';
import type { CoreKeys } from '#contract/core-link.ts';
import { type Language, language as languageSchema } from '#contract/ids.ts';
import { type ClipKeys, clipKeys } from '../sealing/clip-file.ts';
import { deriveKey } from '../sealing/sealing.ts';
import { ClipGate } from './clip-gate.ts';
import { clipHandler } from './clip-protocol.ts';
import { type CommandLine, type Folders, foldersBelow } from './command-line.ts';
import { type CoreProcess, CoreSupervisor } from './core-supervisor.ts';
import { type CredentialStore, createCredentialStore } from './credential-store.ts';
import { askAfterGiveUp, askWhereToSave, askWhichFile } from './dialogs.ts';
import { mayUseDevelopmentKey } from './vault/development.ts';
import { removeAndShred } from '../files/durable-file.ts';
import { createGateway, type GatewayPorts } from './ipc-gateway.ts';
import { systemKeyring } from './keyring.ts';
import { openBrowser } from './open-browser.ts';
import { log } from './log.ts';
import { type AppMenu, createMenu } from './menu.ts';
import { languageOfSystem } from './messages.ts';
import { answerPages, tellPage } from './page-link.ts';
import { createQuitGuard, type QuitGuard } from './quit-guard.ts';
import { lockAfter } from '#contract/lock.ts';
import { ScreenLock } from './screen-lock.ts';
import { createShellHandlers, lockState } from './shell-handlers.ts';
import { Vault } from './vault/vault.ts';
import { focusWindow } from './window.ts';

/** How often it is looked whether somebody is still there. */
const LOOK_EVERY_MS = 2_000;

/** What changes while the app runs. */
interface Shell {
  window: BrowserWindow | null;
  language: Language;
  readonly folders: Folders;
  readonly vault: Vault;
  readonly store: CredentialStore;
  readonly guard: QuitGuard;
  readonly menu: AppMenu;
  readonly lock: ScreenLock;
  readonly clips: ClipGate;
}

/** What was there before the shell. */
export interface Begun {
  readonly pages: Session;
  readonly window: BrowserWindow;
  /** The core that was started beside the window. */
  readonly core: CoreProcess;
  /** Starts another one, after that one ended. */
  readonly startCore: () => CoreProcess;
  readonly commandLine: CommandLine;
}

/** Deletes everything that the core kept; can be repeated. Only ever where a person or whoever runs the device wanted nothing to be kept. */
function deleteWork({ data }: Folders): void {
  rmSync(data, { recursive: true, force: true, maxRetries: 5 });
}

/** Deletes what this run kept. Where the disk refuses, the next start does it before anything else. */
function keepNothingOf(folders: Folders): void {
  try {
    removeAndShred(folders.credential);
    deleteWork(folders);
  } catch (error) {
    log('work_not_deleted', { error: error instanceof Error && 'code' in error ? String(error.code) : '' });
  }
}

function openVault(folders: Folders, { mustKeepNothing }: CommandLine): Vault {
  return new Vault({
    file: folders.key,
    keyring: systemKeyring,
    mayUseDevelopmentKey: mayUseDevelopmentKey(process.env, { isPackaged: app.isPackaged, path: app.getAppPath() }),
    mustKeepNothing,
    holdsWork: () => existsSync(folders.data),
    forgetSignIn: () => removeAndShred(folders.credential),
    deleteWork: () => deleteWork(folders),
    log,
  });
}

/** What the core is given of the device's key. It is started when there is one. */
function coreKeysOf(vault: Vault): CoreKeys {
  const master = vault.key();
  if (master === null) throw new Error('the core is started before the device has a key');
  const keyOf = (purpose: 'clips' | 'rows'): string => deriveKey(master, purpose).toString('base64');
  return { clips: keyOf('clips'), rows: keyOf('rows') };
}

/** Derived once, when the key is there; given only while somebody may see clips. */
function clipKeysOf({ vault, clips }: Pick<Shell, 'vault' | 'clips'>): () => ClipKeys | null {
  let keys: ClipKeys | null = null;
  return () => {
    const master = vault.key();
    if (keys === null && master !== null) keys = clipKeys(deriveKey(master, 'clips'));
    return clips.isOpen ? keys : null;
  };
}

function superviseCore(shell: Shell, { core: first, startCore }: Begun): CoreSupervisor {
  let waiting: CoreProcess | null = first;
  const spawn = (): CoreProcess => {
    const core = waiting ?? startCore();
    waiting = null;
    return core;
  };
  const giveUp = async (): Promise<void> => {
    if (shell.window === null) return;
    if (await askAfterGiveUp(shell.window, shell.language)) core.start();
    else app.quit();
  };
  const core = new CoreSupervisor({
    spawn,
    startWith: () => ({
      data_dir: shell.folders.data,
      app_version: app.getVersion(),
      keys: coreKeysOf(shell.vault),
      credential: shell.store.read(),
    }),
    storeCredential: (credential) => shell.store.write(credential),
    openBrowser,
    onEvent: (name, payload) => {
      shell.guard.heard(name, payload);
      shell.clips.heard(name, payload);
      tellPage(shell.window, name, payload);
    },
    onGiveUp: () => void giveUp(),
    now: () => performance.now(),
    after: (delay_ms, action) => void setTimeout(action, delay_ms),
    log,
  });
  return core;
}

function handlersOf(shell: Shell, core: CoreSupervisor, { enrolHint }: CommandLine): GatewayPorts['shell'] {
  return createShellHandlers({
    version: app.getVersion(),
    electron: process.versions['electron'] ?? '',
    platform: process.platform,
    exportsFolder: shell.folders.exports,
    vault: shell.vault,
    lock: shell.lock,
    language: () => shell.language,
    onVault() {
      if (shell.vault.key() !== null) core.start();
      shell.window?.webContents.reload();
    },
    enrolHint: () => (shell.store.read() === null ? enrolHint : null),
    askWhere: (name) =>
      shell.window === null ? Promise.resolve(null) : askWhereToSave(shell.window, shell.language, name),
    askWhich: () => (shell.window === null ? Promise.resolve(null) : askWhichFile(shell.window, shell.language)),
    showMenus: (menus) => shell.menu.show(menus),
    quit: () => app.quit(),
  });
}

/** Menu, dialogs and lock follow what the person chose in the page. */
function followPreferences(shell: Shell): GatewayPorts['onCoreAnswer'] {
  return ({ group }, result) => {
    if (group !== 'preferences' || !result.ok) return;
    const kept = result.value as { language?: unknown; lock_after_min?: unknown };
    const minutes = lockAfter.safeParse(kept.lock_after_min);
    if (minutes.success) shell.lock.setAfter(minutes.data);
    const chosen = languageSchema.safeParse(kept.language);
    if (!chosen.success || chosen.data === shell.language) return;
    shell.language = chosen.data;
    shell.menu.speak(shell.language);
  };
}

/** What locks: nobody touching the app for too long, the system's own lock, and sleep. Only the person opens it again. */
function watchOver(lock: ScreenLock, window: BrowserWindow): void {
  window.webContents.on('input-event', () => lock.touched());
  setInterval(() => lock.look(), LOOK_EVERY_MS).unref();
  powerMonitor.on('lock-screen', () => lock.lock());
  powerMonitor.on('suspend', () => lock.lock());
}

/** A window closed by hand stays while the page warns of unsent work; whatever quits the whole app is not held. */
function guardWindow(shell: Shell, window: BrowserWindow): void {
  app.on('before-quit', () => shell.guard.release());
  window.on('close', (event) => {
    const unsent = shell.guard.hold();
    if (unsent === 0 || window.webContents.isCrashed()) return;
    event.preventDefault();
    tellPage(window, 'app.quitAsked', { unsent });
  });
}

/** Quitting waits until the core has closed its database; where nothing is kept, nothing stays. */
function stopCoreBeforeQuit(core: CoreSupervisor, { vault, folders }: Shell): void {
  let isStopped = false;
  const stop = async (): Promise<void> => {
    // A core that was never started is stopped at once, and Electron does not hear `quit` while it still asks whether it may.
    await Promise.all([core.stop(), nextTurn()]);
    const now = vault.state();
    if (now.state === 'open' && now.protection === 'nothing_kept') keepNothingOf(folders);
    isStopped = true;
    app.quit();
  };
  app.on('will-quit', (event) => {
    if (isStopped) return;
    event.preventDefault();
    void stop();
  });
}

/** The shell around a window that is already opening: keys and credentials, calls, the core's life, menus, lock, the way out. */
export function runShell(begun: Begun): void {
  const { pages, window } = begun;
  const folders = foldersBelow(app.getPath('userData'));
  const vault = openVault(folders, begun.commandLine);
  const store = createCredentialStore({
    file: folders.credential,
    master: () => vault.key(),
    keyring: systemKeyring,
    log,
  });
  const guard = createQuitGuard();
  const menu = createMenu({
    quit: () => shell.window?.close(),
    choose: (id) => tellPage(shell.window, 'app.menuChosen', { id }),
  });
  const lock = new ScreenLock({
    now: () => performance.now(),
    holdsWork: () => vault.key() !== null,
    onChange(locked) {
      core.lockChanged(locked);
      tellPage(shell.window, 'app.lock', lockState(lock, vault));
    },
  });
  const clips = new ClipGate();
  const shell: Shell = {
    window,
    language: languageOfSystem(app.getLocale()),
    folders,
    vault,
    store,
    guard,
    menu,
    lock,
    clips,
  };
  const core = superviseCore(shell, begun);
  if (vault.key() !== null) core.start();
  const gateway = createGateway({
    shell: handlersOf(shell, core, begun.commandLine),
    core: (request) => core.call(request),
    onCoreAnswer: followPreferences(shell),
    log,
  });
  answerPages(() => shell.window, gateway);
  pages.protocol.handle(
    'clip',
    clipHandler({ folder: folders.media, keys: clipKeysOf(shell), onBroken: (sha256) => core.clipBroken(sha256) }),
  );
  menu.speak(shell.language);
  watchOver(shell.lock, window);
  app.on('second-instance', () => shell.window !== null && focusWindow(shell.window));
  stopCoreBeforeQuit(core, shell);
  guardWindow(shell, window);
  window.once('closed', () => {
    shell.window = null;
  });
}
