import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, existsSync, linkSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { REPOSITORY } from '#scripts/setup/paths.ts';
import { readRuntime } from '#scripts/setup/runtime.ts';

/** An account without rights, for what must not run as root. */
export const NOBODY = 65_534;
export const ordinaryUser = { uid: NOBODY, gid: NOBODY };

/** What of a runtime is no part of a released app: other apps, and native modules of other places. */
const NOT_RELEASED = new Set(['resources', 'lupa-native']);

/** The same bytes, without a copy where both places are on one disk. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    copyFileSync(from, to);
  }
}

function linkTree(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (NOT_RELEASED.has(entry.name)) continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else linkOrCopy(source, target);
  }
}

/** The app with its native module beside it, as every account can read it. */
function putApp(resources: string): void {
  const app = join(resources, 'app');
  cpSync(join(REPOSITORY, 'out', 'app'), app, {
    recursive: true,
    filter: (source) => !source.includes('node_modules') && !source.endsWith('.map'),
  });
  const modules = readRuntime().nativeModules ?? join(REPOSITORY, 'node_modules');
  for (const name of ['better-sqlite3', 'bindings', 'file-uri-to-path']) {
    const source = join(modules, name);
    if (existsSync(source)) cpSync(source, join(app, 'node_modules', name), { recursive: true, dereference: true });
  }
}

/**
 * Puts together what is released, of the build and the runtime that the tests run on anyway: an executable of its own name with the fuses of a release,
 * and the app in its resources.
 * @param folder where; must not exist
 * @returns path of the executable
 */
export async function makeReleasedApp(folder: string): Promise<string> {
  const runtime = readRuntime().executable;
  linkTree(dirname(runtime), folder);
  const executable = join(folder, 'lupa');
  // A copy: other fuses in a linked file would be those of the runtime, too.
  copyFileSync(runtime, executable);
  chmodSync(executable, 0o755);
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.RunAsNode]: false,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: false,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  });
  putApp(join(folder, 'resources'));
  chmodSync(folder, 0o755);
  return executable;
}

/** Starts a program as an ordinary user, also where the tests themselves run as root. */
export function spawnAsOrdinaryUser(
  executable: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProcess {
  const account = process.getuid?.() === 0 ? ordinaryUser : {};
  return spawn(executable, args, { env, stdio: ['ignore', 'ignore', 'pipe'], ...account });
}
