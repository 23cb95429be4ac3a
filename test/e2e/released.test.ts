import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import { appYard } from '#test/support/app.ts';
import { makeReleasedApp, NOBODY, spawnAsOrdinaryUser } from '#test/support/released-app.ts';

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
