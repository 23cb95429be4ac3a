import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import { killTree, processTree } from '#scripts/lib/process-tree.ts';
import { until } from '#scripts/lib/until.ts';
import { appYard } from '#test/support/app.ts';
import { makeReleasedApp, NOBODY, ordinaryUser, spawnAsOrdinaryUser } from '#test/support/released-app.ts';

const apps = appYard();
let executable: string;
let home: string;
beforeAll(async () => {
  const place = apps.folder();
  // Of the user who starts it, who is not the one who runs the tests.
  chmodSync(place, 0o755);
  executable = await makeReleasedApp(join(place, 'lupa'));
  home = join(place, 'home');
  mkdirSync(home, { mode: 0o700 });
  if (process.getuid?.() === 0) chownSync(home, NOBODY, NOBODY);
});

const environment = (more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  LANG: 'C.UTF-8',
  HOME: home,
  DISPLAY: apps.display(),
  LUPA_DATA_DIR: join(home, 'lupa'),
  ...more,
});

async function startAndEnd(args: readonly string[], more: Readonly<Record<string, string>>) {
  const started = spawnAsOrdinaryUser(executable, args, environment(more));
  const [stderr, [code]] = await Promise.all([text(started.stderr as Readable), once(started, 'exit')]);
  return { code: code as number | null, stderr };
}

describe('a released app', () => {
  it.each([
    ['--remote-debugging-port=0', {}],
    ['--no-sandbox', {}],
    ['--inspect=0', {}],
    ['ELECTRON_RUN_AS_NODE', { ELECTRON_RUN_AS_NODE: '1' }],
    ['SSLKEYLOGFILE', { SSLKEYLOGFILE: '/nowhere' }],
  ])('does not start with %s: it says so, opens nothing and writes nothing', async (name, variables) => {
    const { code, stderr } = await startAndEnd(name.startsWith('--') ? [name] : [], variables);
    expect(code).toBe(78);
    expect(stderr).toContain('Lupa does not start');
    expect(stderr).toContain(`\n\n${name.split('=')[0]}`);
    expect(stderr).not.toMatch(/listening/i);
    expect(readdirSync(home)).toEqual([]);
  });
});

/** What the system's kernel says of a process. */
interface Confinement {
  readonly kind: string;
  readonly uid: string;
  readonly noNewPrivileges: string;
  readonly seccomp: string;
  /** Capabilities that it has now. */
  readonly capabilities: string;
  /** Its namespaces that are those of the tests. */
  readonly sharedNamespaces: readonly string[];
}

/** Whether a process lives in the tests' own namespace. The kernel hides it from others than root where the process may not be looked into. */
function isShared(pid: number, name: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/ns/${name}`) === readlinkSync(`/proc/self/ns/${name}`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EACCES') return false;
    throw error;
  }
}

/** Null when the process has ended meanwhile. */
function confinementOf(pid: number): Confinement | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const field = (name: string): string => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)?.[1] ?? '';
    return {
      kind: /--type=([a-z-]+)/.exec(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))?.[1] ?? 'shell',
      uid: field('Uid'),
      noNewPrivileges: field('NoNewPrivs'),
      seccomp: field('Seccomp'),
      capabilities: field('CapEff'),
      sharedNamespaces: ['user', 'pid', 'net'].filter((name) => isShared(pid, name)),
    };
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

/** Whether the system lets ordinary users make the namespaces that the sandbox is made of. */
const HAS_NAMESPACES =
  spawnSync('unshare', ['--user', '--pid', '--fork', 'true'], process.getuid?.() === 0 ? ordinaryUser : {}).status ===
  0;

async function endsInsteadOfRunningInTheOpen(): Promise<void> {
  const { code, stderr } = await startAndEnd([], {});
  expect(code).not.toBe(0);
  expect(stderr).toMatch(/sandbox/i);
}

async function keepsItsPageConfined(): Promise<void> {
  const variables = { NODE_OPTIONS: '--inspect=0', NODE_EXTRA_CA_CERTS: '/nowhere.pem' };
  const started = spawnAsOrdinaryUser(executable, [], environment(variables));
  const stderr = text(started.stderr as Readable);
  const pid = started.pid ?? 0;
  try {
    const page = await until('the page’s process is there', () =>
      processTree(pid)
        .map(confinementOf)
        .find((each) => each?.kind === 'renderer' && each.seccomp !== '0'),
    );
    expect(page).toEqual({
      kind: 'renderer',
      uid: String(process.getuid?.() === 0 ? NOBODY : process.getuid?.()),
      noNewPrivileges: '1',
      // 2: a filter of system calls.
      seccomp: '2',
      capabilities: '0000000000000000',
      sharedNamespaces: [],
    });
  } finally {
    killTree(pid);
  }
  expect(await stderr).not.toMatch(/listening|nowhere/i);
}

/** Chromium has its sandbox here, or must not run: which of the two is the system's choice. */
const trial = HAS_NAMESPACES
  ? {
      how: 'keeps its page in Chromium’s whole sandbox, and is deaf to what its fuses shut out',
      look: keepsItsPageConfined,
    }
  : { how: 'ends with Chromium’s reason where the system has no sandbox for it', look: endsInsteadOfRunningInTheOpen };

describe('a released app that runs', () => {
  it.each([trial])('$how', ({ look }) => look());
});
