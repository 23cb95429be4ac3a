import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SetupProblem } from '#scripts/setup/problem.ts';
import { ensureSystemPackages, missingLibraries, missingNeeds, needsFor } from '#scripts/setup/system-packages.ts';

const names = (needs: ReturnType<typeof needsFor>): string[] => needs.flatMap((need) => need.names.slice(-1));

describe('system packages', () => {
  it('include a virtual display only where there is no real one', () => {
    expect(names(needsFor('app', true, false))).not.toContain('xvfb');
    expect(names(needsFor('app', false, false))).toContain('xvfb');
  });

  it('include Chromium only for the tests, and only when there is none', () => {
    expect(names(needsFor('app', true, false))).not.toContain('chromium');
    expect(names(needsFor('test', true, false))).toContain('chromium');
    expect(names(needsFor('test', true, true))).not.toContain('chromium');
  });

  it('include the tracer that makes system calls fail, for the tests', () => {
    expect(names(needsFor('test', true, true))).toContain('strace');
    expect(names(needsFor('app', true, true))).not.toContain('strace');
  });

  it('include a keyring as a desktop has it, for the tests alone', () => {
    for (const name of ['gnome-keyring', 'libsecret-1-0', 'dbus']) {
      expect(names(needsFor('test', true, true))).toContain(name);
      expect(names(needsFor('app', true, true))).not.toContain(name);
    }
  });

  it('are met by either name a library has in different releases', () => {
    const needs = needsFor('app', true, true);
    const gtk = needs.filter((need) => need.names.includes('libgtk-3-0'));
    expect(missingNeeds(gtk, new Set(['libgtk-3-0t64']))).toEqual([]);
    expect(missingNeeds(gtk, new Set(['libgtk-3-0']))).toEqual([]);
    expect(missingNeeds(gtk, new Set(['libnss3']))).toEqual(gtk);
  });

  it('that Electron misses are read from what the linker says', () => {
    const ldd = ['\tlibc.so.6 => /lib/libc.so.6 (0x00007f)', '\tlibgbm.so.1 => not found', '\tlibnss3.so => not found'];
    expect(missingLibraries(ldd.join('\n'))).toEqual(['libgbm.so.1', 'libnss3.so']);
  });
});

describe('a Debian machine that lacks packages', () => {
  let folder: string;
  const said: string[] = [];
  const tell = { say: (line: string) => void said.push(line), progress: () => undefined };
  const tool = (name: string, script: string): void => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lupa-apt-'));
    said.length = 0;
    // Everything but libnss3 and xvfb is installed; apt offers every name but the newer spellings.
    tool('dpkg-query', 'shift 3; for name; do case $name in libnss3|xvfb) ;; *) echo "$name installed";; esac; done');
    tool('apt-cache', 'case $2 in *t64) ;; *) echo "  Candidate: 1.0";; esac');
    tool('apt-get', `echo "$@" >> ${join(folder, 'calls')}`);
    vi.stubEnv('PATH', folder);
    vi.stubEnv('DISPLAY', undefined);
    vi.stubEnv('LUPA_CHROMIUM', '/usr/bin/some-chromium');
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  it('gets just those from apt-get when the user is root, and says so in one line', () => {
    ensureSystemPackages('test', tell, true);
    const calls = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
    expect(calls).toEqual(['update -qq', 'install -y -qq --no-install-recommends libnss3 xvfb']);
    expect(said).toEqual(['installing system packages: libnss3 xvfb']);
  });

  it('makes anybody else run one line, which it prints', () => {
    expect(() => ensureSystemPackages('test', tell, false)).toThrow(SetupProblem);
    expect(() => ensureSystemPackages('test', tell, false)).toThrow('Run: sudo apt-get install -y libnss3 xvfb');
  });

  it("passes on apt-get's own reason when it fails", () => {
    tool('apt-get', 'echo "E: Unable to fetch some archives" >&2; exit 100');
    expect(() => ensureSystemPackages('test', tell, true)).toThrow(/apt-get update -qq failed: E: Unable to fetch/);
  });
});
