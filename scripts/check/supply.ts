/** What package.json says of what is installed; only the parts that are checked. */
export interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  /** `name@version` of every package with an install script, and whether it may run. */
  readonly allowScripts?: Readonly<Record<string, boolean>>;
}

/** One package of package-lock.json. */
export interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}

export interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

const EXACT = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;
const SHA512 = /^sha512-[A-Za-z0-9+/]{86}==$/;

/** Licences under which something may be shipped inside the product without asking anybody. */
const SHIPPABLE = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'Unlicense',
]);

/** Looked at by a person, in this version: what its licence asks is done. */
const LOOKED_AT = new Set([
  // MPL-2.0: shipped unchanged, its source is the package of that name and version.
  'mediabunny@1.61.0',
  // MIT, which its manifest says in a form that npm no longer reads.
  'dom-walk@0.1.2',
]);

function isShippable(licence: string): boolean {
  const choices = licence.replace(/[()]/g, '').split(' OR ');
  return choices.some((choice) => choice.split(' AND ').every((each) => SHIPPABLE.has(each)));
}

function findLoosePins(manifest: Manifest): string[] {
  const named = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
  return Object.entries(named)
    .filter(([, version]) => !EXACT.test(version))
    .map(([name, version]) => `${name} is asked for as ${version}: pin one exact version`);
}

/** `node_modules/a/node_modules/b` is an installed `b`. */
const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

function findLocked(path: string, locked: LockedPackage, decided: ReadonlySet<string>): string[] {
  const name = `${nameOf(path)}@${locked.version ?? '?'}`;
  const found: string[] = [];
  if (!SHA512.test(locked.integrity ?? ''))
    found.push(`${name} has no SHA-512 in the lockfile: anything could be installed in its name`);
  if (locked.resolved !== undefined)
    found.push(`${name} is bound to ${locked.resolved}: the lockfile names contents, not hosts`);
  if (locked.hasInstallScript === true && !decided.has(name))
    found.push(`${name} has an install script nobody has decided on: read it, then say so in allowScripts`);
  if (locked.dev !== true && !isShippable(locked.license ?? '') && !LOOKED_AT.has(name))
    found.push(`${name} ships under ${locked.license ?? 'no licence that is named'}: ask before it does`);
  return found;
}

/**
 * What is wrong with where the packages come from, in words; empty when nothing is: exact versions, contents by hash and not by host, every
 * install script decided on, licences that allow shipping.
 */
export function findInSupply(manifest: Manifest, lockfile: Lockfile): string[] {
  const decided = new Set(Object.keys(manifest.allowScripts ?? {}));
  const installed = Object.entries(lockfile.packages).filter(([path]) => path !== '');
  const present = new Set(installed.map(([path, { version }]) => `${nameOf(path)}@${version ?? '?'}`));
  const stale = [...decided].filter((name) => !present.has(name));
  return [
    ...findLoosePins(manifest),
    ...installed.flatMap(([path, locked]) => findLocked(path, locked, decided)),
    ...stale.map((name) => `allowScripts decides on ${name}, which is not installed`),
  ];
}
