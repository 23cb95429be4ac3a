import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { policyBody } from '#domain/policies/front-matter.ts';
import { plainText } from '#domain/policies/plain-text.ts';
import { withoutRegionMarks } from '#domain/policies/regions.ts';
import { splitSections } from '#domain/policies/sections.ts';
import { isTame } from '#domain/policies/tame.ts';
import { REPOSITORY } from '#scripts/setup/paths.ts';

const policies = join(REPOSITORY, 'resources', 'demo', 'policies');
const texts = readdirSync(policies, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => readFileSync(join(policies, name), 'utf8'));

describe('a policy text that can be read as Markdown', () => {
  it('is any that people write', () => {
    expect(texts.length).toBeGreaterThan(10);
    expect(texts.every(isTame)).toBe(true);
  });

  it.each([
    ['a line across the page', '*'.repeat(120)],
    ['a line to fill in', `Name: ${'_'.repeat(80)}`],
    ['a list five levels deep', ['- a', '  - b', '    - c', '      - d', '        - e'].join('\n')],
    ['an answer to an answer to an answer', '> > > quoted'],
    ['a table with much in bold', Array.from({ length: 300 }, () => '| **a** | **b** | **c** |').join('\n')],
  ])('may hold %s', (_what, markdown) => {
    expect(isTame(markdown)).toBe(true);
  });

  it.each([
    ['quotes nested by the thousand', `${'>'.repeat(3_000)} a`],
    ['bullets nested by the thousand', `${'- '.repeat(3_000)}a`],
    ['a list as deep as it is long', Array.from({ length: 700 }, (_, level) => `${'  '.repeat(level)}- a`).join('\n')],
    ['a run of ten thousand asterisks', `${'*'.repeat(10_000)}a${'*'.repeat(10_000)}`],
    ['emphasis opened again and again', '_a'.repeat(32_000)],
    ['links opened again and again', '[a]('.repeat(32_000)],
  ])('does not hold %s', (_what, markdown) => {
    expect(isTame(markdown)).toBe(false);
  });
});

// Each of these took minutes or for ever before: a test that hangs is what fails here.
describe('a text made to keep its reader busy', () => {
  const letters = 200_000;
  it.each([
    ['comments in front matter', `---\n${'# '.repeat(60)}!\n---\ntext`],
    ['blanks in a heading', `# a${' '.repeat(letters)}b`],
    ['closing marks in a heading', `# ${'# '.repeat(letters / 2)}b`],
    ['blanks before a mark', `- a${' '.repeat(letters)}{#region-mx}b`],
    ['blanks before a table rule', `${' '.repeat(letters)}|x`],
    ['links that never close', '[a]('.repeat(letters / 4)],
    ['brackets that never close', '['.repeat(letters)],
    ['tags that never close', '<a '.repeat(letters / 3)],
    ['bold that never closes', '**a'.repeat(letters / 3)],
    ['emphasis that never closes', '_a '.repeat(letters / 3)],
  ])('does not, with %s', (_what, text) => {
    expect(policyBody(text).markdown.length).toBeGreaterThan(0);
    expect(splitSections(text).length).toBeGreaterThan(0);
    expect(withoutRegionMarks(text).length).toBeGreaterThan(0);
    expect(plainText(text).length).toBeLessThanOrEqual(text.length);
  });
});

describe('plain words', () => {
  it('come without marks, whichever way they are nested', () => {
    expect(plainText('**bold *both* bold** and _one_ __two__, snake_case_name, 2 * 3 * 4')).toBe(
      'bold both bold and one two, snake_case_name, 2 * 3 * 4',
    );
    expect(plainText('see [the rule](https://example.com/a "title") and ![picture](x.png) <b>now</b>')).toBe(
      'see the rule and picture now',
    );
    expect(plainText('## Title {#t1}')).toBe('Title');
  });
});
