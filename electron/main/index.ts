import { existsSync } from 'node:fs';
import inspector from 'node:inspector';
import { join } from 'node:path';
import { app, protocol, session } from 'electron';
import { appHandler, appScheme } from './app-protocol.ts';
import { clipScheme } from './clip-scheme.ts';
import { readCommandLine } from './command-line.ts';
import { spawnCore } from './core-process.ts';
import { hasGraphicsDevice } from './graphics.ts';
import { lockAllContents, lockSession } from './lockdown.ts';
import { log } from './log.ts';
import { claimOwnFolder } from './own-folder.ts';
import type { Refusal } from './refuse-start.ts';
import { isReleased } from './release.ts';
import { findRefused } from './start-rule.ts';
import { switchesToRemove } from './switches.ts';
import { openWindow } from './window.ts';

/*
 * The way to the first picture, and nothing else: whatever is imported here is read before Chromium has begun. The rest of the shell comes
 * while the page and the core are starting in processes of their own (docs/decisions/0005-cold-start.md).
 */
for (const name of switchesToRemove(inspector.url() !== undefined)) app.commandLine.removeSwitch(name);
const commandLine = readCommandLine((name) => app.commandLine.getSwitchValue(name), process.env['LUPA_DATA_DIR']);
if (commandLine.userData !== null) app.setPath('userData', commandLine.userData);
// Whatever is written from here on is this user's alone.
process.umask(0o077);
const refusal = whyNotToStart();
// Chromium cannot be sandboxed for root; where that switch is given, forcing the sandbox would only end every process.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
// Without a graphics device Chromium looks for one, twice, and then draws in software: it may begin with that.
if (!hasGraphicsDevice(process.platform, existsSync)) app.disableHardwareAcceleration();
// Nothing in Chromium has business on the network: the core speaks with the hub, the page is served from here. Left alone, Chromium's own
// services (spelling dictionaries for one) ask for names on the internet, and no session setting reaches all of them.
app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
protocol.registerSchemesAsPrivileged([appScheme, clipScheme]);

/** Looks at how the app was started before it looks at the disk; null when nothing stands against it. */
function whyNotToStart(): Refusal | null {
  const isRelease = isReleased({ isPackaged: app.isPackaged, path: app.getAppPath() });
  const start = { args: process.argv.slice(1), environment: process.env, platform: process.platform };
  const names = isRelease ? findRefused(start) : [];
  if (names.length > 0) return { why: 'started_with', names };
  const folder = app.getPath('userData');
  const why = claimOwnFolder(folder);
  return why === null ? null : { why, folder };
}

/** The built programs: this file is `<built>/main/index.cjs`. */
const built = join(__dirname, '..');

async function run(): Promise<void> {
  await app.whenReady();
  const pages = session.fromPartition('lupa', { cache: false });
  lockSession(pages, log);
  pages.protocol.registerFileProtocol('app', appHandler(join(built, 'renderer')));
  // The page's process first: it has more to do before it needs an answer than the core has before it can give one.
  const window = openWindow(pages, join(built, 'preload', 'index.cjs'));
  const startCore = (): ReturnType<typeof spawnCore> => spawnCore(join(built, 'core', 'index.cjs'));
  const core = startCore();
  // In one bundle this waits for nothing: the shell answers before the page can ask.
  const { runShell } = await import('./shell.ts');
  runShell({ pages, window, core, startCore, commandLine });
}

app.on('window-all-closed', () => app.quit());
if (refusal !== null) {
  void import('./refuse-start.ts').then(({ refuseStart }) => refuseStart(refusal));
} else if (app.requestSingleInstanceLock()) {
  lockAllContents(app, log);
  void run();
} else {
  log('already_running');
  app.quit();
}
