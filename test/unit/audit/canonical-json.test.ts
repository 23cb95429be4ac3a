import { describe, expect, it } from 'vitest';
import { canonicalJson } from '#domain/audit/canonical-json.ts';

describe('canonical JSON', () => {
  it('sorts keys by their UTF-16 units, as the example of RFC 8785 does', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    const keys = Object.keys(JSON.parse(canonicalJson(value).replaceAll('"1":', '"one":')) as object);
    expect(keys).toEqual(['\r', 'one', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33']);
  });

  it('prints numbers and texts as RFC 8785 does', () => {
    const value = {
      numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001, -0],
      string: '\u20ac$\u000f\nA\'B"\\\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27,0],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it.each([
    ['an endless number', Number.POSITIVE_INFINITY],
    ['no number', Number.NaN],
    ['half a character', 'a\ud800b'],
    ['half a character in a key', { '\udc00': 1 }],
    ['an absent value', { a: undefined as never }],
    ['a function', (() => 1) as never],
  ])('refuses %s', (_, value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  });
});
