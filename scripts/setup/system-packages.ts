import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Teller, SetupProblem } from './problem.ts';

/** What the machine is prepared for: running the application, or the tests too. */
export type Purpose = 'app' | 'test';

/** One need of the application and the Debian/Ubuntu packages that meet it, newest name first. */
export type SystemNeed = { readonly names: readonly string[]; readonly purpose: Purpose };

const LIBRARIES: readonly SystemNeed[] = [
  ['libgtk-3-0t64', 'libgtk-3-0'],
  ['libnss3'],
  ['libasound2t64', 'libasound2'],
  ['libgbm1'],
  ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
  ['libxtst6'],
  ['libnotify4'],
  ['fonts-liberation'],
].map((names) => ({ names, purpose: 'app' }));

const DISPLAY: readonly SystemNeed[] = [['xvfb'], ['xauth']].map((names) => ({ names, purpose: 'app' }));

/** A keyring to test with, as a desktop has it. */
const KEYRING: readonly SystemNeed[] = [['gnome-keyring'], ['libsecret-1-0'], ['dbus-daemon', 'dbus']].map((names) => ({
  names,
  purpose: 'test',
}));

/** First executable of that name on PATH, or null. */
export function findOnPath(names: readonly string[], path = process.env['PATH'] ?? ''): string | null {
  for (const name of names) {
    for (const folder of path.split(delimiter)) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {
        // Not in this folder; the next one may have it.
      }
    }
  }
  return null;
}

/** The headless shell opens a window several times faster: it has no toolbar, which in Chromium is a page of its own. */
const CHROMIUMS = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
] as const;

/** A Chromium for component tests: LUPA_CHROMIUM, else the first one on PATH, else null. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | null {
  return env['LUPA_CHROMIUM'] ?? findOnPath(CHROMIUMS);
}

/** The needs that a machine has, by what it is used for and whether a display is there. */
export function needsFor(purpose: Purpose, hasDisplay: boolean, hasChromium: boolean): SystemNeed[] {
  const needs = [...LIBRARIES];
  if (!hasDisplay || purpose === 'test') needs.push(...DISPLAY);
  if (purpose === 'test') needs.push({ names: ['strace'], purpose });
  if (purpose === 'test') needs.push(...KEYRING);
  if (purpose === 'test' && !hasChromium)
    needs.push({ names: ['chromium-headless-shell', 'chromium'], purpose: 'test' });
  // Network namespaces, for the proof that nothing leaves but what goes to the hub.
  if (purpose === 'test') needs.push({ names: ['iproute2'], purpose: 'test' });
  return needs;
}

/** The needs none of whose packages is installed. */
export function missingNeeds(needs: readonly SystemNeed[], installed: ReadonlySet<string>): SystemNeed[] {
  return needs.filter((need) => !need.names.some((name) => installed.has(name)));
}

function installedPackages(names: readonly string[]): Set<string> {
  // dpkg-query exits with 1 when it does not know a name, and still lists the others.
  const query = spawnSync('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...names], {
    encoding: 'utf8',
  });
  const lines = query.stdout.split('\n').filter((line) => line.endsWith(' installed'));
  return new Set(lines.map((line) => line.split(' ')[0] ?? ''));
}

function isOffered(name: string): boolean {
  const policy = spawnSync('apt-cache', ['policy', name], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
  return /Candidate: (?!\(none\))/.test(policy.stdout);
}

/** The name of each need's package that this release of the system offers. */
function chooseNames(needs: readonly SystemNeed[]): string[] {
  return needs.map((need) => need.names.find(isOffered) ?? need.names.at(-1) ?? '');
}

function apt(args: readonly string[]): void {
  const result = spawnSync('apt-get', args, {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (result.status === 0) return;
  const reason = result.stderr.split('\n').find((line) => line.startsWith('E:')) ?? result.error?.message ?? '';
  throw new SetupProblem(`apt-get ${args.join(' ')} failed: ${reason}. Run it by hand to see why.`);
}

function installByApt(missing: readonly SystemNeed[], tell: Teller, isRoot: boolean): void {
  if (!isRoot) {
    const names = chooseNames(missing).join(' ');
    throw new SetupProblem(`system packages are missing. Run: sudo apt-get install -y ${names}`);
  }
  apt(['update', '-qq']);
  const names = chooseNames(missing);
  tell.say(`installing system packages: ${names.join(' ')}`);
  apt(['install', '-y', '-qq', '--no-install-recommends', ...names]);
}

/** Shared libraries an executable asks for that the system does not have. */
export function missingLibraries(ldd: string): string[] {
  return ldd.split('\n').flatMap((line) => {
    const name = /^\s*(\S+) => not found/.exec(line)?.[1];
    return name === undefined ? [] : [name];
  });
}

/** Checks that the Electron executable finds its libraries, whatever system it is. */
export function checkLibraries(executable: string): void {
  if (process.platform !== 'linux') return;
  const ldd = spawnSync('ldd', [executable], { encoding: 'utf8' });
  if (ldd.status !== 0) return;
  const missing = missingLibraries(ldd.stdout);
  if (missing.length > 0) {
    throw new SetupProblem(`Electron needs shared libraries that this system lacks: ${missing.join(', ')}`);
  }
}

/**
 * Installs (as root, on Debian and Ubuntu) what the application or the tests need from the system.
 * @throws SetupProblem with the line to copy when this user may not install packages
 */
export function ensureSystemPackages(purpose: Purpose, tell: Teller, isRoot = process.getuid?.() === 0): void {
  if (process.platform !== 'linux' || findOnPath(['dpkg-query']) === null) return;
  const hasDisplay = Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
  const needs = needsFor(purpose, hasDisplay, findChromium() !== null);
  const installed = installedPackages(needs.flatMap((need) => need.names));
  const missing = missingNeeds(needs, installed);
  if (missing.length > 0) installByApt(missing, tell, isRoot);
}
