import { describe, expect, it } from 'vitest';
import { comparedWith, compareSections, inOrder } from '#domain/policies/compare.ts';
import { sectionForViolationType } from '#domain/policies/governing-section.ts';
import { plainText } from '#domain/policies/plain-text.ts';
import { splitSections } from '#domain/policies/sections.ts';
import { wordDiff } from '#renderer/ui/policy-text/word-diff.ts';

describe('comparing two versions', () => {
  it('tells new, removed, changed and unchanged sections apart; a moved number is no change', () => {
    const before = splitSections(
      '## 1. Scope {#scope}\nAll.\n## 2. Old {#old}\nGone.\n## 3. Rule {#rule}\nNo insults.',
    );
    const after = splitSections('## 1. Scope {#scope}\nAll.\n## 2. New {#new}\nHere.\n## 4. Rule {#rule}\nNo slurs.');
    const states = compareSections(before, after).map(({ id, state }) => [id, state]);
    expect(states).toEqual([
      ['scope', 'same'],
      ['old', 'removed'],
      ['new', 'added'],
      ['rule', 'changed'],
    ]);
    const moved = compareSections(splitSections('## 3. Rule {#r}\nA'), splitSections('## 4. Rule {#r}\nA'));
    expect(moved.map(({ state }) => state)).toEqual(['same']);
  });

  it('begins with the version before, or with the one after the first', () => {
    expect(comparedWith(['1', '2', '3'], '3')).toBe('2');
    expect(comparedWith(['1', '2', '3'], '1')).toBe('2');
    expect(comparedWith(['1'], '1')).toBeNull();
    expect(inOrder(['1', '2'], '2', '1')).toEqual(['1', '2']);
  });

  it.each([
    ['en', 'wish harm on a group', 'wish harm on any group', ['any'], ['a']],
    ['es', 'desear daño a un grupo', 'desear daño a cualquier grupo', ['cualquier'], ['un']],
  ] as const)('parts words as %s does, accented letters included', (language, before, after, inserted, deleted) => {
    const parts = wordDiff(before, after, language);
    const of = (state: string) => parts.filter((part) => part.state === state).map(({ text }) => text.trim());
    expect([of('inserted'), of('deleted')]).toEqual([inserted, deleted]);
    const kept = (not: string) => parts.filter(({ state }) => state !== not).map(({ text }) => text);
    expect(kept('deleted').join('')).toBe(after);
  });
});

describe('the words of a Markdown text', () => {
  it('are what is read: no marks, no addresses, no table rules, no control characters', () => {
    const markdown = [
      '## 2. **Bold** {#bold}',
      '- see [the *rule*](https://example.org) `ban_7d` {#region-mx}',
      '| A | B |',
      '| --- | --- |',
      '| 1 | snake_case_word |',
      '> quoted\u0002 text',
    ].join('\n');
    expect(plainText(markdown)).toBe(
      ['2. Bold', '• see the rule ban_7d', 'A · B', '1 · snake_case_word', 'quoted text'].join('\n'),
    );
  });
});

describe('the section to read first', () => {
  const ids = (...names: string[]) => splitSections(names.map((name) => `## ${name} {#${name}}`).join('\n'));

  it('bears the name of the violation type, else follows the scope', () => {
    expect(sectionForViolationType(ids('scope', 'insults', 'hate-speech'), 'hate_speech')).toBe('hate-speech');
    expect(sectionForViolationType(ids('scope', 'offers', 'scam-offers'), 'scam')).toBe('scam-offers');
    expect(sectionForViolationType(splitSections('## Scope {#scope}\n## Bullying at work {#w}'), 'bullying')).toBe('w');
    expect(sectionForViolationType(ids('scope', 'insults', 'threats'), 'spam')).toBe('insults');
    expect(sectionForViolationType(ids('insults', 'threats'), '')).toBe('insults');
    expect(sectionForViolationType([], 'spam')).toBeNull();
  });
});
