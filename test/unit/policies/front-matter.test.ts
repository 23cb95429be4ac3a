import { describe, expect, it } from 'vitest';
import { policyBody } from '#domain/policies/front-matter.ts';
import { policyTitle } from '#domain/policies/in-force.ts';
import { splitSections } from '#domain/policies/sections.ts';

const yaml = '---\ntitle: Hate Speech\nversions:\n  fpt: "*"\n---\n\nWe do not tolerate it.\n\n## Scope\n\nAll.\n';
const toml =
  '+++\r\nversion = "2.1"\r\naliases = ["/version/2/1"]\r\n+++\r\n\r\n# Code of Conduct\r\n\r\n## Pledge\r\n';

describe('settings before a policy text', () => {
  it('are not part of what is read', () => {
    expect(policyBody(yaml)).toEqual({
      title: 'Hate Speech',
      markdown: '\nWe do not tolerate it.\n\n## Scope\n\nAll.\n',
    });
    expect(splitSections(yaml).map(({ title, body }) => [title, body])).toEqual([
      ['', 'We do not tolerate it.'],
      ['Scope', 'All.'],
    ]);
    expect(splitSections(toml)[0]?.title).toBe('Code of Conduct');
  });

  it('give the title when they name one, otherwise the first heading does', () => {
    expect(policyTitle(yaml)).toBe('Hate Speech');
    expect(policyTitle('---\ntitle: "Bullying: a guide"\n---\ntext')).toBe('Bullying: a guide');
    expect(policyTitle(toml)).toBe('Code of Conduct');
  });

  it.each([
    'no settings',
    '---\n\nA text between two lines\n\n---\n\nmore',
    '---\ntitle: never closed\n',
    '',
    'text\n---\ntitle: further down\n---\n',
  ])('are not found in %j', (markdown) => {
    expect(policyBody(markdown)).toEqual({ title: null, markdown });
  });
});
