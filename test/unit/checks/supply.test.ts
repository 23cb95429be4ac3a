import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findInSupply, type LockedPackage, type Lockfile, type Manifest } from '#scripts/check/supply.ts';
import { REPOSITORY } from '#scripts/setup/paths.ts';

const read = (name: string): unknown => JSON.parse(readFileSync(join(REPOSITORY, name), 'utf8'));
const manifest = read('package.json') as Manifest;
const lockfile = read('package-lock.json') as Lockfile;

const good: LockedPackage = { version: '1.2.3', integrity: `sha512-${'a'.repeat(86)}==`, license: 'MIT' };
const withPackage = (change: Partial<LockedPackage>): string[] =>
  findInSupply({}, { packages: { '': {}, 'node_modules/a/node_modules/@b/c': { ...good, ...change } } });

describe('where packages come from', () => {
  it('is in order in this repository', () => {
    expect(Object.keys(lockfile.packages).length).toBeGreaterThan(100);
    expect(findInSupply(manifest, lockfile)).toEqual([]);
  });

  it('is in order for a pinned package with a hash and a free licence', () => {
    expect(withPackage({})).toEqual([]);
    expect(withPackage({ license: '(GPL-3.0-only OR MIT)' })).toEqual([]);
  });

  it.each(['^1.2.3', '~1.2.3', '1.x', 'latest', '>=1', 'git+https://example.org/x.git', 'file:../x'])(
    'is not when a version is asked for as %s',
    (version) => {
      expect(findInSupply({ devDependencies: { x: version } }, { packages: {} })).toEqual([
        `x is asked for as ${version}: pin one exact version`,
      ]);
    },
  );

  it.each<[string, Partial<LockedPackage>, RegExp]>([
    ['the hash is missing', { integrity: '' }, /@b\/c@1\.2\.3 has no SHA-512/],
    ['the hash is a weak one', { integrity: 'sha1-abcdefghijklmnopqrstuvwxyz0=' }, /has no SHA-512/],
    ['a host is named', { resolved: 'https://elsewhere.example/c.tgz' }, /bound to https:\/\/elsewhere\.example/],
    ['nobody has decided on its install script', { hasInstallScript: true }, /install script nobody has decided on/],
    ['it would ship under a licence to ask about', { license: 'AGPL-3.0-only' }, /ships under AGPL-3\.0-only/],
    ['one part of its licence is one to ask about', { license: 'MIT AND GPL-2.0' }, /ships under MIT AND GPL-2\.0/],
  ])('is not when %s', (_what, change, words) => {
    expect(withPackage(change)).toEqual([expect.stringMatching(words)]);
  });

  it('is not when a decision speaks of another version than the one installed', () => {
    const packages = { 'node_modules/x': { ...good, version: '2.0.0', hasInstallScript: true } };
    expect(findInSupply({ allowScripts: { 'x@1.0.0': true } }, { packages })).toEqual([
      expect.stringContaining('x@2.0.0 has an install script nobody has decided on'),
      'allowScripts decides on x@1.0.0, which is not installed',
    ]);
  });
});
