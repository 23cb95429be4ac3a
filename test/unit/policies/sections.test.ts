import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pairSections, samePlace, splitSections } from '#domain/policies/sections.ts';
import { REPOSITORY } from '#scripts/setup/paths.ts';

const ids = (markdown: string): string[] => splitSections(markdown).map(({ id }) => id);

describe('splitting a policy into sections', () => {
  it('takes ids from the headings and the words without them', () => {
    const [top, first] = splitSections('# Title {#title}\n\nIntro\n\n## 1. Scope {#scope}\nText');
    expect(top).toEqual({ id: 'title', level: 1, title: 'Title', body: 'Intro' });
    expect(first).toEqual({ id: 'scope', level: 2, title: '1. Scope', body: 'Text' });
  });

  it('falls back to numbers, then to places, which do not change between languages', () => {
    expect(ids('# A\n## 1. One\n## Two\n### 1.1 Deep')).toEqual(['h1-1', 'n1', 'h2-2', 'n1.1']);
    expect(ids('# B\n## 1. Uno\n## Dos\n### 1.1 Hondo')).toEqual(['h1-1', 'n1', 'h2-2', 'n1.1']);
  });

  it('sees no headings inside code fences', () => {
    expect(ids('# A\n```\n# not a heading\n```\n## B')).toEqual(['h1-1', 'h2-1']);
    expect(ids('# A\n~~~~\n~~~\n# no\n~~~~\n## B')).toEqual(['h1-1', 'h2-1']);
  });

  it('keeps text before the first heading, and makes repeated ids unique', () => {
    expect(ids('hello\n# A {#a}\n# B {#a}')).toEqual(['top', 'a', 'a-2']);
    expect(ids('')).toEqual([]);
  });

  it('finds the same sections in both languages of every demo policy', () => {
    const policies = ['hate-speech', 'scams-and-spam', 'regulated-goods'];
    for (const policy of policies) {
      const read = (language: string): string =>
        readFileSync(join(REPOSITORY, `resources/demo/policies/${policy}/2026-04.${language}.md`), 'utf8');
      expect(ids(read('es'))).toEqual(ids(read('en')));
    }
  });
});

describe('going from one text to the other', () => {
  const left = splitSections('# A {#a}\n# B {#b}\n# C {#c}');
  const right = splitSections('# A {#a}\n# X {#x}\n# C {#c}');

  it('goes to the same section, else to the one in the same place', () => {
    expect(samePlace(left, right, 'c')).toBe('c');
    expect(samePlace(left, right, 'b')).toBe('x');
    expect(samePlace(left, [], 'b')).toBeNull();
  });

  it('pairs what both have and keeps what only one has', () => {
    const pairs = pairSections(left, right).map(({ id, left: one, right: two }) => [id, one !== null, two !== null]);
    expect(pairs).toEqual([
      ['a', true, true],
      ['x', false, true],
      ['b', true, false],
      ['c', true, true],
    ]);
  });
});
