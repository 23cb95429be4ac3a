import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { npm, tryNpm } from './npm.ts';
import { type Teller, SetupProblem } from './problem.ts';

/** The part of a lockfile's entry that tells one installed package from another. */
export type LockedPackage = {
  readonly version?: string;
  readonly integrity?: string;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
  readonly peer?: boolean;
};
export type LockedPackages = Readonly<Record<string, LockedPackage>>;

/** What the last set-up of this node_modules folder did. `scripts` lists `name@version` whose install script has run. */
type Stamp = { readonly lock: string; readonly node: string; readonly scripts: readonly string[] };

const STAMP = join('node_modules', '.cache', 'lupa', 'dependencies.json');

function readJson<T>(file: string): T | null {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : null;
}

/** sha256 (hex) of the lockfile: another lockfile means another tree. */
export function lockHash(lockfile: string): string {
  return createHash('sha256').update(lockfile).digest('hex');
}

/**
 * Compares the lockfile with npm's own record of what it installed.
 * @returns null when the tree is what the lockfile says, otherwise the first difference in words.
 */
export function treeDifference(locked: LockedPackages, installed: LockedPackages): string | null {
  for (const [path, wanted] of Object.entries(locked)) {
    if (path === '') continue;
    const found = installed[path];
    if (found === undefined) {
      // Optional packages of other platforms and optional peers are rightly absent.
      if (wanted.optional || wanted.devOptional || wanted.peer) continue;
      return `${path} is missing`;
    }
    if (found.version !== wanted.version) return `${path} is ${found.version}, not ${wanted.version}`;
    if (found.integrity !== wanted.integrity) return `${path} has other contents than the lockfile's`;
  }
  const extra = Object.keys(installed).find((path) => locked[path] === undefined);
  return extra === undefined ? null : `${extra} is not in the lockfile`;
}

/** The first difference between the lockfile and what npm noted in node_modules, or null. */
function differenceIn(repository: string, locked: LockedPackages): string | null {
  const record = readJson<{ packages: LockedPackages }>(join(repository, 'node_modules', '.package-lock.json'));
  return record === null ? 'nothing is installed' : treeDifference(locked, record.packages);
}

/**
 * Installs what the lockfile says where `npm ci` refuses to: npm ci wants an entry for every optional package of every
 * other platform, and a registry that does not carry those leaves them out of any lockfile made with it. A plain
 * install takes the same versions and hashes from the lockfile; whether it did is looked at afterwards.
 */
function installWithoutForeignPlatforms(repository: string, locked: LockedPackages): void {
  const args = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
  npm(args, repository, 'installing the packages (npm install)');
  const difference = differenceIn(repository, locked);
  if (difference !== null) {
    throw new SetupProblem(
      `package.json and package-lock.json do not agree: ${difference}. Run npm install and commit package-lock.json.`,
    );
  }
}

/** Installs from the lockfile unless the tree already is what it says. */
function installTree(repository: string, lockfile: string, tell: Teller): void {
  const locked = (JSON.parse(lockfile) as { packages: LockedPackages }).packages;
  const difference = differenceIn(repository, locked);
  if (difference === null) return;
  tell.say(`installing packages from package-lock.json (${difference})`);
  const clean = tryNpm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], repository);
  if (clean.ok) return;
  if (clean.reason.includes('EUSAGE')) return installWithoutForeignPlatforms(repository, locked);
  throw new SetupProblem(
    `installing the packages (npm ci) failed: ${clean.reason}. ` +
      'Check that npm reaches its registry (npm ping), then run the command again.',
  );
}

/**
 * `name@version` of every installed package that package.json's allowScripts lets run its install script.
 * @throws SetupProblem when a listed package is installed in another version than the one that was looked at.
 */
export function allowedScripts(
  allowScripts: Readonly<Record<string, boolean>>,
  installedVersion: (name: string) => string | null,
): string[] {
  return Object.entries(allowScripts)
    .filter(([, allowed]) => allowed)
    .flatMap(([entry]) => {
      const at = entry.lastIndexOf('@');
      const [name, version] = [entry.slice(0, at), entry.slice(at + 1)];
      const installed = installedVersion(name);
      if (installed === null) return [];
      if (installed !== version) {
        throw new SetupProblem(
          `package.json allows the install script of ${entry}, but ${name} ${installed} is installed. ` +
            'Read the new script, then update allowScripts in package.json.',
        );
      }
      return [entry];
    });
}

function installedVersionIn(repository: string): (name: string) => string | null {
  return (name) =>
    readJson<{ version: string }>(join(repository, 'node_modules', name, 'package.json'))?.version ?? null;
}

/** Makes node_modules what package-lock.json says and runs the install scripts that package.json allows, once each. */
export function ensureDependencies(repository: string, tell: Teller): void {
  const lockfile = readFileSync(join(repository, 'package-lock.json'), 'utf8');
  const manifest = readJson<{ allowScripts?: Record<string, boolean> }>(join(repository, 'package.json'));
  const file = join(repository, STAMP);
  const wanted = { lock: lockHash(lockfile), node: process.version };
  const before = readJson<Stamp>(file);
  if (before?.lock === wanted.lock && before.node === wanted.node) return;
  installTree(repository, lockfile, tell);
  const scripts = allowedScripts(manifest?.allowScripts ?? {}, installedVersionIn(repository));
  const done = readJson<Stamp>(file)?.scripts ?? [];
  const due = scripts.filter((entry) => !done.includes(entry)).map((entry) => entry.slice(0, entry.lastIndexOf('@')));
  if (due.length > 0) {
    tell.say(`running the install scripts of ${due.join(', ')}`);
    npm(['rebuild', '--ignore-scripts=false', '--foreground-scripts', ...due], repository, 'the install scripts');
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...wanted, scripts } satisfies Stamp)}\n`);
}
