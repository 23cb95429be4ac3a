import inspector from 'node:inspector';
import { join } from 'node:path';
import { app, type BrowserWindow, powerMonitor, protocol, session } from 'electron';
import { type Language, language as languageSchema } from '#contract/ids.ts';
import { appHandler, appScheme } from './app-protocol.ts';
import { clipHandler, clipScheme } from './clip-protocol.ts';
import { type Folders, foldersBelow, readCommandLine } from './command-line.ts';
import { spawnCore } from './core-process.ts';
import { CoreSupervisor } from './core-supervisor.ts';
import { type CredentialStore, createCredentialStore } from './credential-store.ts';
import { askAfterGiveUp, askWhereToSave, askWhichFile } from './dialogs.ts';
import { createGateway, type GatewayPorts } from './ipc-gateway.ts';
import { systemKeyring } from './keyring.ts';
import { lockAllContents, lockSession } from './lockdown.ts';
import { log } from './log.ts';
import { setMenu } from './menu.ts';
import { languageOfSystem } from './messages.ts';
import { answerPages, tellPage } from './page-link.ts';
import { createQuitGuard, type QuitGuard } from './quit-guard.ts';
import { createShellHandlers } from './shell-handlers.ts';
import { switchesToRemove } from './switches.ts';
import { focusWindow, openWindow } from './window.ts';

for (const name of switchesToRemove(inspector.url() !== undefined)) app.commandLine.removeSwitch(name);
const commandLine = readCommandLine((name) => app.commandLine.getSwitchValue(name), process.env['LUPA_DATA_DIR']);
if (commandLine.userData !== null) app.setPath('userData', commandLine.userData);
// Chromium cannot be sandboxed for root; where that switch is given, forcing the sandbox would only end every process.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
protocol.registerSchemesAsPrivileged([appScheme, clipScheme]);

/** The built programs: this file is `<built>/main/index.cjs`. */
const built = join(__dirname, '..');

/** What changes while the app runs. */
interface Shell {
  window: BrowserWindow | null;
  language: Language;
  readonly folders: Folders;
  readonly store: CredentialStore;
  readonly guard: QuitGuard;
}

function superviseCore(shell: Shell): CoreSupervisor {
  const giveUp = async (): Promise<void> => {
    if (shell.window === null) return;
    if (await askAfterGiveUp(shell.window, shell.language)) core.start();
    else app.quit();
  };
  const core = new CoreSupervisor({
    spawn: () => spawnCore(join(built, 'core', 'index.cjs')),
    startWith: () => ({ data_dir: shell.folders.data, app_version: app.getVersion(), credential: shell.store.read() }),
    storeCredential: (credential) => shell.store.write(credential),
    onEvent: (name, payload) => {
      shell.guard.heard(name, payload);
      tellPage(shell.window, name, payload);
    },
    onGiveUp: () => void giveUp(),
    now: () => performance.now(),
    after: (delay_ms, action) => void setTimeout(action, delay_ms),
    log,
  });
  return core;
}

function handlersOf(shell: Shell): GatewayPorts['shell'] {
  return createShellHandlers({
    version: app.getVersion(),
    electron: process.versions['electron'] ?? '',
    platform: process.platform,
    exportsFolder: shell.folders.exports,
    protection: () => shell.store.protection(),
    enrolHint: () => (shell.store.read() === null ? commandLine.enrolHint : null),
    askWhere: (name) =>
      shell.window === null ? Promise.resolve(null) : askWhereToSave(shell.window, shell.language, name),
    askWhich: () => (shell.window === null ? Promise.resolve(null) : askWhichFile(shell.window, shell.language)),
    quit: () => app.quit(),
  });
}

/** The menu speaks the language that the person chose in the page. */
function followLanguage(shell: Shell): GatewayPorts['onCoreAnswer'] {
  return ({ group }, result) => {
    if (group !== 'preferences' || !result.ok) return;
    const chosen = languageSchema.safeParse((result.value as { language?: unknown }).language);
    if (!chosen.success || chosen.data === shell.language) return;
    shell.language = chosen.data;
    setMenu(shell.language, () => shell.window?.close());
  };
}

function followLock(shell: Shell, core: CoreSupervisor): void {
  const lockChanged = (locked: boolean): void => {
    core.lockChanged(locked);
    tellPage(shell.window, 'app.lock', { locked });
  };
  powerMonitor.on('lock-screen', () => lockChanged(true));
  powerMonitor.on('unlock-screen', () => lockChanged(false));
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

/** Quitting waits until the core has closed its database. */
function stopCoreBeforeQuit(core: CoreSupervisor): void {
  let isStopped = false;
  const stop = async (): Promise<void> => {
    await core.stop();
    isStopped = true;
    app.quit();
  };
  app.on('will-quit', (event) => {
    if (isStopped) return;
    event.preventDefault();
    void stop();
  });
}

async function run(): Promise<void> {
  await app.whenReady();
  const folders = foldersBelow(app.getPath('userData'));
  const store = createCredentialStore(folders.credential, systemKeyring);
  const guard = createQuitGuard();
  const shell: Shell = { window: null, language: languageOfSystem(app.getLocale()), folders, store, guard };
  const core = superviseCore(shell);
  const gateway = createGateway({
    shell: handlersOf(shell),
    core: (request) => core.call(request),
    onCoreAnswer: followLanguage(shell),
    log,
  });
  const pages = session.fromPartition('lupa', { cache: false });
  lockSession(pages, log);
  pages.protocol.handle('app', appHandler(join(built, 'renderer')));
  pages.protocol.handle('clip', clipHandler(folders.media));
  answerPages(() => shell.window, gateway);
  setMenu(shell.language, () => shell.window?.close());
  followLock(shell, core);
  app.on('second-instance', () => shell.window !== null && focusWindow(shell.window));
  stopCoreBeforeQuit(core);
  core.start();
  shell.window = openWindow(pages, join(built, 'preload', 'index.cjs'));
  guardWindow(shell, shell.window);
  shell.window.once('closed', () => {
    shell.window = null;
  });
}

app.on('window-all-closed', () => app.quit());
if (app.requestSingleInstanceLock()) {
  lockAllContents(app, log);
  void run();
} else {
  log('already_running');
  app.quit();
}
