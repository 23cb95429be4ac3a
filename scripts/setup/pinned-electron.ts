import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder } from './bootstrap.mjs';
import { networkReason } from './download.ts';
import { REPOSITORY } from './paths.ts';
import type { Teller } from './problem.ts';

const PROBE_MS = 6_000;
const DOWNLOAD_MS = 15 * 60_000;
const DAY_MS = 24 * 3_600_000;

/** A download of the pinned Electron that did not work, remembered so that later runs take no time. */
export type FailedTry = { readonly source: string; readonly at: number };

/** True when the pinned Electron should be asked for: never tried from there, or the last failure is a day old. */
export function shouldTry(last: FailedTry | null, source: string, now: number): boolean {
  return last === null || last.source !== source || now - last.at >= DAY_MS || last.at > now;
}

/** Address of the pinned Electron's checksum list, at the official place or at the mirror the environment names. */
export function electronSource(version: string, env: NodeJS.ProcessEnv): string {
  const mirror =
    env['npm_config_electron_mirror'] ??
    env['ELECTRON_MIRROR'] ??
    'https://github.com/electron/electron/releases/download/';
  const folder = env['npm_config_electron_custom_dir'] ?? env['ELECTRON_CUSTOM_DIR'] ?? `v${version}`;
  return `${mirror}${folder.replace('{{ version }}', version)}/SHASUMS256.txt`;
}

/** The exact Electron version that node_modules holds the launcher of. */
export function pinnedElectronVersion(): string {
  const manifest = readFileSync(join(REPOSITORY, 'node_modules', 'electron', 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

function readFailure(file: string): FailedTry | null {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as FailedTry) : null;
}

async function unreachable(source: string): Promise<string | null> {
  try {
    const response = await fetch(source, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_MS) });
    return response.ok ? null : `the server answered ${response.status}`;
  } catch (error) {
    return networkReason(error);
  }
}

function installBinary(packageFolder: string): string | null {
  const result = spawnSync(process.execPath, [join(packageFolder, 'install.js')], {
    encoding: 'utf8',
    timeout: DOWNLOAD_MS,
  });
  if (result.status === 0) return null;
  return result.stderr.split('\n').find((line) => line.includes('Error')) ?? result.error?.message ?? 'no reason given';
}

function installedExecutable(packageFolder: string, version: string): string | null {
  const versionFile = join(packageFolder, 'dist', 'version');
  const pathFile = join(packageFolder, 'path.txt');
  if (!existsSync(versionFile) || !existsSync(pathFile)) return null;
  if (readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') !== version) return null;
  const executable = join(packageFolder, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(executable) ? executable : null;
}

/**
 * Executable of the pinned Electron, downloaded when that is possible.
 * @returns null when it cannot be had now; `tell` has then said why, in one line
 */
export async function ensurePinnedElectron(retry: boolean, tell: Teller): Promise<string | null> {
  const version = pinnedElectronVersion();
  const packageFolder = join(REPOSITORY, 'node_modules', 'electron');
  const installed = installedExecutable(packageFolder, version);
  if (installed !== null) return installed;
  const memory = join(cacheFolder(), 'pinned-electron-failed.json');
  const source = electronSource(version, process.env);
  if (!retry && !shouldTry(readFailure(memory), source, Date.now())) return null;
  const host = new URL(source).host;
  const reason = (await unreachable(source)) ?? fetchBinary(packageFolder, version, host, tell);
  const executable = installedExecutable(packageFolder, version);
  if (executable !== null) {
    rmSync(memory, { force: true });
    return executable;
  }
  tell.say(`Electron ${version} cannot be downloaded from ${host} now (${reason ?? 'nothing arrived'})`);
  mkdirSync(dirname(memory), { recursive: true });
  writeFileSync(memory, `${JSON.stringify({ source, at: Date.now() } satisfies FailedTry)}\n`);
  return null;
}

function fetchBinary(packageFolder: string, version: string, host: string, tell: Teller): string | null {
  tell.say(`downloading Electron ${version} from ${host}`);
  return installBinary(packageFolder);
}
