import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { PLANTED } from '#scripts/check/dependency-canary.ts';
import { findBanned } from '#scripts/check/text.ts';

type Config = { readonly forbidden: readonly { readonly name: string }[] };
const config = createRequire(import.meta.url)('../../../.dependency-cruiser.cjs') as Config;

describe('the dependency rules', () => {
  it('each have a planted violation that must be reported', () => {
    const planted = new Set(PLANTED.map((each) => each.rule));
    expect(config.forbidden.map((rule) => rule.name).filter((name) => !planted.has(name))).toEqual([]);
  });
});

describe('the check of wordings', () => {
  it('finds a switched-off rule and a test that does not run, with file and line', () => {
    // Put together here so that the check does not find this file.
    const source = ['const a = 1;', '// oxlint disable-next-line', "it skip('later', run);"]
      .join('\n')
      .replace('oxlint disable', ['oxlint', 'disable'].join('-'))
      .replace('it skip', ['it', 'skip'].join('.'));
    expect(findBanned('a.ts', source).map((each) => `${each.file}:${each.line}`)).toEqual(['a.ts:2', 'a.ts:3']);
  });

  it('leaves ordinary code alone', () => {
    expect(findBanned('a.ts', "list.filter((each) => each.skip); // todos los días\nit('skips', run);")).toEqual([]);
  });
});
